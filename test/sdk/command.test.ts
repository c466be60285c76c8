import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { RunReport } from '../../src/assess/run-report.js';
import type { Json } from '../../src/domain/json.js';
import { faultOf } from '../../src/io/files.js';
import { runMain } from '../cli/run-main.js';

const fake = `exec:${fileURLToPath(new URL('./fake-adapter.mjs', import.meta.url))}`;
const folder = mkdtempSync(join(tmpdir(), 'okta-sdk-command-'));

const place = { pointer: '/3/status', cause: 'enum', expected: 'GroupType', message: 'is not a member of GroupType' };
const says = (answer: object) => ({ says: JSON.stringify(answer) });
const failing = says({ result: 'failed', findings: [place, { ...place, pointer: '/4/status' }] });

/** A recording, with one exchange for each body. */
function recording(...exchanges: { path?: string; status?: number; body: Json }[]): string {
  const lines = exchanges.map(({ path = '/api/v1/groups', status = 200, body }, i) =>
    JSON.stringify({
      id: String(i),
      request: { method: 'GET', url: `https://acme.okta.com${path}` },
      response: { status, headers: { 'content-type': 'application/json' }, body },
    }),
  );
  const file = join(folder, `${Math.random()}.ndjson`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** The values of `sdk` in the lines of `traffic --json`. */
function sdksOf(out: string): unknown[] {
  return out
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { sdk: unknown }).sdk);
}

test('traffic --json: each line has what the SDKs made of the response, in the order of the recording', async () => {
  const bodies = Array.from({ length: 300 }, (_, i) => ({
    body: says({ result: 'loss', findings: [{ ...place, pointer: `/${i}` }] }),
  }));
  const { code, out } = await runMain(['traffic', '--json', '--sdk', fake, '--sdk', fake, recording(...bodies)]);
  expect(code).toBe(1);
  expect(sdksOf(out)).toEqual(
    bodies.map((_, i) => {
      const result = { name: 'fake', version: '1.0.0', result: 'loss', findings: [{ ...place, pointer: `/${i}` }] };
      return [result, result];
    }),
  );
});

test('traffic --json keeps the order if the responses of a later part of the file are read first', async () => {
  const large = { text: 'x'.repeat(300_000) };
  const file = recording({ body: { do: 'slow' } }, ...Array.from({ length: 4 }, () => ({ body: large })));
  const { out } = await runMain(['traffic', '--json', '--sdk', fake, file]);
  expect(out.match(/(?<=^\{"id":")\d/gm)).toEqual(['0', '1', '2', '3', '4']);
});

test('only successful responses with a JSON body are passed, also those without a contract', async () => {
  const file = recording(
    { body: failing },
    { status: 404, body: failing },
    { body: 'a text' },
    { path: '/api/v1/unheard/of', body: says({ operation: 'GET /api/v1/unheard/{id}' }) },
  );
  const { out } = await runMain(['traffic', '--json', '--sdk', fake, file]);
  expect(sdksOf(out).map((results) => (results as { result: string }[]).map(({ result }) => result))).toEqual([
    ['failed'],
    [],
    [],
    ['read'],
  ]);
});

test('the adapter gets the path template of the contract, or the path without its query', async () => {
  const file = recording(
    { path: '/api/v1/users/00u1?a=b', body: { do: 'operation' } },
    { path: '/api/v1/unheard/of?a=b', status: 201, body: { do: 'operation' } },
  );
  const { out } = await runMain(['traffic', '--json', '--sdk', fake, file]);
  const messages = (sdksOf(out) as { findings: { message: string }[] }[][]).map(([sdk]) => sdk?.findings[0]?.message);
  expect(messages[0]).toMatch(/^got GET \/api\/v1\/users\/\{\w+\} with 200$/);
  expect(messages[1]).toBe('got GET /api/v1/unheard/of with 201');
});

test('report.json has a section of each SDK, which matches its schema', async () => {
  const file = recording({ body: failing }, { body: failing }, { body: {} });
  const out = join(folder, 'report');
  await runMain(['traffic', '--sdk', fake, '--out', out, file]);
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as RunReport;
  expect(faultOf('report', report)).toBeUndefined();
  expect(report.sdks).toMatchObject([
    {
      ...{ name: 'fake', version: '1.0.0', spec: fake, operationsRead: 1 },
      responses: { read: 1, loss: 0, empty: 0, failed: 2, 'unknown operation': 0 },
      operations: [{ operation: 'GET /api/v1/groups', responses: 3, failed: 2, empty: 0, loss: 0 }],
      findings: [{ operation: 'GET /api/v1/groups', pointer: '/*/status', cause: 'enum', responses: 2, items: 4 }],
    },
  ]);
});

test('the terminal shows at most six lines of an SDK', async () => {
  const findings = Array.from({ length: 20 }, (_, i) => ({ ...place, pointer: `/property${i}` }));
  const file = recording({ body: says({ result: 'failed', findings }) });
  const { out } = await runMain(['traffic', '--sdk', fake, file]);
  const section = out.split('\n\n').find((block) => block.startsWith('SDK fake 1.0.0'));
  expect(section?.split('\n')[0]).toBe('SDK fake 1.0.0 fails on 1 of 1 response (1 of 1 operation).');
  expect(section?.split('\n').length).toBeLessThanOrEqual(6);
});

const valid = join(folder, 'never-read.ndjson');

test('an SDK that cannot read a response changes the exit code only with --sdk-fails, and never the verdict', async () => {
  const file = recording({ path: '/api/v1/unheard/of', body: failing });
  const codes = [];
  for (const options of [[], ['--sdk', fake], ['--sdk', fake, '--sdk-fails']])
    codes.push((await runMain(['traffic', ...options, file])).code);
  expect(codes).toEqual([3, 3, 1]);
  const { code } = await runMain(['traffic', '--sdk', fake, '--sdk-fails', recording({ path: '/a', body: {} })]);
  expect(code).toBe(3);
});

test.each([
  ['pyton', '`pyton` names no SDK: use python, python:PATH, node, node:PATH, go:PATH or exec:PROGRAM.\n'],
  ['go', '`go` has no path: write go:PATH.\n'],
  ['python:', '`python:` has no path: write python:PATH.\n'],
  ['python:/no/such', 'The SDK python:/no/such cannot be used: /no/such does not exist.\n'],
  ['exec:/no/such', 'The SDK exec:/no/such cannot be used: /no/such does not exist.\n'],
])('--sdk %s is one sentence and exit code 2, and nothing is checked', async (spec, message) => {
  const { code, out, err } = await runMain(['traffic', '--json', '--sdk', fake, '--sdk', spec, valid]);
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: message });
});

test('a folder without an SDK for Python is one sentence', async () => {
  const { err } = await runMain(['traffic', '--sdk', `python:${folder}`, valid]);
  expect(err).toMatch(/^The SDK python:\S+ cannot be used: [^\n]+\.\n$/);
});
