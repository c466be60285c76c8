// @ts-nocheck
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
const section = read('CONTRIBUTING.md').split('\n## Dependencies\n')[1]?.split('\n## ')[0] ?? '';
const [forUsers = '', forDevelopment = ''] = section.split('Development only:');

/** The names in the first column of a table, of rows that give a reason. */
const listed = (text: string) =>
  [...text.matchAll(/^\| (`[^|]*`) \| .+ \|$/gm)]
    .flatMap(([, names = '']) => names.split(', ').map((name) => name.replaceAll('`', '')))
    .sort();

test.each([
  ['dependencies', forUsers],
  ['devDependencies', forDevelopment],
] as const)('CONTRIBUTING.md says why each of the %s exists', (kind, text) => {
  expect(listed(text)).toEqual(Object.keys(manifest[kind]).sort());
});
