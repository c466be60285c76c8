import { expect, test } from 'vitest';
import { listSchemas, readContractFile } from '../../src/contract/files.js';
import { formatOrShape, requiredFormat } from '../../src/contract/text-formats.js';
import { ownContractsFolder } from '../../src/io/package-root.js';

/** All values of a keyword in a schema, at any depth. */
function valuesOf(keyword: string, schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === keyword && typeof value === 'string' ? [value] : valuesOf(keyword, value),
  );
}

const schemas = listSchemas(ownContractsFolder()).map((file) => readContractFile(ownContractsFolder(), file));

test('every pattern and format of the contracts has a name', () => {
  const patterns = new Set(schemas.flatMap((schema) => valuesOf('pattern', schema)));
  const formats = new Set(schemas.flatMap((schema) => valuesOf('format', schema)));
  expect(patterns.size).toBeGreaterThan(4);
  expect([...patterns].map((pattern) => requiredFormat({ pattern }, 'pattern'))).not.toContainEqual(
    expect.stringMatching(/^a string that matches/),
  );
  expect([...formats].map((format) => requiredFormat({ format }, 'format'))).not.toContainEqual(
    expect.stringMatching(/^format /),
  );
});

test.each([
  ['2025-08-01T10:00:00.000Z', 'ISO 8601'],
  ['2025-08-01T10:00:00+02:00', 'ISO 8601'],
  ['2025-08-01 10:00:00.0', '`YYYY-MM-DD HH:mm:ss.S`'],
  ['a9e3e6a0-1a2b-4c3d-8e4f-0123456789ab', 'a UUID'],
  ['', 'an empty string'],
  ['Ada', 'a string of 3 characters'],
  ['2025-08-01T10:00:00.000Z, and more than the longest of these formats', 'a string of 68 characters'],
  [7, 'a number'],
])('%j is shown as: %s', (value, text) => {
  expect(formatOrShape(value)).toBe(text);
});
