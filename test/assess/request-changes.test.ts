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
    'not observable: a response does not show which query parameters the org used',
  );
});
