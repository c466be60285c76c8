import { expect, test, vi } from 'vitest';
import type { OperationTime } from '../../src/domain/outcome.js';
import { metricsOf } from '../../src/report/metrics.js';
import { sendTelemetry } from '../../src/report/telemetry.js';
import { attributesOf, protocolFault, startCollector } from '../collector.js';
import { oneOfEach, report } from './sample-report.js';

const start = Date.parse('2026-11-24T06:00:00Z');
const times: OperationTime[] = [
  { operation: 'GET /api/v1/users', start: start + 100, end: start + 300, requests: 2 },
  { operation: 'GET /api/v1/inlineHooks', start: start + 200, end: start + 500, requests: 1 },
  { operation: 'POST /api/v1/inlineHooks', start: start + 50, end: start + 150, requests: 1 },
  { operation: 'GET /api/v1/groups', start, end: start + 1, requests: 1 },
];
const given = report(oneOfEach);

async function send(url: string): Promise<string | undefined> {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url);
  try {
    return await sendTelemetry(given, times, url);
  } finally {
    vi.unstubAllEnvs();
  }
}

test('the spans of a run contain its resources, and these their operations', async () => {
  const { url, received } = await startCollector();
  expect(await send(url)).toBeUndefined();
  expect(received.map(({ path }) => path).sort()).toEqual(['/v1/metrics', '/v1/traces']);
  expect(received.map(protocolFault)).toEqual([undefined, undefined]);
  const { resourceSpans } = received.find(({ path }) => path === '/v1/traces')?.body ?? {};
  expect(attributesOf(resourceSpans[0].resource)).toMatchObject({ 'service.name': 'okta-contracts' });
  const { spans } = resourceSpans[0].scopeSpans[0];
  const nameOf = new Map(spans.map((span: { spanId: string; name: string }) => [span.spanId, span.name]));
  const tree = spans.map((span: Record<string, string>) => [
    nameOf.get(span.parentSpanId),
    span.name,
    Math.round(Number(span.startTimeUnixNano) / 1e6) - start,
    Math.round(Number(span.endTimeUnixNano) / 1e6) - start,
  ]);
  expect(tree).toEqual([
    ['users', 'GET /api/v1/users', 100, 300],
    ['okta-contracts run', 'users', 100, 300],
    ['inline-hooks', 'POST /api/v1/inlineHooks', 50, 150],
    ['inline-hooks', 'GET /api/v1/inlineHooks', 200, 500],
    ['okta-contracts run', 'inline-hooks', 50, 500],
    [undefined, 'okta-contracts run', 0, 3250],
  ]);
  expect(new Set(spans.map(({ traceId }: { traceId: string }) => traceId)).size).toBe(1);
  expect(attributesOf(spans[0])).toEqual({
    'http.request.method': 'GET',
    'url.template': '/api/v1/users',
    'okta_contracts.resource': 'users',
    'okta_contracts.requests': 2,
    'okta_contracts.outcome': 'violation',
    'okta_contracts.findings.violation': 1,
    'okta_contracts.edition.match': 'neither',
  });
  expect(attributesOf(spans[2])).toMatchObject({ 'okta_contracts.reason': 'needs-write-tier' });
  expect(spans.map(({ status }: { status: { code: number } }) => status.code)).toEqual([2, 0, 0, 0, 0, 2]);
});

test('the metrics are those of metrics.prom', async () => {
  const { url, received } = await startCollector();
  await send(url);
  const { resourceMetrics } = received.find(({ path }) => path === '/v1/metrics')?.body ?? {};
  const [{ metrics }] = resourceMetrics[0].scopeMetrics;
  const sent = metrics.map(({ name, gauge }: { name: string; gauge: { dataPoints: never[] } }) => [
    name,
    gauge.dataPoints.map((point: { asDouble: number; attributes: never[] }) => [attributesOf(point), point.asDouble]),
  ]);
  const labels = { org: 'https://acme.oktapreview.com', edition: '2025.08.0' };
  expect(sent).toEqual(
    metricsOf(given).map(({ name, samples }) => [
      `okta_contracts.${name}`,
      samples.map((sample) => [{ ...labels, ...sample.labels }, sample.value]),
    ]),
  );
});

test('the SDK reads its other settings from the environment', async () => {
  const { url, received } = await startCollector();
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-key=a');
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=preview');
  await send(url);
  expect(received.map(({ headers }) => headers['x-key'])).toEqual(['a', 'a']);
  expect(received[0]?.text).toContain('{"key":"deployment.environment.name","value":{"stringValue":"preview"}}');
});

test('a message that the protocol does not define is found', async () => {
  const { url, received } = await startCollector();
  await send(url);
  for (const { path, body } of received) {
    expect(protocolFault({ path, body: { ...body, more: 1 } })).toMatch(/is decoded as/);
    expect(protocolFault({ path, body: Object.fromEntries(Object.keys(body).map((key) => [key, [1]])) })).toBeDefined();
  }
});

test.each([
  ['not a URL', 'collector:4318', /must be an http or https URL\.$/],
  ['nothing listens', 'http://127.0.0.1:1', /^Telemetry was not sent \(ECONNREFUSED\): check the collector of /],
])('it is one sentence if %s', async (_, url, message) => {
  expect(await send(url)).toMatch(message);
});

test('a response that refuses the data is not shown', async () => {
  const { url } = await startCollector((_, response) => response.writeHead(401).end('{"message":"secret"}'));
  expect(await send(url.replace('://', '://user:password@'))).toBe(
    'Telemetry was not sent (status 401): check the collector of OTEL_EXPORTER_OTLP_ENDPOINT.',
  );
});

test.each([
  ['never responds', false],
  ['never ends its response', true],
])('a collector that %s delays the end of a run by at most five seconds', async (_, isStarted) => {
  let closed = 0;
  const { url } = await startCollector((request, response) => {
    request.resume();
    response.once('close', () => (closed += 1));
    if (!isStarted) return;
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 100);
    response.once('close', () => clearInterval(timer));
  });
  const before = Date.now();
  expect(await send(url)).toMatch(/^Telemetry was not sent \([^)]*\): /);
  // The time to send, and to load the SDK and the spans on a slow machine.
  expect(Date.now() - before).toBeLessThan(8000);
  // No connection keeps the process alive.
  await vi.waitFor(() => expect(closed).toBe(2));
});
