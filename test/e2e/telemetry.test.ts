import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { attributesOf, protocolFault, startCollector } from '../collector.js';
import { runIn } from './run-suites.js';
import { withOrg } from './with-org.js';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telemetry-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A program to load before a run: it prints the optional packages that the run loads, or prevents it from finding them. */
function watchPackages(folder: string, isMissing: boolean): string {
  const hooks = join(folder, 'hooks.mjs');
  const fault = `throw Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' })`;
  const found = isMissing ? fault : `process._rawDebug('LOADED ' + name)`;
  writeFileSync(
    hooks,
    `export async function resolve(name, context, next) { if (/@opentelemetry\\/|@duckdb\\//.test(name)) ${found}; return next(name, context); }`,
  );
  const program = join(folder, 'watch.mjs');
  writeFileSync(
    program,
    `import { register } from 'node:module'; register(${JSON.stringify(pathToFileURL(hooks).href)});`,
  );
  return `--import ${pathToFileURL(program).href}`;
}

const suites = ['suites/users.test.ts', 'suites/org-metadata.test.ts'];

test('a run sends its spans and metrics, without ids and values of the org', () =>
  withOrg({}, async (org) => {
    const { url, received } = await startCollector();
    const folder = newFolder();
    const env = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token, OTEL_EXPORTER_OTLP_ENDPOINT: url };
    const { code, output } = await runIn(folder, { ...env, NODE_OPTIONS: watchPackages(folder, false) }, suites);
    expect(code, output).toBe(0);
    expect(output).toContain('LOADED ');
    expect(received.map(({ path }) => path).sort()).toEqual(['/v1/metrics', '/v1/traces']);
    expect(received.map(protocolFault)).toEqual([undefined, undefined]);
    const traces = received.find(({ path }) => path === '/v1/traces')?.body;
    const { spans } = traces.resourceSpans[0].scopeSpans[0];
    const user = spans.find(({ name }: { name: string }) => name === 'GET /api/v1/users/{id}');
    expect(attributesOf(user)).toMatchObject({
      'url.template': '/api/v1/users/{id}',
      'okta_contracts.outcome': 'pass',
      'okta_contracts.requests': expect.toSatisfy((requests) => requests > 0),
    });
    const text = received.map((one) => one.text).join('\n');
    // Requests and responses of the run contain ids of objects, such as 00u and 17 further characters.
    expect(org.requests().some(({ path }) => /\/00u\w{17}/.test(path))).toBe(true);
    expect(text).not.toMatch(/\b0[0-9a-z]{2}[0-9a-zA-Z]{17}\b/);
    expect(text).not.toContain(org.token);
    expect(text).not.toMatch(/@|okta-contracts-[0-9a-f]{8}/);
    const metrics = readFileSync(join(folder, 'reports', 'metrics.prom'), 'utf8');
    expect(metrics).toContain(`okta_contracts_run_passed{org="${org.url}",edition="2025.08.0"} 1`);
  }));

test('nothing of OpenTelemetry and DuckDB is loaded without a collector', async () => {
  const folder = newFolder();
  const { code, output } = await runIn(folder, { NODE_OPTIONS: watchPackages(folder, false) }, suites.slice(1));
  expect(code, output).toBe(0);
  expect(output).not.toContain('LOADED ');
});

test.each(['an invalid token', 'no org'])('%s: metrics.prom no longer states that the last run passed', (fault) =>
  withOrg({}, async (org) => {
    const folder = newFolder();
    const env = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token };
    const metrics = () => readFileSync(join(folder, 'reports', 'metrics.prom'), 'utf8');
    expect((await runIn(folder, env, suites.slice(1))).code).toBe(0);
    expect(metrics()).toMatch(/^okta_contracts_canary_failed\{.*\} 0$/m);
    if (fault === 'no org') await org.close();
    const changed = fault === 'no org' ? {} : { OKTA_CLIENT_TOKEN: '00invalid_token_of_a_canary' };
    expect((await runIn(folder, { ...env, ...changed }, suites.slice(1))).code).toBe(2);
    expect(metrics()).toMatch(/^okta_contracts_run_passed\{.*\} 0$/m);
    expect(metrics()).toMatch(/^okta_contracts_canary_failed\{.*\} 1$/m);
  }),
);

test.each([
  ['an invalid tier', { OKTA_CONTRACTS_TIERS: 'reed' }, true],
  ['an unknown setting', { OKTA_CONTRACTS_TEIRS: 'read' }, true],
  ['an unknown edition', { OKTA_CONTRACTS_TO: '2020.01.0' }, true],
  ['an invalid URL', { OKTA_CLIENT_ORGURL: 'acme' }, false],
  ['no org', { OKTA_CLIENT_ORGURL: '', OKTA_CONTRACTS_REQUIRE_ORG: '1' }, false],
])('%s: the metrics state that the canary failed', async (_, settings, isKnown) => {
  const folder = newFolder();
  const env = { OKTA_CLIENT_ORGURL: 'https://acme.oktapreview.com', OKTA_CLIENT_TOKEN: `00${'a'.repeat(40)}` };
  const { code, output } = await runIn(folder, { ...env, ...settings }, suites.slice(1));
  expect(code, output).toBe(2);
  const metrics = readFileSync(join(folder, 'reports', 'metrics.prom'), 'utf8');
  const org = isKnown ? 'https://acme.oktapreview.com' : 'unknown';
  expect(metrics).toMatch(new RegExp(`^okta_contracts_canary_failed\\{org="${org}",edition="\\S+"\\} 1$`, 'm'));
});

test('a missing package is one sentence, and does not fail the run', async () => {
  const folder = newFolder();
  const env = { NODE_OPTIONS: watchPackages(folder, true), OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
  const { code, output } = await runIn(folder, env, suites.slice(1));
  expect(code, output).toBe(0);
  expect(output.replace(/\s+/g, ' ')).toMatch(
    /Telemetry was not sent, because packages are missing: run `npm install @opentelemetry\/api@1 .*`, or unset OTEL_EXPORTER_OTLP_ENDPOINT\./,
  );
  expect(output).not.toContain('ERR_MODULE_NOT_FOUND');
});
