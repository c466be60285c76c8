import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { defaultErrors } from '../../src/contract/errors.js';
import { listResources } from '../../src/contract/files.js';
import type { OperationId } from '../../src/domain/operation.js';
import { ownContractsFolder } from '../../src/io/package-root.js';

const template = '/api/v1/widgets/{widgetId}';
const id: OperationId = `GET ${template}`;
const entry = {
  category: 'compatible',
  oauthScopes: ['okta.widgets.read'],
  answers: { '200': { schema: '../brands/brand.schema.json' } },
};
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
  for (const part of ['edition.json', 'meta'])
    cpSync(join(ownContractsFolder(), part), join(folder, part), { recursive: true });
  mkdirSync(join(folder, 'widgets'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function write(file: string, data: unknown): void {
  writeFileSync(join(folder, 'widgets', file), JSON.stringify(data));
}

test('an operation without evidence.json is documented only', () => {
  write('operations.json', { title: 'Widgets', operations: { [id]: entry } });
  expect(loadCatalogue(folder).operations.get(id)).toEqual({
    ...entry,
    id,
    resource: 'widgets',
    method: 'GET',
    template,
    errors: [403, 404, 429],
    evidence: 'documented',
  });
});

test('an operation has the evidence of evidence.json, and its own errors in addition to the default ones', () => {
  const recorded = { answers: 3, cassettes: 2, orgs: 1, last: '2026-01' };
  write('operations.json', { title: 'Widgets', operations: { [id]: { ...entry, errors: [401, 410] } } });
  write('evidence.json', { operations: { [id]: recorded } });
  const operation = loadCatalogue(folder).operations.get(id);
  expect(operation?.evidence).toEqual(recorded);
  expect(operation?.errors).toEqual([401, 403, 404, 410, 429]);
});

test('an invalid evidence.json is reported with its name', () => {
  write('evidence.json', { operations: { [id]: { answers: 0, cassettes: 1, orgs: 1, last: '2026-01' } } });
  expect(() => loadCatalogue(folder)).toThrow(/^contracts\/widgets\/evidence\.json .* must be >= 1/);
});

test.each([
  ['/api/v1/things', [], undefined, [429]],
  ['/api/v1/things', ['okta.things.read'], undefined, [403, 429]],
  ['/api/v1/things/{id}', ['okta.things.read'], undefined, [403, 404, 429]],
  ['/api/v1/things', ['okta.things.manage'], 'thing.schema.json', [400, 403, 429]],
  ['/api/v1/things/{id}', ['okta.things.manage'], 'thing.schema.json', [400, 403, 404, 429]],
])('default errors of %s with scopes %j and request %s', (path, oauthScopes, request, errors) => {
  expect(defaultErrors({ template: path, oauthScopes, ...(request ? { request } : {}) })).toEqual(errors);
});

test('no entry repeats a default error', () => {
  const contracts = ownContractsFolder();
  const catalogue = loadCatalogue();
  const repeated = listResources(contracts).flatMap((resource) => {
    const file = JSON.parse(readFileSync(join(contracts, resource, 'operations.json'), 'utf8')) as {
      operations: Record<OperationId, { errors?: number[] }>;
    };
    return Object.entries(file.operations).filter(([key, { errors = [] }]) => {
      const operation = catalogue.operations.get(key as OperationId) ?? catalogue.others.get(key as OperationId);
      return operation === undefined || defaultErrors(operation).some((status) => errors.includes(status));
    });
  });
  expect(repeated).toEqual([]);
});
