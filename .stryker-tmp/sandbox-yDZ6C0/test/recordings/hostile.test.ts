// @ts-nocheck
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runMain } from '../cli/run-main.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const url = 'https://org.example.com/.well-known/okta-organization';
const metadata = {
  id: '00o0a1b2c3d4e5f6g7h8',
  pipeline: 'idx',
  cell: 'ok0',
  _links: { organization: { href: 'https://org.example.com' } },
};
const headers = { 'content-type': 'application/json' };
const exchange = (body: unknown) =>
  JSON.stringify({ request: { method: 'GET', url }, response: { status: 200, headers, body } });
const kept = exchange(metadata);
const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const megabyte = 1024 * 1024;

function harEntry(content: object): string {
  return JSON.stringify({
    request: { method: 'GET', url },
    response: { status: 200, headers: [{ name: 'Content-Type', value: 'application/json' }], content },
  });
}
const goodEntry = harEntry({ text: JSON.stringify(metadata) });
const har = (...entries: string[]) => `{"log": {"version": "1.2", "entries": [\n${entries.join(',\n')}\n]}}`;
const base64 = (bytes: Buffer) => ({ text: bytes.toString('base64'), encoding: 'base64' });

const interaction = (body: string) =>
  `- request:\n    method: GET\n    uri: ${url}\n  response:\n    body: ${body}\n    headers:\n      Content-Type: [application/json]\n    status: {code: 200}\n`;
const goodInteraction = interaction(`{string: '${JSON.stringify(metadata)}'}`);
const cassette = (...interactions: string[]) => `interactions:\n${interactions.join('')}version: 1\n`;

function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function fileOf(name: string, content: string | Buffer): string {
  const file = join(folderOf(), name);
  writeFileSync(file, content);
  return file;
}

/** A sparse file of zero bytes. */
function holedFile(name: string, before: string, megabytes: number, after: string): string {
  const file = fileOf(name, before);
  truncateSync(file, statSync(file).size + megabytes * megabyte);
  appendFileSync(file, after);
  return file;
}

/** Checks a file. Returns the exit code, the number of checked exchanges, and the messages. */
async function check(file: string): Promise<{ code: number; checked: number; said: string[] }> {
  const { code, out, err } = await runMain(['traffic', '--json', file]);
  const said = err.split('\n').filter((line) => line !== '');
  return { code, checked: out.split('\n').length - 1, said: said.map((line) => line.replace(file, 'FILE')) };
}

/** A gzip file that unpacks to 3.2 GB: it consists of many members. */
const bomb = () => Buffer.concat(Array<Buffer>(50).fill(gzipSync(Buffer.alloc(64 * megabyte))));

