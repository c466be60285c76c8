import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isKnownName, settings } from '../../src/config/settings.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const names = (text: string) => [...new Set(text.match(/\bOKTA_(?:CLIENT|CONTRACTS)_[A-Z_]*[A-Z]\b/g))];
const filesBelow = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length));

test.each(['README.md', '.env.example'])('%s documents every setting, and no other', (file) => {
  // The Node.js SDK's second name of one setting is for those who have it already.
  const documented = Object.keys(settings).filter((name) => name !== 'OKTA_CLIENT_KEYID');
  if (file === '.env.example') documented.splice(documented.indexOf('OKTA_CONTRACTS_ENV'), 1);
  expect(names(read(file)).sort()).toEqual(documented.sort());
});

test('every setting that the project or its documentation names is in the table', () => {
  const files = ['src', 'suites', 'docs', '.ci', '.github'].flatMap(filesBelow);
  expect(files.length).toBeGreaterThan(50);
  const unknown = files.flatMap((file) => names(read(file)).filter((name) => !isKnownName(name)));
  expect(unknown).toEqual([]);
});
