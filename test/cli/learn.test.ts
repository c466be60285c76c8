import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readShapes } from '../../src/assess/shapes/file.js';
import { runMain } from './run-main.js';

const exchange = JSON.stringify({
  id: '1',
  request: { method: 'GET', url: 'https://org.example.com/.well-known/okta-organization' },
  response: { status: 200, headers: { 'content-type': 'application/json' }, body: { pipeline: 'idx' } },
});

/** A folder with a recording of one exchange, `recordings/a.ndjson`. */
function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'learn-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'recordings'));
  writeFileSync(join(folder, 'recordings/a.ndjson'), `${exchange}\n`);
  symlinkSync(join(folder, 'recordings'), join(folder, 'link'));
  return folder;
}

test.each([
  ['twice', ['recordings/a.ndjson', 'recordings/a.ndjson']],
  ['with its folder', ['recordings/a.ndjson', 'recordings']],
  ['through a link', ['recordings', 'link/a.ndjson']],
])('a recording that is named %s counts once', async (_, names) => {
  const folder = temporary();
  const out = join(folder, 'shapes.ndjson');
  const { code } = await runMain(['learn', ...names.map((name) => join(folder, name)), '--out', out]);
  expect(code).toBe(0);
  expect(readShapes(out)).toMatchObject([{ n: 1 }]);
});

test('shapes that are named twice count once', async () => {
  const folder = temporary();
  const [stored, out] = [join(folder, 'recordings/stored.ndjson'), join(folder, 'out.ndjson')];
  await runMain(['learn', join(folder, 'recordings/a.ndjson'), '--out', stored]);
  const { code, err } = await runMain(['learn', stored, stored, join(folder, 'link/stored.ndjson'), '--out', out]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(readShapes(out)).toMatchObject([{ n: 1 }]);
  await runMain(['learn', stored, join(folder, 'recordings'), '--out', out]);
  expect(readShapes(out)).toMatchObject([{ n: 3 }]);
});

test.each([
  ['learn', (missing: string) => ['learn', missing]],
  ['traffic --history', (missing: string, recording: string) => ['traffic', recording, '--history', missing]],
])('%s reports a file that does not exist with one sentence', async (_, args) => {
  const folder = temporary();
  const missing = join(folder, 'missing.ndjson');
  const { code, err } = await runMain(args(missing, join(folder, 'recordings/a.ndjson')));
  expect(code).toBe(2);
  expect(err).toBe(`${missing} cannot be read: name a file that exists.\n`);
});

test('a file that does not exist does not prevent learning from the others', async () => {
  const folder = temporary();
  const [missing, out] = [join(folder, 'missing.ndjson'), join(folder, 'out.ndjson')];
  const { code, err } = await runMain(['learn', missing, join(folder, 'recordings'), '--out', out]);
  expect({ code, err }).toEqual({ code: 0, err: `${missing} cannot be read: name a file that exists.\n` });
  expect(readShapes(out)).toMatchObject([{ n: 1 }]);
});

test('recordings without a response to learn from are refused', async () => {
  const file = join(temporary(), 'b.ndjson');
  writeFileSync(file, exchange.replace('"status":200', '"status":404'));
  const { code, err } = await runMain(['learn', file]);
  expect(code).toBe(2);
  expect(err).toContain('no successful response of an operation with a contract');
});
