import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readReport } from '../../src/assess/read.js';
import { runMain } from '../cli/run-main.js';

const metadata = {
  id: '00o0a1b2c3d4e5f6g7h8',
  pipeline: 'idx',
  cell: 'ok0',
  _links: { organization: { href: 'https://org.example.com' } },
};
const headers = { 'content-type': 'application/json' };

function exchange(id: string, body: unknown, url = 'https://org.example.com/.well-known/okta-organization') {
  return JSON.stringify({ id, request: { method: 'GET', url }, response: { status: 200, headers, body } });
}

const kept = exchange('kept', metadata);
const broken = exchange('broken', { ...metadata, id: 7 });
const stale = exchange('stale', { ...metadata, settings: { omEnabled: false } });
const foreign = exchange('foreign', {}, 'https://org.example.com/somewhere/else');

const foreignTo = (n: number) =>
  exchange('foreign', {}, `https://org.example.com${'/groups'.repeat((n % 12) + 1)}/users/00u0a1b2c3d4e5f6g7h8`);

const traffic = (args: string[], standardInput?: string | Buffer) => runMain(['traffic', ...args], standardInput);

function lines(out: string): { id: string; verdict: string; operation: string | null; findings: unknown[] }[] {
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function fileOf(content: string | Buffer, name = 'traffic.ndjson'): string {
  const folder = mkdtempSync(join(tmpdir(), 'traffic-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe('requests', () => {
  const url = 'https://org.example.com/api/v1/behaviors/1';
  const error = {
    errorCode: 'E0000001',
    errorSummary: 'Api validation failed',
    errorLink: 'E0000001',
    errorId: 'oae1',
    errorCauses: [],
  };
  const put = (body: unknown, status = 400) =>
    JSON.stringify({ id: '1', request: { method: 'PUT', url, body }, response: { status, headers, body: error } });

  test('have a verdict of their own, and explain a response with status 400', async () => {
    const { out } = await traffic(
      ['--json', '-'],
      `${put({ nonsense: true })}\n${put({ name: 'x', type: 'VELOCITY' })}\n${kept}\n`,
    );
    expect(lines(out)).toMatchObject([
      {
        verdict: 'pass',
        request: 'rejected',
        findings: [{ kind: 'request' }, { kind: 'request' }, { kind: 'request', level: 'notice' }],
      },
      {
        request: 'accepted',
        findings: [{ kind: 'request', message: 'The org refused a request that the contract accepts (400 E0000001)' }],
      },
      { verdict: 'pass', findings: [] },
    ]);
    expect(lines(out)[2]).not.toHaveProperty('request');
  });

  test('do not change the exit code, and are shown with their operation', async () => {
    const { code, out } = await traffic(['-'], `${put({ type: 'VELOCITY' })}\n${kept}\n`);
    expect(code).toBe(0);
    expect(out).toContain('  1  PUT /api/v1/behaviors/{behaviorId}: refused /name: Missing required\n');
    expect(out).toMatch(/^PASSED {2}1 of 1 verified operation matches /);
    const full = await traffic(['--full', '-'], `${put({ type: 'VELOCITY' })}\n${kept}\n`);
    expect(full.out).toMatch(
      /PUT \/api\/v1\/behaviors\/\{behaviorId\} {2}\(0 checked\)\n {2}. request \/name: Missing required property `name`/,
    );
  });
});

describe('exit codes', () => {
  test('0 if every response matches its contract; operations without a contract do not matter', async () => {
    expect((await traffic(['--json', '-'], `${kept}\n${foreign}\n`)).code).toBe(0);
  });

  test.each([
    ['broken', broken],
    ['stale', stale],
  ])('1 if one response is %s', async (_, line) => {
    expect((await traffic(['--json', '-'], `${kept}\n${line}\n`)).code).toBe(1);
  });

  test('3 if no operation has a contract: a check without a result does not pass', async () => {
    const { code, err, out } = await traffic(['--json', '-'], `${foreign}\n${foreign}\n`);
    expect(code).toBe(3);
    expect(err).toBe('Nothing was checked: none of 2 exchanges matches an operation with a contract.\n');
    expect(lines(out).map(({ verdict }) => verdict)).toEqual(['unmatched', 'unmatched']);
  });

  test('3 if there is no exchange', async () => {
    const { code, err } = await traffic(['-'], '\n\n');
    expect(code).toBe(3);
    expect(err).toBe('Nothing was checked: none of 0 exchanges matches an operation with a contract.\n');
  });
});

describe('accepted findings', () => {
  const operation = 'GET /.well-known/okta-organization';
  const waived = (more: object = {}) =>
    fileOf(
      JSON.stringify({
        waivers: [{ operation, pointer: '/settings', reason: 'not read', owner: 'us', expires: '2999-01-01', ...more }],
      }),
      'waivers.json',
    );

  test('a waiver accepts one finding only', async () => {
    const { code, out } = await traffic(['--waivers', waived(), '-'], stale);
    expect(code).toBe(0);
    expect(out).not.toContain('~ ');
    expect(out).toMatch(/\nWaived {5}1 finding\n/);
    expect(out).toContain('\nPASSED  0 of 1 verified operation matches 2025.08.0; 1 differs but passes.\n');
    const both = await traffic(['--waivers', waived(), '-'], `${stale}\n${broken}`);
    expect(both.code).toBe(1);
    expect(both.out).toMatch(/✗ `id` in .*\n {4}\[[0-9a-f]{16}\]\n/);
    expect(both.out).not.toContain('~ ');
  });

  test.each([
    ['is over', { expires: '2026-01-31' }, stale, 'expired on 2026-01-31'],
    ['matches nothing any more', {}, kept, 'no longer matches a finding'],
  ])('a waiver that %s fails the check', async (_, more, line, said) => {
    const { code, out } = await traffic(['--waivers', waived(more), '-'], line);
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`Waiver ${operation} /settings ${said} (us: not read)`);
  });

  test('a baseline accepts the findings of an earlier check', async () => {
    const out = dirname(fileOf(''));
    expect((await traffic(['--out', out, '-'], stale)).code).toBe(1);
    const baseline = ['--baseline', join(out, 'report.json'), '-'];
    const again = await traffic(baseline, stale);
    expect([again.code, again.out.match(/Baseline .*/)?.[0].replace(/, \d{4}-\d\d-\d\d:/, ':')]).toEqual([
      0,
      'Baseline   recorded traffic: 0 new findings, 1 known, 0 resolved',
    ]);
    expect((await traffic(baseline, `${stale}\n${broken}`)).code).toBe(1);
  });

  test('the settings of a run apply', async () => {
    vi.stubEnv('OKTA_CONTRACTS_STALE', 'warn');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect((await traffic(['-'], stale)).code).toBe(0);
    expect((await traffic(['-'], broken)).code).toBe(1);
  });
});

describe('--json', () => {
  test('prints one line per exchange, in the order of the recording', async () => {
    const { out, err } = await traffic(['--json', '-'], [kept, '', foreign, stale, broken].join('\n'));
    expect(err).toBe('');
    expect(lines(out).map(({ id, verdict, operation }) => [id, verdict, operation])).toEqual([
      ['kept', 'pass', 'GET /.well-known/okta-organization'],
      ['foreign', 'unmatched', null],
      ['stale', 'stale', 'GET /.well-known/okta-organization'],
      ['broken', 'violation', 'GET /.well-known/okta-organization'],
    ]);
  });

  test('prints kind, level, pointer and message of each finding', async () => {
    const { out } = await traffic(['--json', '-'], broken);
    expect(lines(out)[0]?.findings).toEqual([
      expect.objectContaining({
        kind: 'type',
        level: 'violation',
        pointer: '/id',
        message: 'Expected string, got a number',
      }),
    ]);
  });

  test('prints the most severe finding first', async () => {
    const { out } = await traffic(
      ['--json', '-'],
      exchange('x', { ...metadata, pipeline: 'NEW', settings: {}, id: 7 }),
    );
    expect(lines(out)[0]?.findings.map((finding) => (finding as { level: string }).level)).toEqual([
      'violation',
      'stale',
      'notice',
    ]);
  });

  test('prints no value of a response', async () => {
    const { out } = await traffic(['--json', '-'], exchange('x', { ...metadata, cell: 'alice@example.com', id: null }));
    expect(lines(out)[0]?.verdict).toBe('violation');
    expect(out).not.toContain('alice');
  });
});

describe('text output', () => {
  test('the verdict comes first, then what the client does, what changed or is broken, the totals, and the verdict again', async () => {
    const { out } = await traffic(['-'], [kept, broken, broken, foreign].join('\n'));
    expect(out.split('\n')).toEqual([
      'FAILED  1 of 1 operation does not match 2025.08.0.',
      '        Fails: `id` in GET /.well-known/okta-organization: Expected string, got',
      '        a number',
      expect.stringMatching(/^ {8}Migrated 0 · neither edition 1 · unknown \d+$/),
      '',
      'Client: 4 requests: 3 to 1 operation with a contract, 1 without.',
      'Changed in 2025.08.0: 1 of 1 called operation',
      '  3  GET /.well-known/okta-organization: removed /settings',
      'Without a contract: 1 call of 1 operation',
      '  1  GET /{id}/{id}',
      '',
      'Broken: 1 finding, 1 failing the run',
      '  ✗ `id` in GET /.well-known/okta-organization: Expected string, got a number',
      '    [dbf4314d17ea9f87]',
      '',
      'Breaks existing code, applied: 1 change',
      '  - `settings` removed from GET /.well-known/okta-organization',
      '',
      expect.stringMatching(/^1 broken · 1 breaking and applied · 0 breaking, not applied · \d+ not verified$/),
      '3 of 4 exchanges checked, 1 operation: 1 passed, 0 stale, 2 with violations; 1',
      '  without a contract.',
      expect.stringMatching(/^Coverage: 1 of \d+ operations\.$/),
      '',
      '→ --full shows each operation, with evidence and advice.',
      '',
      'FAILED  1 of 1 operation does not match 2025.08.0.',
      '',
    ]);
  });

  test('--full shows the findings below their operation, with their evidence', async () => {
    const { out } = await traffic(['--full', '-'], [kept, broken, broken].join('\n'));
    const shown = out.split('\n');
    const start = shown.indexOf('GET /.well-known/okta-organization  (3 checked)');
    expect(shown.slice(start, start + 6)).toEqual([
      'GET /.well-known/okta-organization  (3 checked)',
      '  Note: `settings` was removed in 2025.08.0 but is still returned by all',
      '    recorded orgs.',
      '  ✗ type /id: Expected string, got a number (2 times)',
      expect.stringMatching(/^ {4}Evidence: documented, and in \d+ of \d+ recorded responses from 3 orgs$/),
      '    contracts/org-metadata/org-metadata.schema.json#/properties/id/type  [dbf4314d17ea9f87]',
    ]);
    expect(out).toMatch(/\nChanges: 1 applied, 0 not applied, \d+ not observable\.\n/);
  });

  test('long traffic fits on one screen, with the verdict first and last', async () => {
    const all = [kept, broken, stale, foreign, ...Array.from({ length: 60 }, (_, i) => foreignTo(i))];
    const { code, out } = await traffic(['-'], all.join('\n'));
    expect((await traffic(['--summary', '-'], all.join('\n'))).out).toBe(out);
    const shown = out.trimEnd().split('\n');
    expect(code).toBe(1);
    expect(shown.length).toBeLessThanOrEqual(40);
    expect(shown.filter((line) => [...line].length > 80)).toEqual([]);
    expect([shown[0], shown.at(-1)]).toEqual(Array(2).fill(expect.stringMatching(/^FAILED {2}1 of 1 .* not match/)));
    expect(out).toContain('Removed in 2025.08.0 and still received: 1 property');
    expect(out).toMatch(/Without a contract: 61 calls of \d+ operations\n/);
    expect(out).toMatch(/\nBroken: 1 finding, 1 failing the run\n {2}✗ `id` in GET /);
    expect(out).toMatch(
      /\nBreaks existing code, not applied yet: 1 change, 1 failing the run\n {2}~ `settings` removed/,
    );
  });

  test('an entry that cannot be read fails the check', async () => {
    const { code, out } = await traffic(['-'], `nonsense\n${kept}\n`);
    expect([code, out.split('\n')[0]]).toEqual([2, 'FAILED  1 entry could not be read.']);
    expect((await traffic(['-'], kept)).out).toMatch(/^PASSED {2}1 of 1 verified operation matches/);
  });

  test('the help explains usage and exit codes', async () => {
    const { code, out } = await traffic(['--help']);
    expect(code).toBe(0);
    expect(out).toContain(
      'Exit code: 0 no violations, 1 violations, 2 an entry could not be read (takes\nprecedence over 0 and 1), 3 nothing was verified.',
    );
  });
});

describe('recordings', () => {
  test('several files are read in order, gzipped or not', async () => {
    const { out } = await traffic(['--json', fileOf(kept), fileOf(gzipSync(`${broken}\r\n`), 'b.ndjson.gz')]);
    expect(lines(out).map(({ id }) => id)).toEqual(['kept', 'broken']);
  });

  test.each<[string, string, string]>([
    ['is not JSON', 'nonsense', 'it is not JSON: each line must be one exchange.'],
    [
      'has no status',
      '{"request": {"method": "GET", "url": "/"}}',
      'it has no response.status: an exchange needs request.method, request.url and response.status.',
    ],
    ...[0, -1, 99, 600, 200.5].map((status): [string, string, string] => [
      `has the status ${status}`,
      kept.replace('"status":200', `"status":${status}`),
      'it has no response.status: an exchange needs request.method, request.url and response.status.',
    ]),
  ])('a line that %s is reported with its place, and the rest is read', async (_, line, sentence) => {
    const file = fileOf(`${kept}\n\n${line}\n${kept}\n`);
    const { code, out, err } = await traffic(['--json', file]);
    expect(err).toBe(`${file}, line 3: ${sentence}\n`);
    expect(lines(out)).toHaveLength(2);
    expect(code).toBe(2);
  });

  test('exit code 2 if an exchange could not be read; findings of the others are printed', async () => {
    const { code, out } = await traffic(['-'], `nonsense\n${broken}\n`);
    expect([code, out.includes('✗ `id`')]).toEqual([2, true]);
    expect((await traffic(['-'], 'nonsense')).err).toBe(
      'standard input, line 1: it is not JSON: each line must be one exchange.\n',
    );
  });

  test('the files of a folder and its subfolders are read', async () => {
    const folder = dirname(fileOf(kept));
    writeFileSync(join(folder, 'notes.txt'), 'no recording');
    mkdirSync(join(folder, 'deeper'));
    writeFileSync(join(folder, 'deeper', 'more.ndjson'), broken);
    const { out } = await traffic(['--json', folder]);
    expect(lines(out).map(({ id }) => id)).toEqual(['broken', 'kept']);
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect((await traffic([empty])).err).toMatch(/empty has no recordings: name a folder with/);
  });

  test('it writes the same reports as a run', async () => {
    const folder = dirname(fileOf(broken));
    await traffic([folder, '--out', join(folder, 'out')]);
    const report = readReport(join(folder, 'out/report.json'));
    expect(report.coverage).toMatchObject({ selected: 1, verified: 1, verdicts: { violation: 1 } });
    expect(report.run.reasons).toEqual(['1 of 1 operation does not match 2025.08.0']);
    expect(report.client).toMatchObject({ calls: 1, operations: [{ count: 1 }], withoutContract: [] });
    expect(readFileSync(join(folder, 'out/report.md'), 'utf8')).toContain('## What the client does');
    expect(readFileSync(join(folder, 'out/index.html'), 'utf8')).toContain('recorded traffic');
  });

  test('a missing file is reported', async () => {
    const { code, err } = await traffic(['/no/such/file.ndjson']);
    expect(code).toBe(2);
    expect(err).toBe('/no/such/file.ndjson cannot be read: name a file that exists.\n');
  });

  test('a gzipped file is detected by its content, and a damaged one is reported in one sentence', async () => {
    expect((await traffic([fileOf(kept, 'plain.ndjson.gz')])).code).toBe(0);
    expect((await traffic([fileOf(gzipSync(kept), 'packed.ndjson')])).code).toBe(0);
    const whole = gzipSync(`${kept}\n`.repeat(2000));
    const file = fileOf(whole.subarray(0, whole.length - 20), 'cut.ndjson.gz');
    const { code, err } = await traffic([file]);
    expect(code).toBe(2);
    expect(err.startsWith(`${file} cannot be read: `)).toBe(true);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

test.each([
  [[], 'Missing required argument `file`. See --help.'],
  [
    ['--format', 'xml', '-'],
    'Option `--format <format>` argument `xml` is invalid. Allowed choices are auto, ndjson, har, go-vcr, vcrpy, wiremock. See --help.',
  ],
])('the arguments %j are refused with one sentence', async (args, sentence) => {
  expect(await traffic(args)).toEqual({ code: 2, out: '', err: `${sentence}\n` });
});

test('the error for an unknown option mentions the help', async () => {
  const { code, err } = await traffic(['--colour', '-']);
  expect(code).toBe(2);
  expect(err).toBe('Unknown option `--colour`. See --help.\n');
});

test('pages of a list that were recorded one after another are compared', async () => {
  const page = (id: string, path: string, link: string[]) =>
    JSON.stringify({
      id,
      request: { method: 'GET', url: `https://org.example.com${path}` },
      response: { status: 200, headers: { ...headers, link }, body: [{ id: '00u0a1b2c3d4e5f6g7h8' }] },
    });
  const next = ['<https://org.example.com/api/v1/users?after=1&limit=1>; rel="next"'];
  const recorded = [page('one', '/api/v1/users?limit=1', next), page('two', '/api/v1/users?after=1&limit=1', [])];
  const { out } = await traffic(['--json', fileOf(recorded.join('\n'))]);
  const paging = lines(out).map(({ findings }) =>
    findings.filter((finding) => (finding as { kind: string }).kind === 'paging'),
  );
  expect(paging).toEqual([
    [],
    [expect.objectContaining({ level: 'violation', pointer: '/*', message: 'An item of an earlier page is repeated' })],
  ]);
});