describe('an exchange that cannot be read is reported in one sentence with its place, and the others are read', () => {
  test.each<[string, () => string, string]>([
    [
      'JSON of 100,000 levels in a line',
      () => fileOf('a.ndjson', [kept, kept.replace('{"id"', `{"deep":${deep},"id"`), kept].join('\n')),
      'FILE, line 2: it has a body that is nested deeper than 200 levels.',
    ],
    [
      'a line of 600 MB',
      () => holedFile('a.ndjson', `${kept}\n`, 600, `\n${kept}\n`),
      'FILE, line 2: it is larger than 32 MB.',
    ],
    [
      'a body of 20 MB in a line',
      () => fileOf('a.ndjson', `${kept}\n${exchange([]).replace('[]', `[${'{},'.repeat(7_000_000)}{}]`)}\n${kept}`),
      'FILE, line 2: it has a body that is larger than 16 MB.',
    ],
    [
      'a line that is not UTF-8',
      () =>
        fileOf(
          'a.ndjson',
          Buffer.concat([Buffer.from(`${kept}\n`), Buffer.from([0x22, 0xff, 0x22, 0x0a]), Buffer.from(kept)]),
        ),
      'FILE, line 2: it is not valid UTF-8.',
    ],
    [
      'zero bytes in a line',
      () => fileOf('a.ndjson', `${kept}\n{"a": "\0"}\n${kept}`),
      'FILE, line 2: it is not JSON: each line must be one exchange.',
    ],
    [
      'an empty object, and headers that are objects',
      () =>
        fileOf(
          'a.ndjson',
          `${kept}\n{}\n${kept.replace('application/json"', 'application/json","x":{"toString":1},"y":[[[]]]')}`,
        ),
      'FILE, line 2: it has no request.method: an exchange needs request.method, request.url and response.status.',
    ],
    [
      'a body of 100,000 levels in a HAR',
      () => fileOf('a.har', har(goodEntry, harEntry({ text: deep }), goodEntry)),
      'FILE, entry 2 (line 3): its body is nested deeper than 200 levels.',
    ],
    [
      'a packed body of 3.2 GB in a HAR',
      () => fileOf('a.har', har(goodEntry, harEntry(base64(bomb())), goodEntry)),
      'FILE, entry 2 (line 3): its body is larger than 16 MB.',
    ],
    [
      'a body of 100 MB, packed with Brotli, in a HAR',
      () =>
        fileOf(
          'a.har',
          har(
            goodEntry,
            harEntry(base64(brotliCompressSync(Buffer.alloc(100 * megabyte)))).replace(
              '"headers":[',
              '"headers":[{"name":"Content-Encoding","value":"br"},',
            ),
            goodEntry,
          ),
        ),
      'FILE, entry 2 (line 3): its body is larger than 16 MB.',
    ],
    [
      'a string of 600 MB in a HAR',
      () => holedFile('a.har', har(goodEntry, '{"text": "').slice(0, -4), 600, `"},\n${goodEntry}]}}`),
      'FILE, entry 2 (line 3): it is larger than 32 MB.',
    ],
    [
      'an entry that is no JSON',
      () => fileOf('a.har', har(goodEntry, '{"secret": nonsense}', goodEntry)),
      'FILE, entry 2 (line 3): it is not valid JSON.',
    ],
    [
      'a HAR that ends in the middle',
      () => fileOf('a.har', har(goodEntry, goodEntry, goodEntry).slice(0, -20)),
      'FILE, after entry 2 (line 4): it ends in the middle.',
    ],
    [
      'too many aliases in a cassette',
      () => {
        const list = (name: string) => `[${Array(9).fill(name)}]`;
        const levels = [...'bcdefghij'].map((name, i) => `    ${name}: &${name} ${list(`*${'abcdefghi'[i]}`)}\n`);
        const aliases = `    a: &a ${list('x')}\n${levels.join('')}`.repeat(2);
        return fileOf('a.yaml', cassette(goodInteraction, `- request:\n${aliases}`, goodInteraction));
      },
      expect.stringMatching(/^FILE, interaction 2 \(line 10\): it is not valid YAML \(line \d+\)\.$/) as never,
    ],
    [
      'YAML of 100,000 levels',
      () => fileOf('a.yaml', cassette(goodInteraction, interaction(deep), goodInteraction)),
      'FILE, interaction 2 (line 10): it is not valid YAML (line 14).',
    ],
    [
      'an interaction of 600 MB',
      () => holedFile('a.yaml', cassette(goodInteraction, "- request: '").slice(0, -11), 600, `'\n${goodInteraction}`),
      'FILE, interaction 2 (line 10): its line 10 is larger than 32 MB.',
    ],
    [
      'zero bytes in a cassette',
      () => fileOf('a.yaml', cassette(goodInteraction, interaction('"\0"'), goodInteraction)),
      'FILE, interaction 2 (line 10): it is not valid YAML (line 14).',
    ],
    [
      'a name that is not known in a cassette',
      () => fileOf('a.yaml', cassette(goodInteraction, interaction('*secret'), goodInteraction)),
      'FILE, interaction 2 (line 10): it is not valid YAML (line 14).',
    ],
  ])('%s', { timeout: 20_000 }, async (_, make, sentence) => {
    const { code, checked, said } = await check(make());
    expect([code, said]).toEqual([2, [sentence]]);
    expect(checked).toBe(2);
  });

  test('200,000 keys in a cassette do not slow the check down', async () => {
    const keys = Array.from({ length: 200_000 }, (_, i) => `    k${i}: x\n`).join('');
    const started = Date.now();
    const { code } = await check(
      fileOf('a.yaml', cassette(goodInteraction.replace('    method', `${keys}    method`))),
    );
    expect(code).toBe(0);
    expect(Date.now() - started).toBeLessThan(5000);
  });

  test('20 errors of a file are printed and the others are counted', async () => {
    const { code, said } = await check(fileOf('a.ndjson', '\u0001\n'.repeat(100)));
    expect([code, said.length, said.at(-1)]).toEqual([2, 21, 'FILE: 80 more entries cannot be read.']);
  });

  test.each([
    ['an empty file', 'a.har', '', 'FILE is empty.'],
    [
      'a HAR without entries',
      'a.har',
      '{"log": {}}',
      'FILE, after entry 0 (line 1): it has neither log.entries nor interactions.',
    ],
    [
      'brackets that do not match',
      'a.har',
      '{"log": {}}]]',
      'FILE, after entry 0 (line 1): it closes more brackets than it opens.',
    ],
    [
      'a cassette without interactions',
      'a.yaml',
      '---\nsecret: 1\n',
      'FILE cannot be read: it has no list of interactions.',
    ],
  ])('%s', async (_, name, content, sentence) => {
    expect(await check(fileOf(name, content))).toEqual({ code: 2, checked: 0, said: [sentence] });
  });

  test('a damaged gzip and a file that does not exist do not hide other files', async () => {
    const damaged = gzipSync(kept);
    damaged.fill(0x55, 12);
    const files = [fileOf('a.gz', damaged), '/no/such/file', fileOf('b.ndjson', kept)];
    const { code, out, err } = await runMain(['traffic', '--json', ...files]);
    expect([code, out.split('\n').length - 1]).toEqual([2, 1]);
    expect(err).toBe(
      `${files[0]} cannot be read: its gzip data is damaged.\n/no/such/file cannot be read: name a file that exists.\n`,
    );
  });
});

