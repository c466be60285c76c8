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
  // The documents list no scope for these operations. Most of them need a session, a session token or the API token itself.
  expect(names(guarded).sort()).toEqual([
    'DELETE /api/v1/api-tokens/current',
    'DELETE /api/v1/sessions/me',
    'GET /api/v1/sessions/me',
    'GET /api/v1/users/{userId}/factors/questions',
    'POST /api/v1/sessions',
    'POST /api/v1/sessions/me/lifecycle/refresh',
    'POST /api/v1/users/me/lifecycle/delete_sessions',
    'POST /security/api/v1/security-events',
  ]);
  const wrong = operations.filter(({ method, oauthScopes }) =>
    oauthScopes.some((scope) => method !== 'GET' && !/\.(manage|register)$/.test(scope)),
  );
  // These change no object: a test mail, and a simulation.
  expect(names(wrong).sort()).toEqual([
    'POST /api/v1/brands/{brandId}/templates/email/{templateName}/test',
    'POST /api/v1/policies/simulate',
  ]);
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
      const scope = documented.get(id)?.scope ?? 'not documented';
      // The migration document does not name them: those that are verified on their own, and those that serve others.
      const isOther = scope === 'other' && (unnamed.includes(resource) || ['compatible', 'fixture'].includes(own));
      return `${id}: ${isOther ? own : scope}`;
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
      // A body without JSON, such as a picture or a certificate, has media types only.
      ({ id, request, contentTypes = [] }) =>
        request === undefined &&
        documented.get(id)?.requestBody === true &&
        (contentTypes.length === 0 || contentTypes.some((type) => /\bjson\b/.test(type))),
    );
    expect(names(without)).toEqual([]);
  });
});
