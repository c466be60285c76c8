import { expect, test } from 'vitest';
import { RequestChanges } from '../../src/assess/request-changes.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { requestChangesOf } from '../../src/contract/request-changes.js';
import { makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import type { OperationId } from '../../src/domain/operation.js';

const catalogue = loadCatalogue();

/** State and detail of a change after trials with the given bodies and responses. */
function stateOf(id: OperationId, pointer: string, ...exchanges: [sent: Json, status: number, body: Json][]) {
  const operation = catalogue.operations.get(id);
  const change = operation && requestChangesOf(catalogue, operation).find((one) => one.pointer === pointer);
  if (!operation || !change) throw new Error(`${id} ${pointer}`);
  const changes = new RequestChanges(catalogue, operation);
  for (const [sent, status, body] of exchanges)
    changes.add(
      makeExchange({
        id: '1',
        request: { method: 'PUT', url: 'https://acme.example/x', body: sent },
        response: { status, headers: {}, body },
      }),
      [pointer],
    );
  const { state, detail } = changes.result(change);
  return `${state}: ${detail}`;
}

const hook: OperationId = 'PUT /api/v1/inlineHooks/{inlineHookId}';
const realm: OperationId = 'PUT /api/v1/realms/{realmId}';
const sentHook = { metadata: { a: 'b' } };
const sentRealm = { profile: { name: 'x', domains: ['a.example'] } };
const refused = { errorCode: 'E0000001' };

test('a removed property is applied if the org ignores or refuses it, and not applied if it still honors it', () => {
  expect(stateOf(hook, '/metadata', [sentHook, 200, {}])).toBe('applied: ignored');
  expect(stateOf(hook, '/metadata', [sentHook, 400, refused])).toBe('applied: refused');
  expect(stateOf(hook, '/metadata', [sentHook, 400, refused], [sentHook, 200, sentHook])).toBe(
    'not applied: still honored',
  );
});

test('an added property is applied if the org accepts it', () => {
  expect(stateOf(realm, '/profile/domains', [sentRealm, 200, sentRealm], [sentRealm, 400, refused])).toBe(
    'applied: accepted',
  );
  expect(stateOf(realm, '/profile/domains', [sentRealm, 200, { profile: {} }])).toBe('not applied: ignored');
  expect(stateOf(realm, '/profile/domains', [sentRealm, 400, refused])).toBe('not applied: refused');
});

test('what cannot be observed has a reason', () => {
  expect(stateOf(realm, '/profile/domains')).toBe('not observable: no request contained it');
  expect(stateOf(realm, '/profile/domains', [sentRealm, 200, {}])).toBe(
    'not observable: no response shows what the org did with it',
  );
  expect(stateOf('DELETE /api/v1/users/{userId}/sessions', '?forgetDevices')).toBe(
    'not observable: the response has no body',
  );
});

test('a value of a changed property shows which edition the org applies', () => {
  const idp: OperationId = 'POST /api/v1/idps';
  const id = '/protocol/credentials/client/client_id';
  const sent = (length: number) => ({ protocol: { credentials: { client: { client_id: 'i'.repeat(length) } } } });
  // The edition no longer limits it.
  expect(stateOf(idp, id, [sent(1025), 200, sent(1025)])).toBe('applied: accepted');
  expect(stateOf(idp, id, [sent(1025), 400, refused])).toBe('not applied: refused');
  expect(stateOf(idp, id, [sent(10), 200, sent(10)])).toBe(
    'not observable: both editions accept the values that were sent',
  );
  const policy: OperationId = 'POST /api/v1/authorizationServers/{authServerId}/policies';
  const long = { name: 'n'.repeat(101) };
  // The edition limits it.
  expect(stateOf(policy, '/name', [long, 400, refused])).toBe('applied: refused');
  expect(stateOf(policy, '/name', [long, 200, long])).toBe('not applied: still honored');
  const app: OperationId = 'PUT /api/v1/apps/{appId}';
  const features = { features: ['PUSH_NEW_USERS'] };
  // The edition made it read-only.
  expect(stateOf(app, '/features', [features, 200, { features: [] }])).toBe('applied: ignored');
  expect(stateOf(app, '/features', [features, 200, features])).toBe('not applied: still honored');
});

test('query parameters: a list shows what the org did with them', () => {
  const of = (id: OperationId, pointer: string, query: string, status: number, body: Json) => {
    const operation = catalogue.operations.get(id);
    const change = operation && requestChangesOf(catalogue, operation).find((one) => one.pointer === pointer);
    if (!operation || !change) throw new Error(`${id} ${pointer}`);
    const changes = new RequestChanges(catalogue, operation);
    const request = { method: 'GET', url: `https://acme.example/x${query}` };
    changes.add(makeExchange({ id: '1', request, response: { status, headers: {}, body } }), [pointer]);
    const { state, detail } = changes.result(change);
    return `${state}: ${detail}`;
  };
  const hooks = (status: number, body: Json) => of('GET /api/v1/inlineHooks', '?type', '?type=other', status, body);
  expect(hooks(400, refused)).toBe('applied: refused');
  expect(hooks(200, [])).toBe('not applied: still honored');
  expect(hooks(200, [{ type: 'com.okta.import.transform' }])).toBe('applied: ignored');
  const limits = (status: number, body: Json) => of('GET /api/v1/principal-rate-limits', '?filter', '', status, body);
  expect(limits(400, refused)).toBe('applied: refused');
  expect(limits(200, [])).toBe('not applied: accepted');
  const mappings = (status: number, body: Json) => of('GET /api/v1/mappings', '?limit', '?limit=201', status, body);
  expect(mappings(400, refused)).toBe('applied: refused');
  expect(mappings(200, Array(201).fill({}))).toBe('not applied: still honored');
  expect(mappings(200, [{}])).toBe('not observable: the list is shorter than the limit');
  const idps = (status: number, body: Json) => of('GET /api/v1/idps', '?type', '?type=IDV_PERSONA', status, body);
  expect(idps(400, refused)).toBe('not applied: refused');
  expect(idps(200, [{ type: 'IDV_PERSONA' }])).toBe('applied: accepted');
  expect(idps(200, [])).toBe('not observable: no provider of the org is of an added type');
});

test('a combined trial that is refused shows nothing; a part of its response is compared with each part of it', () => {
  const server: OperationId = 'PUT /api/v1/authorizationServers/{authServerId}';
  const contract = catalogue.operations.get(server);
  if (!contract) throw new Error(server);
  const all = { name: 'a', jwks_uri: 'https://a.example', accessTokenEncryptedResponseAlgorithm: 'RSA-OAEP-256' };
  const tried = ['/jwks_uri', '/accessTokenEncryptedResponseAlgorithm'];
  const detailsOf = (status: number, body: Json) => {
    const changes = new RequestChanges(catalogue, contract);
    const request = { method: 'PUT', url: 'https://acme.example/x', body: all };
    changes.add(makeExchange({ id: '1', request, response: { status, headers: {}, body } }), tried);
    return requestChangesOf(catalogue, contract)
      .filter(({ pointer }) => tried.includes(pointer))
      .map((change) => `${change.pointer} ${changes.result(change).detail}`)
      .sort();
  };
  expect(detailsOf(400, refused)).toEqual([
    '/accessTokenEncryptedResponseAlgorithm no response shows what the org did with it',
    '/jwks_uri no response shows what the org did with it',
  ]);
  const { jwks_uri: _, ...part } = all;
  expect(detailsOf(200, part)).toEqual(['/accessTokenEncryptedResponseAlgorithm accepted', '/jwks_uri ignored']);
});
