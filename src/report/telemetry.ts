import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunReport } from '../assess/run-report.js';
import type { OperationTime } from '../domain/outcome.js';
import { version } from '../io/version.js';
import { metricsOf, runLabels } from './metrics.js';
import { type SpanTree, spansOf } from './spans.js';

/** A run ends at most this much later, whatever the collector does. */
const mostSeconds = 5;

const packages = [
  ...['api@1', 'resources@2', 'sdk-trace-base@2', 'sdk-metrics@2'],
  ...['exporter-trace-otlp-http@0.223', 'exporter-metrics-otlp-http@0.223'],
].map((name) => `@opentelemetry/${name}`);

// They are optional, and only loaded here.
async function load() {
  const [api, resources, traces, metrics, traceExporter, metricExporter] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
  ]);
  return { api, resources, traces, metrics, traceExporter, metricExporter };
}

type Sdk = Awaited<ReturnType<typeof load>>;

/**
 * Sends the spans and metrics of a run to the collector of `OTEL_EXPORTER_OTLP_ENDPOINT`, as OTLP over HTTP. The SDK reads its other
 * settings from the environment. Never throws, and takes at most five seconds. Returns one sentence if it failed.
 */
export async function sendTelemetry(
  report: RunReport,
  times: readonly OperationTime[],
  endpoint: string,
): Promise<string | undefined> {
  if (!/^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : ''))
    return 'Telemetry was not sent: OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URL.';
  let sdk: Sdk;
  try {
    sdk = await load();
  } catch {
    return `Telemetry was not sent, because packages are missing: run \`npm install ${packages.join(' ')}\`, or unset OTEL_EXPORTER_OTLP_ENDPOINT.`;
  }
  const results = await inTime(() =>
    Promise.allSettled([sendSpans(sdk, spansOf(report, times)), sendMetrics(sdk, report)]),
  );
  if (!results) return failure(`no response within ${mostSeconds} seconds`);
  const [failed] = results.filter((result) => result.status === 'rejected');
  return failed && failure(reasonOf(failed.reason));
}

/** The result of work that sends requests; `undefined` if it takes too long. Then its requests are ended: they keep the process alive. */
async function inTime<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  const requests: ClientRequest[] = [];
  // The SDK has no way to end a request whose response never ends.
  const addRequest = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    if (/OTel-OTLP-Exporter/.test(String(request.getHeader('user-agent')))) requests.push(request);
  };
  const ended = new AbortController();
  const late = sleep(mostSeconds * 1000, undefined, { signal: ended.signal }).catch(() => undefined);
  subscribe('http.client.request.start', addRequest);
  try {
    return await Promise.race([work(), late]);
  } finally {
    unsubscribe('http.client.request.start', addRequest);
    ended.abort();
    for (const request of requests) request.destroy();
  }
}

function failure(reason: string): string {
  return `Telemetry was not sent (${reason}): check the collector of OTEL_EXPORTER_OTLP_ENDPOINT.`;
}

/** The status or the code of an error. Its message can contain the address of the collector or its response. */
function reasonOf(error: { code?: string | number } | undefined): string {
  if (typeof error?.code === 'number') return `status ${error.code}`;
  return error?.code ?? 'it was not accepted in time';
}

/** The service, which `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` can change. */
function resourceOf({ resources }: Sdk) {
  const { resourceFromAttributes, detectResources, envDetector } = resources;
  const service = resourceFromAttributes({ 'service.name': 'okta-contracts', 'service.version': version });
  return service.merge(detectResources({ detectors: [envDetector] }));
}

async function sendSpans(sdk: Sdk, spans: SpanTree): Promise<void> {
  const { api, traces, traceExporter } = sdk;
  const memory = new traces.InMemorySpanExporter();
  const provider = new traces.BasicTracerProvider({
    resource: resourceOf(sdk),
    spanProcessors: [new traces.SimpleSpanProcessor(memory)],
  });
  const tracer = provider.getTracer('okta-contracts', version);
  const record = ({ name, start, end, attributes, error, children }: SpanTree, parent: typeof api.ROOT_CONTEXT) => {
    const span = tracer.startSpan(name, { startTime: start, attributes }, parent);
    if (error !== undefined) span.setStatus({ code: api.SpanStatusCode.ERROR, message: error });
    for (const child of children) record(child, api.trace.setSpan(parent, span));
    span.end(end);
  };
  record(spans, api.ROOT_CONTEXT);
  await provider.forceFlush();
  const exporter = new traceExporter.OTLPTraceExporter({ timeoutMillis: mostSeconds * 900 });
  await exported((done) => exporter.export(memory.getFinishedSpans(), done));
}

async function sendMetrics(sdk: Sdk, report: RunReport): Promise<void> {
  const { metrics, metricExporter } = sdk;
  const memory = new metrics.InMemoryMetricExporter(metrics.AggregationTemporality.CUMULATIVE);
  const reader = new metrics.PeriodicExportingMetricReader({ exporter: memory });
  const provider = new metrics.MeterProvider({ resource: resourceOf(sdk), readers: [reader] });
  const meter = provider.getMeter('okta-contracts', version);
  const common = runLabels(report);
  for (const { name, help, unit, samples } of metricsOf(report)) {
    const gauge = meter.createGauge(`okta_contracts.${name}`, { description: help, ...(unit && { unit }) });
    for (const { labels, value } of samples) gauge.record(value, { ...common, ...labels });
  }
  await reader.forceFlush();
  const exporter = new metricExporter.OTLPMetricExporter({ timeoutMillis: mostSeconds * 900 });
  for (const collected of memory.getMetrics()) await exported((done) => exporter.export(collected, done));
  await provider.shutdown();
}

function exported(start: (done: (result: { code: number; error?: Error }) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start(({ code, error }) => (code === 0 ? resolve() : reject(error)));
  });
}
