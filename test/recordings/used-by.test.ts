import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { limitText, limitToClient, withClient } from '../../src/assess/used-by.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { readUsedBy } from '../../src/recordings/used-by.js';
import { reportOfAll } from '../assess/all-changes.js';
import { runMain } from '../cli/run-main.js';
import { finding, report, result } from '../report/sample-report.js';

const catalogue = loadCatalogue();
const user = '00u1a2b3c4d5e6f7g8h9';

function fileWith(content: string | Buffer, name = 'client.txt'): string {
  const folder = mkdtempSync(join(tmpdir(), 'used-by-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** A line of NDJSON. */
function exchange(method: string, path: string, bodies: { sent?: unknown; received?: unknown } = {}): string {
  const url = `https://acme.okta.com${path}`;
  return JSON.stringify({
    id: path,
    request: { method, url, body: bodies.sent },
    response: { status: 200, headers: { 'content-type': 'application/json' }, body: bodies.received ?? {} },
  });
}

const har = JSON.stringify({
  log: {
    version: '1.2',
    entries: [
      {
        request: { method: 'GET', url: `https://acme.okta.com/api/v1/users/${user}`, headers: [] },
        response: { status: 200, headers: [], content: { mimeType: 'application/json', text: '{}' } },
      },
    ],
  },
});
const cassette = `---
version: 2
interactions:
- id: 0
  request:
    method: GET
    url: https://acme.okta.com/api/v1/users/${user}
    body: ""
  response:
    status: 200 OK
    code: 200
    headers:
      Content-Type: [application/json]
    body: '{}'
`;

test.each([
  ['a list of operations', `# one user\nGET /api/v1/users/{userId}\r\n\r\nget /api/v1/users/${user} # the same\n`],
  ['a HAR file', har],
  ['a gzipped HAR file', gzipSync(har)],
  ['a cassette', cassette],
  ['NDJSON', exchange('GET', `/api/v1/users/${user}`)],
])('the operations are read from %s', async (_, content) => {
  const used = await readUsedBy(fileWith(content, 'client.har'), catalogue);
  expect(used).toMatchObject({ file: 'client.har', operations: ['GET /api/v1/users/{id}'], unreadable: 0 });
});

test('the operations are read from the report of checked traffic', async () => {
  const called = { operation: 'GET /api/v1/users' as const, count: 3, changes: [], requests: [], removed: [] };
  const client = { calls: 4, operations: [called], withoutContract: [{ call: 'GET /api/v1/groups', count: 1 }] };
  const file = fileWith(JSON.stringify(report([result('GET /api/v1/users')], { client })), 'report.json');
  expect(await readUsedBy(file, catalogue)).toMatchObject({ operations: ['GET /api/v1/users'], withoutContract: 1 });
});

test('calls that have no contract are counted, and so are entries that cannot be read', async () => {
  const lines = [
    exchange('GET', '/api/v1/users'),
    exchange('GET', '/api/v1/rooms/1'),
    exchange('GET', '/api/v1/rooms/2'),
    '{',
  ];
  expect(await readUsedBy(fileWith(lines.join('\n')), catalogue)).toMatchObject({
    operations: ['GET /api/v1/users'],
    withoutContract: 1,
    unreadable: 1,
  });
  const list = fileWith('GET /api/v1/users\nGET /oauth2/v1/userinfo\n');
  expect(await readUsedBy(list, catalogue)).toMatchObject({ operations: ['GET /api/v1/users'], withoutContract: 1 });
});

test('a property that requests no longer accept is unused if no request contains it', async () => {
  const hook = 'POST /api/v1/inlineHooks';
  const removed = `${hook}: removed /metadata in requests`;
  const unusedIn = async (...sent: unknown[]) => {
    const lines = sent.map((body) => exchange('POST', '/api/v1/inlineHooks', { sent: body }));
    return (await readUsedBy(fileWith(lines.join('\n')), catalogue)).unusedChanges;
  };
  expect(await unusedIn({ name: 'a' })).toContain(removed);
  expect(await unusedIn({ name: 'a' }, { name: 'a', metadata: {} })).not.toContain(removed);
  // Without a body nothing is known.
  expect(await unusedIn(undefined)).not.toContain(removed);
});

test('a removed property of a response counts as used: the recorded org may have removed it', async () => {
  const file = fileWith(exchange('GET', '/.well-known/okta-organization', { received: { id: 'x' } }));
  expect((await readUsedBy(file, catalogue)).unusedChanges).toEqual([]);
});

test.each([
  [
    'an unknown operation',
    'GET /api/v1/userss\n',
    /line 1, is not an operation of Okta's API: did you mean GET \/api\/v1\/users\?$/,
  ],
  [
    'other text',
    'hello\n',
    /does not show what a client calls \(line 1: it is not JSON.*\): name a HAR file, a cassette/,
  ],
  ['an empty file', '', /is empty\.$/],
  [
    'the report of a run',
    JSON.stringify(report([result('GET /api/v1/users')])),
    /name a report of `gateway` or `traffic`\.$/,
  ],
])('%s is reported in one sentence', async (_, content, message) => {
  await expect(readUsedBy(fileWith(content), catalogue)).rejects.toMatchObject({
    code: 'INPUT',
    message: expect.stringMatching(message),
  });
});

const whole = reportOfAll(catalogue, () => 'applied');
const clientOf = (...operations: (typeof whole.operations)[number]['operation'][]) => ({
  file: 'client.har',
  operations,
  unusedChanges: [],
  withoutContract: 0,
  unreadable: 0,
});

test('a limited report has the groups and operations of the client only, and counts the others', () => {
  const limited = limitToClient(withClient(whole, clientOf('GET /api/v1/users')));
  expect(limited.operations.map(({ operation }) => operation)).toEqual(['GET /api/v1/users']);
  for (const { operations, guide } of limited.groups) {
    expect(operations.map(({ operation }) => operation)).toEqual(['GET /api/v1/users']);
    expect(guide?.sdk.map(({ operation }) => operation)).toEqual(['GET /api/v1/users']);
  }
  expect(limited.groups.length).toBeGreaterThan(1);
  expect(limited.usedBy?.omitted.changes).toBe(whole.groups.length - limited.groups.length);
  expect(limited.run).toEqual(whole.run);
  expect(limited.coverage).toEqual(whole.coverage);
});

test('a change of a property that the client does not use is left out, and counted', () => {
  const [type] = whole.operations.flatMap(({ operation, changes }) =>
    operation === 'GET /api/v1/users' ? changes.filter(({ change }) => change.pointer === '?expand') : [],
  );
  const unusedChanges = [type?.change.id ?? ''];
  const all = limitToClient(withClient(whole, clientOf('GET /api/v1/users')));
  const fewer = limitToClient(withClient(whole, { ...clientOf('GET /api/v1/users'), unusedChanges }));
  expect(fewer.groups).toHaveLength(all.groups.length - 1);
  expect(fewer.usedBy?.omitted.changes).toBe((all.usedBy?.omitted.changes ?? 0) + 1);
});

const broken = 'GET /api/v1/behaviors';
const failed = report([
  result('GET /api/v1/users'),
  result(broken, {
    outcome: { kind: 'verified', verdict: 'violation' },
    findings: [finding(broken, { level: 'violation' })],
  }),
]);

test('a failure that is not shown still fails the run, and the text says so', () => {
  const limited = limitToClient(withClient(failed, clientOf('GET /api/v1/users')));
  expect(limited.run.passed).toBe(false);
  expect(limitText(limited)).toBe(
    'Limited to the 1 operation that the client of client.har calls: 0 changes and 1 finding of what it does not use are not shown. 1 of these findings fails the run: the verdict is that of the whole run.',
  );
  expect(limitText(failed)).toBeUndefined();
});

test('report shows only what the client uses, and its exit code is that of the whole run', async () => {
  const saved = fileWith(JSON.stringify(failed), 'report.json');
  const list = fileWith('GET /api/v1/users\n');
  const out = fileWith('', 'out').replace(/out$/, 'reports');
  const { code, out: shown } = await runMain(['report', saved, '--used-by', list, '--out', out]);
  expect(code).toBe(1);
  expect(shown).toContain('Limited to the 1 operation that the client of client.txt');
  expect(shown).not.toContain(broken);
  // The saved report contains the whole run and the client.
  const again = await runMain(['report', join(out, 'report.json')]);
  expect(again.out).toBe(shown);
});

test('compare shows only what the client uses, and its exit code is that of the whole comparison', async () => {
  const left = fileWith(JSON.stringify(failed), 'left.json');
  const right = fileWith(JSON.stringify(report([result('GET /api/v1/users'), result(broken)])), 'right.json');
  const list = fileWith('GET /api/v1/users\n');
  const { code, out: shown } = await runMain(['compare', '--left', left, '--right', right, '--used-by', list]);
  expect(shown).toMatch(
    /^Limited to the 1 operation that the client of client\.txt calls: 1 change or\s+finding and 1 operation/,
  );
  expect(shown).not.toContain(broken);
  expect(code).toBe(1);
});
