import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import type { OperationContract } from '../../src/contract/model.js';

const catalogue = loadCatalogue();
const operations = [...catalogue.operations.values()];
const names = (list: OperationContract[]) => list.map(({ id }) => id);

test('an operation has OAuth scopes, unless it is public, and writes need a scope that allows changes', () => {
  const open = operations.filter(({ oauthScopes }) => oauthScopes.length === 0);
  const guarded = open.filter(({ template }) => !template.startsWith('/.well-known/'));
  // The documents list no scope for this operation.
  expect(names(guarded)).toEqual(['GET /api/v1/users/{userId}/factors/questions']);
  const wrong = operations.filter(({ method, oauthScopes }) =>
    oauthScopes.some((scope) => method !== 'GET' && !/\.(manage|register)$/.test(scope)),
  );
  expect(names(wrong)).toEqual([]);
});

test('a note is one or more sentences', () => {
  const notes = operations.flatMap(({ note }) => note ?? []);
  expect(notes.filter((note) => !/^[A-Z0-9`].*[^.]\.$/.test(note))).toEqual([]);
});

interface Fact {
  method: string;
  path: string;
  /** The category that the migration document gives it. */
  scope: string;
  auth: string[];
  statuses: string[];
  requestBody: boolean;
}

// Okta's documents are not part of the project. These tests run only if a folder with their facts is given.
const folder = process.env.OKTA_CONTRACTS_FACTS;
const facts = folder ? (JSON.parse(readFileSync(join(folder, 'operations.json'), 'utf8')) as Fact[]) : undefined;
if (!facts)
  console.log('OKTA_CONTRACTS_FACTS is not set: the contracts were not compared with the facts of the documents.');

describe.runIf(facts)('compared with the documents', () => {
  const documented = new Map((facts ?? []).map((fact) => [`${fact.method} ${fact.path}`, fact]));

  /** Resources whose responses changed although the migration document does not name them (`npm run ledger`). */
  const unnamed = ['realm-assignments', 'realms', 'zones'];

  test('every operation is documented in the edition, and has the category that the migration document gives it', () => {
    const categories = operations.map(({ id, category }) => `${id}: ${category}`);
    const documentedCategories = operations.map(({ id, resource, category: own }) => {
      const isUnnamed = unnamed.includes(resource) && documented.get(id)?.scope === 'other';
      const category = isUnnamed ? own : (documented.get(id)?.scope ?? 'not documented');
      return `${id}: ${['breaking', 'deprecated', 'new', 'compatible'].includes(category) ? category : 'fixture'}`;
    });
    expect(categories).toEqual(documentedCategories);
  });

  test('no documented path matches the template of another operation', () => {
    const shadowed = [...documented.keys()].filter((id) => {
      if (catalogue.operations.has(id as OperationContract['id'])) return false;
      const [method = '', path = ''] = id.split(' ');
      const like = path.replace(/\{[^}]+\}/g, 'object');
      return operations.some(
        (known) =>
          known.method === method && new RegExp(`^${known.template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(like),
      );
    });
    expect(shadowed).toEqual([]);
  });

  test('the contract has every documented status', () => {
    const missing = operations.flatMap(({ id, answers, errors }) => {
      const known = [...Object.keys(answers), ...errors.map(String)];
      return (documented.get(id)?.statuses ?? []).filter((s) => !known.includes(s)).map((status) => `${id} ${status}`);
    });
    expect(missing).toEqual([]);
  });

  test('the OAuth scopes are the documented ones', () => {
    const scopes = (list: string[]) => list.filter((scope) => scope.startsWith('okta.')).sort();
    const wrong = operations.filter(
      ({ id, oauthScopes }) => scopes(oauthScopes).join() !== scopes(documented.get(id)?.auth ?? []).join(),
    );
    expect(names(wrong)).toEqual([]);
  });

  test('an operation with a documented request body has a request schema', () => {
    const without = operations.filter(
      ({ id, request }) => request === undefined && documented.get(id)?.requestBody === true,
    );
    expect(names(without)).toEqual([]);
  });
});
