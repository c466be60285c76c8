// @ts-nocheck
import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { checkRecorded } from '../../src/assess/check-recorded.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createCheck } from '../../src/contract/check.js';
import { createMatcher } from '../../src/contract/match.js';
import type { Exchange } from '../../src/domain/exchange.js';
import type { Entry } from '../../src/recordings/entry.js';
import { type Format, readRecording } from '../../src/recordings/read.js';
import { exchangeOf } from './exchange-of.js';

async function read(content: string | Buffer | Buffer[], format: Format = 'auto'): Promise<Entry[]> {
  const entries: Entry[] = [];
  const source = Readable.from(Array.isArray(content) ? content : [Buffer.from(content)], { objectMode: false });
  for await (const entry of readRecording(source, format)) entries.push(entry);
  return entries;
}

const said = (entries: Entry[]) =>
  entries.map((entry) =>
    entry.kind === 'fault'
      ? `${entry.place ?? 'the file'}: ${entry.fault}`
      : [entry.exchange.request.method, entry.exchange.response.status, entry.exchange.response.body],
  );

const url = 'https://org.example.com/api/v1/users';
const body = { id: '00u0a1b2c3d4e5f6g7h8', name: 'é' };
const text = JSON.stringify(body);

const goVcr1 = stringify({
  version: 1,
  interactions: [
    {
      request: { body: '', form: {}, headers: {}, url, method: 'GET' },
      response: { body: text, headers: { 'X-Many': ['a', 'b'] }, status: '200 OK', code: 200, duration: '1ms' },
    },
    { request: { body: '', url, method: 'DELETE' }, response: { body: '', headers: {}, code: 204 } },
  ],
});
const goVcr3 = `---\nversion: 2\ninteractions:\n${stringify([
  {
    id: 0,
    request: { proto: 'HTTP/1.1', url, method: 'GET', headers: {} },
    response: { body: text, code: 200, headers: {} },
  },
]).replace(/^/gm, '    ')}`;
const vcrpy = (content: string) =>
  `interactions:\n- request:\n    body: null\n    headers:\n      Accept:\n      - application/json\n    method: GET\n    uri: ${url}\n  response:\n    body:\n      string: ${content}\n    headers:\n      Content-Encoding:\n      - gzip\n      Link:\n      - <a>; rel="self"\n      - <b>; rel="next"\n    status:\n      code: 200\n      message: OK\nversion: 1\n`;
const har = (entries: unknown[]) => JSON.stringify({ log: { version: '1.2', creator: {}, pages: [], entries } });
const harEntry = (content: object, more: object = {}) => ({
  startedDateTime: '2026-11-24T06:00:00.000Z',
  request: { method: 'GET', url, headers: [] },
  response: { status: 200, headers: [{ name: 'Content-Type', value: 'application/json' }], content },
  ...more,
});

describe('each format is detected', () => {
  const get = ['GET', 200, body];
  test.each<[string, string | Buffer, unknown[]]>([
    ['go-vcr 1', goVcr1, [get, ['DELETE', 204, undefined]]],
    ['go-vcr 3', goVcr3, [get]],
    ['vcrpy, text', vcrpy(`'${text}'`), [get]],
    ['vcrpy, gzipped', vcrpy(`!!binary |\n        ${gzipSync(text).toString('base64')}`), [get]],
    [
      'vcrpy as JSON',
      JSON.stringify({
        version: 1,
        interactions: [
          {
            request: { method: 'GET', uri: url },
            response: {
              status: { code: 200 },
              headers: {},
              body: { base64_string: gzipSync(text).toString('base64') },
            },
          },
        ],
      }),
      [get],
    ],
    [
      'HAR',
      har([harEntry({ text }), harEntry({ text: Buffer.from(text).toString('base64'), encoding: 'base64' })]),
      [get, get],
    ],
    ['HAR, gzipped', gzipSync(har([harEntry({ text })])), [get]],
    ['NDJSON', JSON.stringify({ request: { method: 'get', url }, response: { status: 200, body } }), [get]],
    ['nothing', '', []],
  ])('%s', async (_, content, expected) => {
    expect(said(await read(content))).toEqual(expected);
  });
});

test('a repeated header keeps all its values', async () => {
  const [first] = await read(goVcr1);
  expect(first?.kind === 'exchange' && first.exchange.response.headers).toEqual({ 'x-many': ['a', 'b'] });
  const [second] = await read(vcrpy(`'${text}'`));
  expect(second?.kind === 'exchange' && second.exchange.response.headers.link).toEqual([
    '<a>; rel="self"',
    '<b>; rel="next"',
  ]);
});

test('characters that are split across two chunks are read', async () => {
  for (const content of [goVcr1, har([harEntry({ text })])]) {
    const bytes = Buffer.from(content);
    const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(i * 7, i * 7 + 7));
    expect(said(await read(chunks, content === goVcr1 ? 'go-vcr' : 'har'))[0]).toEqual(['GET', 200, body]);
  }
});

