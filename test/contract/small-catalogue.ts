import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { ChosenStep } from '../../src/config/chosen-step.js';
import { type Catalogue, loadCatalogue } from '../../src/contract/catalogue.js';
import type { AnswerContract, Category, Schema } from '../../src/contract/model.js';
import type { OperationId } from '../../src/domain/operation.js';
import { ownContractsFolder } from '../../src/io/package-root.js';

/** An operation as operations.json describes it. */
interface Entry {
  category?: Category;
  oauthScopes?: string[];
  request?: string;
  contentTypes?: string[];
  addedIn?: string;
  removedIn?: string;
  query?: Record<string, Schema>;
  requiredQuery?: string[];
  headers?: Record<string, Schema>;
  requiredHeaders?: string[];
  answers: Record<string, AnswerContract>;
  errors?: number[];
}

/**
 * Makes a catalogue with one resource, `things`, for a test file. Any operation may return 429, 500 or 503, and writes also 409.
 * @param schemas by name: `thing` is `things/thing.schema.json`
 * @param chosen the editions of the step; default: 2024.08.3 to 2025.08.0
 */
export function smallCatalogue(
  operations: Record<OperationId, Entry>,
  schemas: Record<string, Schema>,
  chosen: ChosenStep = {},
): Catalogue {
  const folder = mkdtempSync(join(tmpdir(), 'contracts-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  for (const part of ['meta', 'shared'])
    cpSync(join(ownContractsFolder(), part), join(folder, part), { recursive: true });
  const write = (file: string, data: object) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify(data));
  };
  write('edition.json', {
    edition: '2025.08.0',
    previous: '2024.08.3',
    apiVersion: '5.1.0',
    errors: { 429: 'rate limit exceeded', 500: 'internal error', 503: 'org unavailable' },
    writeErrors: { 409: 'conflict' },
  });
  const entries = Object.entries(operations).map(([id, entry]) => [
    id,
    { category: 'compatible', oauthScopes: [], ...entry },
  ]);
  write('things/operations.json', { title: 'Things', operations: Object.fromEntries(entries) });
  for (const [name, schema] of Object.entries(schemas)) {
    const file = `things/${name}.schema.json`;
    write(file, {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `https://okta-contracts.example/${file}`,
      ...schema,
    });
  }
  const editions = ['2024.08.3', '2025.01.1', '2025.08.0', '2025.10.0', '2026.03.0', '2026.05.1'];
  write('editions.json', {
    $schema: 'meta/editions.schema.json',
    editions: editions.map((edition) => ({ edition, date: edition.slice(0, 7).replace('.', '-') })),
  });
  return loadCatalogue(folder, chosen);
}