describe('special files', () => {
  test('loops of links, folders with the name of a recording, FIFOs and devices do not stop the reading of a folder', async () => {
    const folder = folderOf();
    mkdirSync(join(folder, 'x.json/deeper'), { recursive: true });
    writeFileSync(join(folder, 'x.json/deeper/a.ndjson'), kept);
    for (const name of ['up', 'x.json/up', 'x.json/deeper/up']) symlinkSync(folder, join(folder, name));
    symlinkSync('self.json', join(folder, 'self.json'));
    symlinkSync('/no/such/file', join(folder, 'dangling.json'));
    symlinkSync('/dev/zero', join(folder, 'zero.json'));
    execFileSync('mkfifo', [join(folder, 'fifo.json')]);
    const { code, out, err } = await runMain(['traffic', '--json', folder]);
    expect([code, out.split('\n').length - 1]).toEqual([2, 1]);
    expect(err.replaceAll(`${folder}/`, '').trimEnd().split('\n')).toEqual([
      'dangling.json cannot be read: name a file that exists.',
      'fifo.json is not a file: use - to read a stream from standard input.',
      'self.json cannot be read: its symbolic links form a loop.',
      'zero.json is not a file: use - to read a stream from standard input.',
    ]);
  });

  test.each(['/dev/zero', 'fifo'])('%s is refused as an argument', async (name) => {
    const path = name === 'fifo' ? join(folderOf(), 'fifo') : name;
    if (name === 'fifo') execFileSync('mkfifo', [path]);
    const { code, said } = await check(path);
    expect([code, said]).toEqual([2, ['FILE is not a file: use - to read a stream from standard input.']]);
  });
});

describe('as a process', { timeout: 30_000 }, () => {
  const shell = (script: string, ...files: string[]) =>
    spawnSync('bash', ['-c', script, 'bash', join(root, 'src/cli/bin.ts'), ...files], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '--import tsx' },
    });

  test('a closed pipe ends it without a message, with the exit code of other commands', () => {
    const file = fileOf('a.ndjson', `${kept}\n`.repeat(20_000));
    const { stdout, stderr } = shell('node "$1" traffic --json "$2" | head -1; echo $PIPESTATUS', file);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\{"id".*\n141\n$/);
  });

  test('a full disk is reported in one sentence', () => {
    const { status, stderr } = shell('node "$1" traffic --json "$2" > /dev/full', fileOf('a.ndjson', kept));
    expect([status, stderr]).toEqual([2, 'The output cannot be written (ENOSPC).\n']);
  });

  test('a stream of the shell is read', () => {
    const { status, stdout } = shell('node "$1" traffic --json <(cat "$2")', fileOf('a.ndjson', kept));
    expect([status, stdout.split('\n').length - 1]).toEqual([0, 1]);
  });
});
