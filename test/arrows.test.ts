import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Source {
  /** Path below src/. */
  file: string;
  text: string;
  /** What it imports of the project, as paths below src/. */
  imports: string[];
}

const sources: Source[] = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => {
    const text = readFileSync(join(root, 'src', file), 'utf8');
    const named = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"`](\.[^'"`]*)['"`]/g);
    const imports = [...named].map(([, path = '']) => relative('/', join('/', dirname(file), path)));
    return { file: file.replaceAll('\\', '/'), text, imports };
  });

/** Every import that leads from one folder of src/ into one of others. */
function arrows(from: string, to: string[]): string[] {
  return sources
    .filter(({ file }) => file.startsWith(`${from}/`))
    .flatMap(({ file, imports }) =>
      imports.filter((path) => to.some((folder) => path.startsWith(`${folder}/`))).map((path) => `${file} → ${path}`),
    );
}

test('imports are found, of every way to write them', () => {
  const main = sources.find(({ file }) => file === 'main.ts');
  expect(main?.imports).toEqual([
    'arguments.js',
    'errors.js',
    'output.js',
    'suggest.js',
    'suite/verify-command.js',
    'traffic/command.js',
    'gateway/command.js',
    'reference-org/command.js',
    'suite/sweep-command.js',
    'report/report-command.js',
    'report/waive-command.js',
    'report/compare-command.js',
    'version.js',
  ]);
  expect(arrows('report', ['suite']).length + arrows('suite', ['org']).length).toBeGreaterThan(0);
});

test('the reference org shares nothing with what verifies it', () => {
  expect(arrows('reference-org', ['contract', 'org', 'suite', 'report', 'traffic', 'gateway'])).toEqual([]);
});

test('the reference org does not read contracts/', () => {
  const readers = sources.filter(
    ({ file, text }) => file.startsWith('reference-org/') && /contracts\/|\.schema\.json|node:fs/.test(text),
  );
  expect(readers.map(({ file }) => file)).toEqual([]);
});

test('a check hangs on nothing but the contracts', () => {
  expect(arrows('contract', ['org', 'suite', 'report', 'traffic', 'gateway', 'reference-org'])).toEqual([]);
});

test('the org client knows no suites, no reports and no reference org', () => {
  expect(arrows('org', ['suite', 'report', 'traffic', 'gateway', 'reference-org'])).toEqual([]);
});

test('the org client gets its settings as arguments', () => {
  expect(sources.filter(({ file, imports }) => file.startsWith('org/') && imports.includes('config.js'))).toEqual([]);
});

test('only the configuration reads the environment', () => {
  const readers = sources.filter(({ text }) => /process\.env|process\s*\[|\benv\s*\}\s*(=|from)/.test(text));
  expect(readers.map(({ file }) => file)).toEqual(['config.ts', 'config/environment.ts']);
});

test('the configuration knows the parts of the project as little as possible', () => {
  expect(arrows('config', ['contract', 'org', 'suite', 'report', 'traffic', 'gateway', 'reference-org'])).toEqual([]);
});

test('the words of the domain import nothing', () => {
  expect(sources.find(({ file }) => file === 'words.ts')?.text).not.toMatch(/\bimport\b|\brequire\(/);
});
