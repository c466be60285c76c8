import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runMain } from '../cli/run-main.js';

const metadata = {
  id: '00o0a1b2c3d4e5f6g7h8',
  pipeline: 'idx',
  cell: 'ok0',
  _links: { organization: { href: 'https://org.example.com' } },
};
const request = { method: 'GET', url: '/.well-known/okta-organization' };
const headers = { 'Content-Type': 'application/json' };
const mapping = (response: object, matched: object = request) => ({
  request: matched,
  response: { headers, ...response },
});
const kept = mapping({ status: 200, jsonBody: metadata });
const operation = 'GET /.well-known/okta-organization';

/** The root folder of a WireMock server with these files. */
function rootWith(files: Record<string, string | Buffer | object>): string {
  const root = mkdtempSync(join(tmpdir(), 'wiremock-test-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    const isText = typeof content === 'string' || Buffer.isBuffer(content);
    writeFileSync(join(root, name), isText ? content : JSON.stringify(content, null, 2));
  }
  return root;
}

/** Checks files. Returns the exit code, the checked operations with their verdicts, and the messages. */
async function check(root: string, ...names: string[]) {
  const paths = names.length === 0 ? [root] : names.map((name) => join(root, name));
  const { code, out, err } = await runMain(['traffic', '--json', ...paths]);
  const lines = out.split('\n').filter((line) => line !== '');
  const checked = lines.map((line) => JSON.parse(line)).map(({ operation: of, verdict }) => `${of} ${verdict}`);
  return {
    code,
    checked,
    said: err
      .replaceAll(`${root}/`, '')
      .split('\n')
      .filter((line) => line !== ''),
  };
}

describe('WireMock mappings are detected and read', () => {
  test.each<[string, string | object]>([
    ['a mapping', kept],
    ['a mapping in one line', JSON.stringify(kept)],
    ['a mapping whose response is a text', mapping({ body: JSON.stringify(metadata) })],
    ['a list', { mappings: [kept], meta: { total: 1 } }],
    ['a list in one line', JSON.stringify({ meta: { total: 1 }, mappings: [kept] })],
    ['a gzipped mapping', gzipSync(JSON.stringify(kept))],
  ])('%s', async (_, content) => {
    expect(await check(rootWith({ 'a.json': content }), 'a.json')).toEqual({
      code: 0,
      checked: [`${operation} pass`],
      said: [],
    });
  });

  test('a line of NDJSON with a path as URL is not a mapping', async () => {
    const line = JSON.stringify({ request, response: { status: 200, headers, body: metadata } });
    expect((await check(rootWith({ 'a.json': line }), 'a.json')).checked).toEqual([`${operation} pass`]);
  });

  test('the root folder of a server: all mappings, and the bodies that they name', async () => {
    const { settings, ...body } = { ...metadata, settings: {} };
    const named = (bodyFileName: string) => mapping({ status: 200, bodyFileName });
    const root = rootWith({
      'mappings/a.json': named('a.json'),
      'mappings/deeper/b.json': { mappings: [named('deeper/b.json'), kept] },
      '__files/a.json': { ...body, settings },
      '__files/deeper/b.json': gzipSync(JSON.stringify(body)),
    });
    // The bodies themselves are no recordings.
    expect(await check(root)).toEqual({
      code: 1,
      checked: [`${operation} stale`, `${operation} pass`, `${operation} pass`],
      said: [],
    });
  });

  test('the paths, queries, headers and bodies that mappings can have', async () => {
    const users = { urlPath: '/api/v1/users', queryParameters: { limit: { equalTo: '1' }, q: { matches: '.*' } } };
    const root = rootWith({
      'a.json': {
        mappings: [
          mapping({ status: 200, jsonBody: [] }, { method: 'GET', ...users }),
          mapping({ status: 204 }, { method: 'delete', urlPathTemplate: '/api/v1/groups/{groupId}' }),
          mapping({ base64Body: Buffer.from(JSON.stringify(metadata)).toString('base64') }),
          mapping({ jsonBody: metadata, headers: { 'content-type': ['application/json'], x: { toString: 1 } } }),
          mapping({ status: 200, body: 'text', transformers: ['response-template'] }),
        ],
      },
    });
    expect((await check(root, 'a.json')).checked).toEqual([
      'GET /api/v1/users pass',
      'DELETE /api/v1/groups/{groupId} pass',
      `${operation} pass`,
      `${operation} pass`,
      `${operation} violation`,
    ]);
  });

  test('the format can be named', async () => {
    const root = rootWith({
      'a.json': `{"name": "x", "request": ${JSON.stringify(request)}, "response": {"status": 404}}`,
    });
    const { out, code } = await runMain(['traffic', '--json', '--format', 'wiremock', join(root, 'a.json')]);
    expect([code, JSON.parse(out).operation]).toEqual([3, operation]);
  });
});

describe('a mapping that is no exchange is reported in one sentence, and the others are read', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  test.each<[string, string | object, string]>([
    [
      'a pattern',
      mapping({}, { method: 'GET', urlPathPattern: '/secret/.*' }),
      'its URL is a pattern, which is no request: set request.urlPath to a path that it matches',
    ],
    [
      'a pattern with a query',
      mapping({}, { method: 'GET', urlPattern: '/secret.*' }),
      'its URL is a pattern, which is no request: set request.urlPath to a path that it matches',
    ],
    ['any URL', mapping({}, { method: 'GET' }), 'it has no path: set request.url or request.urlPath, beginning with /'],
    [
      'a URL that is a list',
      mapping({}, { method: 'GET', url: ['secret'] }),
      'it has no path: set request.url or request.urlPath, beginning with /',
    ],
    ['any method', mapping({}, { method: 'ANY', url: '/secret' }), 'it has no method of its own: set request.method'],
    ['no method', mapping({}, { url: '/secret' }), 'it has no method of its own: set request.method'],
    ['an invalid status', mapping({ status: 'secret' }), 'it has no HTTP status'],
    ['a proxy', mapping({ proxyBaseUrl: 'https://secret' }), 'it has no response of its own, but a proxy or a fault'],
    ['a fault', mapping({ fault: 'EMPTY_RESPONSE' }), 'it has no response of its own, but a proxy or a fault'],
    [
      'a template',
      mapping({ body: '{{secret}}', transformers: ['response-template'] }),
      'its body is a template: its values are not known',
    ],
    [
      'a body file that does not exist',
      mapping({ bodyFileName: 'secret.json' }),
      'its body file cannot be read from the folder __files',
    ],
    [
      'a body file with a zero byte',
      mapping({ bodyFileName: 'a\0b' }),
      'its body file cannot be read from the folder __files',
    ],
    [
      'a body file outside of the folder',
      mapping({ bodyFileName: '../mappings/a.json' }),
      'its body file is outside the folder __files',
    ],
    [
      'an absolute body file',
      mapping({ bodyFileName: '../../../../../../../../etc/passwd' }),
      'its body file is outside the folder __files',
    ],
    [
      'a link that leaves the folder',
      mapping({ bodyFileName: 'link.json' }),
      'its body file is outside the folder __files',
    ],
    ['a folder in a link', mapping({ bodyFileName: 'linked/a.json' }), 'its body file is outside the folder __files'],
    ['a folder as body file', mapping({ bodyFileName: 'folder' }), 'its body file is not a file'],
    ['the folder itself as body file', mapping({ bodyFileName: '.' }), 'its body file is outside the folder __files'],
    ['a FIFO as body file', mapping({ bodyFileName: 'fifo' }), 'its body file is not a file'],
    ['a body file of 600 MB', mapping({ bodyFileName: 'large.json' }), 'its body is larger than 16 MB'],
    ['a gzip bomb as body file', mapping({ bodyFileName: 'bomb.json' }), 'its body is larger than 16 MB'],
    [
      'a body of 100,000 levels',
      JSON.stringify(mapping({ jsonBody: 'DEEP' })).replace('"DEEP"', deep),
      'its body is nested deeper than 200 levels',
    ],
    ['a text of 100,000 levels', mapping({ body: deep }), 'its body is nested deeper than 200 levels'],
    ['invalid JSON', '{"request": secret}', 'it is not valid JSON'],
    ['a number', '7', 'it has no method of its own: set request.method'],
  ])('%s', async (_, broken, sentence) => {
    const text = typeof broken === 'string' ? broken : JSON.stringify(broken);
    const root = rootWith({
      'mappings/a.json': `{"mappings": [\n${[JSON.stringify(kept), text, JSON.stringify(kept)].join(',\n')}\n]}`,
      '__files/folder/a.json': '{}',
      '__files/large.json': '',
      '__files/bomb.json': gzipSync(Buffer.alloc(64 * 1024 * 1024)),
    });
    symlinkSync('../mappings/a.json', join(root, '__files/link.json'));
    symlinkSync('../mappings', join(root, '__files/linked'));
    truncateSync(join(root, '__files/large.json'), 600 * 1024 * 1024);
    execFileSync('mkfifo', [join(root, '__files/fifo')]);
    const { code, checked, said } = await check(root, 'mappings');
    expect([code, said]).toEqual([2, [`mappings/a.json, entry 2 (line 3): ${sentence}.`]]);
    expect(checked).toHaveLength(2);
  });

  test.each<[string, string | Buffer, string]>([
    ['a list that ends in the middle', '{"mappings": [\n{"request"', 'after entry 0 (line 2): it ends in the middle'],
    [
      'no list',
      '{"mappings": 7, "x": {"jsonBody": 1}}',
      'entry 1 (line 1): it has no method of its own: set request.method',
    ],
    [
      'a mapping that is not UTF-8',
      Buffer.concat([Buffer.from('{"jsonBody": "'), Buffer.from([0xff, 0x22, 0x7d])]),
      'entry 1 (line 1): it is not valid UTF-8',
    ],
    [
      'a mapping of 40 MB',
      `{"jsonBody": "${'x'.repeat(40 * 1024 * 1024)}"}`,
      'entry 1 (line 1): it is larger than 32 MB',
    ],
    ['a mapping that is no JSON', '{"jsonBody": ', 'entry 1 (line 1): it is not valid JSON'],
  ])('%s', async (_, content, sentence) => {
    const { code, said } = await check(rootWith({ 'a.json': content }), 'a.json');
    expect([code, said]).toEqual([2, [`a.json, ${sentence}.`]]);
  });

  test('a body file of standard input', async () => {
    const { code, err } = await runMain(['traffic', '-'], JSON.stringify(mapping({ bodyFileName: 'a.json' })));
    expect([code, err]).toEqual([
      2,
      'standard input, entry 1 (line 1): its body is in a file, which standard input does not have.\n',
    ]);
  });
});
