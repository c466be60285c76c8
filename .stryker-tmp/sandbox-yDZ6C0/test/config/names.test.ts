// @ts-nocheck
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isKnownName, type Setting, settings } from '../../src/config/settings.js';
import { output, registerSecretSettings } from '../../src/io/output.js';
import { renderEnvExample, renderTable } from './settings-docs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const names = (text: string) => [...new Set(text.match(/\bOKTA_(?:CLIENT|CONTRACTS)_[A-Z_]*[A-Z]\b/g))];
const filesBelow = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length));

/** Compares a file with its generated text. With `UPDATE_DOCS` (`npm run docs`), writes it first. */
function expectGenerated(file: string, text: string): void {
  if (process.env.UPDATE_DOCS) writeFileSync(join(root, file), text);
  expect(read(file), `${file} is outdated: run npm run docs`).toBe(text);
}

test('the table of README.md is generated from the settings', () => {
  const generated = /(?<=<!-- Generated from src\/config\/settings\.ts [^\n]*\n).*(?=<!-- End of the generated part)/s;
  expect(read('README.md')).toMatch(generated);
  expectGenerated(
    'README.md',
    read('README.md').replace(generated, () => `\n${renderTable()}\n\n`),
  );
});

test('.env.example is generated from the settings', () => {
  expectGenerated('.env.example', renderEnvExample());
});

test('every setting that a file of the project names is in the table', () => {
  const files = ['src', 'suites', 'docs', '.ci', '.github'].flatMap(filesBelow);
  expect(files.length).toBeGreaterThan(50);
  const unknown = [...files, 'README.md', 'CONTRIBUTING.md'].flatMap((file) =>
    names(read(file)).filter((name) => !isKnownName(name)),
  );
  expect(unknown).toEqual([]);
});

test('the secrets of the table are redacted in all output, other settings are not', () => {
  const value = (name: string) => `{"${name}": "a value that is long enough"}`;
  registerSecretSettings(Object.fromEntries(Object.keys(settings).map((name) => [name, value(name)])));
  const isRedacted = (name: string) => !output.clean(value(name)).includes('long enough');
  for (const [name, { kind }] of Object.entries(settings) as [string, Setting][])
    expect([name, isRedacted(name)]).toEqual([name, kind === 'secret']);
});
