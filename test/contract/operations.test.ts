import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import type { OperationContract } from '../../src/contract/model.js';

const catalogue = loadCatalogue();
const operations = [...catalogue.operations.values()];
const names = (list: OperationContract[]) => list.map(({ id }) => id);

test('an operation needs a scope of its kind, unless anybody may ask it', () => {
  const open = operations.filter(({ oauthScopes }) => oauthScopes.length === 0);
  const guarded = open.filter(({ template }) => !template.startsWith('/.well-known/'));
  // The documents name no scope for it.
  expect(names(guarded)).toEqual(['GET /api/v1/users/{userId}/factors/questions']);
  const wrong = operations.filter(({ method, oauthScopes }) =>
    oauthScopes.some((scope) => method !== 'GET' && !/\.(manage|register)$/.test(scope)),
  );
  expect(names(wrong)).toEqual([]);
});

test('an operation on one object may find none, one behind a scope may be refused, and every one may be too much', () => {
  expect(names(operations.filter(({ errors }) => !errors.includes(429)))).toEqual([]);
  expect(
    names(operations.filter(({ oauthScopes, errors }) => oauthScopes.length > 0 && !errors.includes(403))),
  ).toEqual([]);
  expect(names(operations.filter(({ template, errors }) => template.includes('{') && !errors.includes(404)))).toEqual(
    [],
  );
});

test('an operation whose request has a contract may refuse it', () => {
  const sending = operations.filter(({ request }) => request !== undefined);
  expect(sending.length).toBeGreaterThan(0);
  expect(names(sending.filter(({ errors }) => !errors.includes(400)))).toEqual([]);
});

interface Fact {
  method: string;
  path: string;
  scope: string;
  auth: string[];
  statuses: string[];
  requestBody: boolean;
}

// Okta's documents are no part of the project: their facts are held against it where somebody has them.
const folder = process.env.OKTA_CONTRACTS_FACTS;
const facts = folder ? (JSON.parse(readFileSync(join(folder, 'operations.json'), 'utf8')) as Fact[]) : undefined;
if (!facts)
  console.log('OKTA_CONTRACTS_FACTS names no folder: the contracts were not held against facts of the documents.');

describe.runIf(facts)('against the documents', () => {
  const documented = new Map((facts ?? []).map((fact) => [`${fact.method} ${fact.path}`, fact]));

  test('every operation is one of the edition, and in the scope that the migration document gives it', () => {
    const scopes = operations.map(({ id, category }) => `${id}: ${category}`);
    const said = operations.map(({ id }) => {
      const scope = documented.get(id)?.scope ?? 'not documented';
      return `${id}: ${['breaking', 'deprecated', 'new', 'compatible'].includes(scope) ? scope : 'fixture'}`;
    });
    expect(scopes).toEqual(said);
  });

  test('no documented path is mistaken for an object of another one', () => {
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

  test('every documented status is an answer of the contract or one of its errors', () => {
    const missing = operations.flatMap(({ id, answers, errors }) => {
      const known = [...Object.keys(answers), ...errors.map(String)];
      return (documented.get(id)?.statuses ?? []).filter((s) => !known.includes(s)).map((status) => `${id} ${status}`);
    });
    expect(missing).toEqual([]);
  });

  test('the scopes are the documented ones', () => {
    const scopes = (list: string[]) => list.filter((scope) => scope.startsWith('okta.')).sort();
    const wrong = operations.filter(
      ({ id, oauthScopes }) => scopes(oauthScopes).join() !== scopes(documented.get(id)?.auth ?? []).join(),
    );
    expect(names(wrong)).toEqual([]);
  });

  test('a request has a contract where a body is documented', () => {
    const without = operations.filter(
      ({ id, request }) => request === undefined && documented.get(id)?.requestBody === true,
    );
    expect(names(without)).toEqual([]);
  });
});
