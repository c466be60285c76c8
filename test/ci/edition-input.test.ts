import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { documentOf, Project } from './edition-documents.js';

const project = new Project();
const valid = documentOf('2026.07.0', { widget: { color: { type: 'string' } } });
const other = { '/pets': { get: { responses: {} } }, '/pets/{id}': { get: { responses: {} } } };
const dangling = documentOf('2026.07.0', { widget: { color: { $ref: '#/components/schemas/None' } } });

test.each([
  ['a missing file', 'missing.yaml', undefined, /cannot be read \(ENOENT\)/],
  ['a text', 'a.txt', 'hello', /is not an OpenAPI 3 document/],
  ['an empty file', 'b.txt', '', /is neither YAML nor JSON/],
  ['broken JSON', 'c.json', '{"openapi": ', /is neither YAML nor JSON/],
  ['broken YAML', 'd.yaml', 'openapi: 3.0.3\n  paths: [', /is neither YAML nor JSON/],
  [
    'a document of Swagger 2',
    'e.json',
    { ...valid, openapi: undefined, swagger: '2.0' },
    /is not an OpenAPI 3 document/,
  ],
  ['a document without paths', 'f.json', { ...valid, paths: undefined }, /is not an OpenAPI 3 document/],
  [
    'a document with a path that is a text',
    'g.json',
    { ...valid, paths: { '/a': 'x' } },
    /is not an OpenAPI 3 document/,
  ],
  ['a document of another API', 'h.json', { ...valid, paths: other }, /describes another API: it has 0 of the 4 oper/],
  ['a reference that leads nowhere', 'i.json', dangling, /cannot be resolved/],
  ['a document without an edition', 'j.json', documentOf('1.0'), /has version 1.0, which does not name an edition/],
  ['an older edition', 'k.json', documentOf('2024.07.0'), /older than all known editions \(2024.08.3 is the first\)/],
  ['another document of a known edition', 'l.json', documentOf('2025.08.0', { status: ['A'] }), /another document/],
  ['aliases that expand', 'm.yaml', bomb(), /is too large or contains itself/],
  [
    'a document that contains itself',
    'n.yaml',
    'openapi: 3.0.3\npaths: &a\n  /a: *a\n',
    /contains itself|neither YAML/,
  ],
] as const)('%s gives one sentence and writes nothing', async (_, file, content, message) => {
  const before = project.snapshot();
  const path = content === undefined ? file : project.write(file, content);
  const error = await project.import(path).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ name: 'ContractsError', code: 'INPUT', message: expect.stringMatching(message) });
  expect((error as Error).message).not.toContain('\n');
  expect(project.snapshot()).toEqual(before);
});

test('a broken gzip file gives one sentence', async () => {
  const file = project.write('new.json.gz', valid);
  writeFileSync(file, readFileSync(file).subarray(0, 100));
  await expect(project.import(file)).rejects.toThrow(/cannot be decompressed: pass a complete gzip file/);
});

test('an import that would make the contracts invalid writes nothing', async () => {
  const broken = new Project();
  const { operations, title } = broken.read('widgets/operations.json');
  broken.write('contracts/widgets/operations.json', { title, operations, unknown: true });
  const before = broken.snapshot();
  await expect(broken.import(broken.write('new.json', valid))).rejects.toThrow(/is not a contract/);
  expect(broken.snapshot()).toEqual(before);
  expect(readdirSync(broken.folder).sort()).toEqual(['contracts', 'new.json', 'okta-specs']);
});

test('operations with unexpected values give one sentence or are imported', async () => {
  const before = project.snapshot();
  for (const broken of [
    null,
    'x',
    [],
    { responses: null },
    { responses: { 200: null } },
    { parameters: 'x' },
    { tags: 1 },
  ]) {
    const document = documentOf('2026.07.0', { paths: { '/api/v1/odd': { get: broken } } });
    const error = await project.import(project.write('odd.json', document), { dryRun: true }).catch((cause) => cause);
    if (typeof error !== 'string') expect(error).toMatchObject({ name: 'ContractsError' });
  }
  expect(project.snapshot()).toEqual(before);
});

test('a name on the command line wins, and must be an edition', async () => {
  const file = project.write('named.json', documentOf('1.0', { status: ['ACTIVE', 'NEW'] }));
  await expect(project.import(file, { name: 'tomorrow' })).rejects.toThrow('--name tomorrow, which does not name');
  expect(await project.import(file, { name: '2026.07.0', dryRun: true })).toContain('2025.08.0 → 2026.07.0');
});

test('a document of OpenAPI 3.1 is compared with one of 3.0', async () => {
  const document = { ...documentOf('2026.07.0', { widget: { size: { type: ['string', 'null'] } } }), openapi: '3.1.0' };
  const output = await project.import(project.write('new31.json', document), { dryRun: true });
  expect(output).toContain('nullable /*/size');
  expect(output).not.toContain('type /');
});

/** A small text that expands to a very large document. */
function bomb(): string {
  const levels = Array.from({ length: 12 }, (_, n) =>
    n === 0
      ? 'a0: &a0 [x]'
      : `a${n}: &a${n} [${Array(10)
          .fill(`*a${n - 1}`)
          .join(', ')}]`,
  );
  return ['openapi: 3.0.3', 'paths: {}', ...levels].join('\n');
}