test('quotes and backslashes in strings do not end an entry, wherever chunks end', async () => {
  const odd = { name: 'a "\\" b \\', '[{': '}]', '"\\"': '\\\\"' };
  const bytes = Buffer.from(har([harEntry({ text: JSON.stringify(odd) }), harEntry({ text })]));
  for (let at = 1; at < bytes.length; at += 1)
    expect(said(await read([bytes.subarray(0, at), bytes.subarray(at)], 'har'))).toEqual([
      ['GET', 200, odd],
      ['GET', 200, body],
    ]);
});

describe('a broken entry is reported with its place, and the rest is read', () => {
  test.each<[string, string, unknown[]]>([
    [
      'an interaction without method',
      goVcr1.replace('method: GET', 'method: 7'),
      ['interaction 1 (line 3): it has no method', ['DELETE', 204, undefined]],
    ],
    [
      'an interaction that is no YAML',
      goVcr1.replace(/headers: \{\}\n(?= +url)/, 'headers: {\n'),
      [
        expect.stringMatching(/^interaction 1 \(line 3\): it is not valid YAML \(line \d+\)$/),
        ['DELETE', 204, undefined],
      ],
    ],
    [
      'an entry without its body',
      har([harEntry({ size: 100 }), harEntry({ text })]),
      ['entry 1 (line 1): its body was not recorded', ['GET', 200, body]],
    ],
    [
      'an entry without URL',
      har([harEntry({ text }, { request: { method: 'GET' } }), harEntry({ text })]),
      ['entry 1 (line 1): it has no URL', ['GET', 200, body]],
    ],
    [
      'headers that are none',
      har([{ ...harEntry({ text }), response: { status: 200, headers: [null, { name: 1 }, 'x'], content: { text } } }]),
      [['GET', 200, body]],
    ],
    [
      'an entry that is null',
      har([null, harEntry({ text })]),
      ['entry 1 (line 1): it has no method', ['GET', 200, body]],
    ],
    [
      'a HAR that was cut',
      har([harEntry({ text }), harEntry({ text })]).slice(0, -120),
      [['GET', 200, body], 'after entry 1 (line 1): it ends in the middle'],
    ],
    [
      'bytes that cannot be unpacked',
      vcrpy(`!!binary |\n        ${Buffer.from([0x1f, 0x8b, 1, 2]).toString('base64')}`),
      ['interaction 1 (line 2): its body cannot be unpacked'],
    ],
  ])('%s', async (_, content, expected) => {
    expect(said(await read(content))).toEqual(expected);
  });
});

const recordings = process.env.OKTA_CONTRACTS_RECORDINGS;

test.runIf(!recordings)('cassettes of real orgs are read where OKTA_CONTRACTS_RECORDINGS names their folder', () => {
  expect(recordings).toBeUndefined();
});

if (recordings) ofRealOrgs(recordings);

function ofRealOrgs(recordings: string): void {
  const catalogue = loadCatalogue();
  const match = createMatcher(catalogue);
  const check = createCheck(catalogue);
  const verdictOf = (exchange: Exchange): string => {
    const { verdict } = checkRecorded(exchange, match, check);
    const { method, url: address } = exchange.request;
    const found = verdict.findings.map(({ fingerprint, count }) => `${fingerprint} ${count}`);
    return JSON.stringify([method, address, exchange.response.status, verdict.operation, verdict.verdict, found]);
  };
  const folder = join(recordings, 'cassettes');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  const known = new Map<string, string[]>();
  for (const line of gunzipSync(readFileSync(join(recordings, 'real-orgs.ndjson.gz')))
    .toString()
    .trim()
    .split('\n')) {
    const { cassette } = JSON.parse(line) as { cassette: string };
    known.set(cassette, [...(known.get(cassette) ?? []), verdictOf(exchangeOf(line))]);
  }

  test.each(files)('%s is read to its end, with the verdicts of the same answers in NDJSON', async (file) => {
    const entries: Entry[] = [];
    for await (const entry of readRecording(createReadStream(join(folder, file)), 'auto')) entries.push(entry);
    const written = readFileSync(join(folder, file), 'utf8').match(/^ *(- )?request:$/gm)?.length;
    expect(entries.length).toBe(written);
    expect(entries.filter(({ kind }) => kind === 'fault')).toEqual([]);
    const verdicts = entries.flatMap((entry) => (entry.kind === 'exchange' ? [verdictOf(entry.exchange)] : []));
    const same = known.get(file.split('/')[1]?.replace('__', '/') ?? '') ?? [];
    expect(same.length).toBeGreaterThan(0);
    // The NDJSON omits some exchanges. The others have the same order.
    let at = 0;
    for (const verdict of same) {
      at = verdicts.indexOf(verdict, at) + 1;
      expect([verdict, at > 0]).toEqual([verdict, true]);
    }
  });
}
