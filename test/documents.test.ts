import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = new Set(
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== ''),
);

/** Top-level folders of the repository: a path in a document begins with one of them. */
const topFolders =
  /^(\.ci|\.github|adapters|bin|contracts|deploy|docs|queries|reference-org|schemas|src|suites|test)\//;

/** The paths in a document, without placeholders such as `<resource>`. */
function pathsIn(text: string): string[] {
  const words = [...text.matchAll(/`([^`\s]+)`|([\w./-]+)/g)].map(([, code, word]) => code ?? word ?? '');
  return [...new Set(words.map((word) => word.replace(/[.,:;]+$/, '').replace(/#.*$/, '')))].filter(
    (word) => topFolders.test(word) && !/[<>*…]/.test(word),
  );
}

function exists(path: string): boolean {
  return path.endsWith('/') ? [...files].some((file) => file.startsWith(path)) : files.has(path);
}

test.each([
  'docs/ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'README.md',
  'docs/security.md',
  'docs/canary.md',
  'docs/fleet.md',
  'docs/gateway.md',
  'docs/metrics.md',
  'docs/notifications.md',
  'docs/requests.md',
  'docs/sdk.md',
  'docs/style.md',
])('all paths in %s exist', (document) => {
  const paths = pathsIn(readFileSync(new URL(`../${document}`, import.meta.url), 'utf8'));
  expect(paths.filter((path) => !exists(path))).toEqual([]);
});

test('docs/canary.md can be read in ten minutes', () => {
  const text = readFileSync(new URL('../docs/canary.md', import.meta.url), 'utf8');
  expect(text.split(/\s+/).length).toBeLessThan(2500);
});

test('a missing path is detected', () => {
  const paths = pathsIn('See `src/none.ts`, src/io/output.ts and `contracts/<resource>/operations.json`. `docs/none/`');
  expect(paths).toEqual(['src/none.ts', 'src/io/output.ts', 'docs/none/']);
  expect(paths.map(exists)).toEqual([false, true, false]);
});

test('CONTRIBUTING.md defines at most 25 terms', () => {
  const text = readFileSync(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8');
  const glossary = /## Glossary\n([\s\S]*?)(?=\n## |$)/.exec(text)?.[1] ?? '';
  const terms = glossary.split('\n').filter((line) => /^\| (?!term|---)/.test(line));
  expect(terms.length).toBeGreaterThan(10);
  expect(terms.length).toBeLessThanOrEqual(25);
});
