import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { requestChangesOf } from '../../src/contract/request-changes.js';
import { requestEffects } from '../../src/contract/request-effects.js';
import { makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import type { OperationId } from '../../src/domain/operation.js';

const catalogue = loadCatalogue();
const hook: OperationId = 'PUT /api/v1/inlineHooks/{inlineHookId}';
const realm: OperationId = 'PUT /api/v1/realms/{realmId}';
const provider: OperationId = 'POST /api/v1/idps';

function contractOf(id: OperationId) {
  const operation = catalogue.operations.get(id);
  if (!operation) throw new Error(id);
  return operation;
}

/** What a response shows about one change. */
function effect(id: OperationId, change: string, request: Json, status: number, body: Json, isTrial = true) {
  const exchange = makeExchange({
    id: '1',
    request: { method: 'PUT', url: 'https://acme.example/x', body: request },
    response: { status, headers: {}, body },
  });
  const tried = isTrial ? [change.slice(change.indexOf('/'))] : undefined;
  return requestEffects(catalogue, contractOf(id), exchange, tried).get(`${id}: ${change} in requests`)?.effect;
}

const refusal = (summary: string) => ({ errorCode: 'E0000001', errorCauses: [{ errorSummary: summary }] });

test('changes of requests have their own stable ids, and are not changes of responses', () => {
  const changes = requestChangesOf(catalogue, contractOf(hook));
  expect(changes.find(({ pointer }) => pointer === '/metadata')).toMatchObject({
    id: `${hook}: removed /metadata in requests`,
    kind: 'removed',
    part: 'request',
  });
  expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
  // A property that only the org sets is not part of a request.
  expect(changes.map(({ pointer }) => pointer)).not.toContain('/created');
});

test('query parameters have changes, too', () => {
  const [change] = requestChangesOf(catalogue, contractOf('DELETE /api/v1/users/{userId}/sessions'));
  expect(change).toMatchObject({ kind: 'added', pointer: '?forgetDevices', part: 'request' });
  const limits = requestChangesOf(catalogue, contractOf('GET /api/v1/principal-rate-limits'));
  expect(limits).toMatchObject([{ kind: 'required', pointer: '?filter' }]);
});

describe('an added property', () => {
  const sent = { profile: { name: 'x', domains: ['a.example'] } };
  const added = (status: number, body: Json, isTrial = true) =>
    effect(realm, 'added /profile/domains', sent, status, body, isTrial);

  test.each<[string | undefined, number, Json]>([
    ['accepted', 200, { profile: { name: 'x', domains: ['a.example'] } }],
    ['ignored', 200, { profile: { name: 'x' } }],
    ['ignored', 200, { profile: { name: 'x', domains: [] } }],
    ['refused', 400, refusal('profile: invalid')],
    [undefined, 200, {}],
    [undefined, 403, refusal('domains: x')],
    [undefined, 500, null],
  ])('is %s: %i %j', (result, status, body) => {
    expect(added(status, body)).toBe(result);
  });

  test('traffic of a client: a response may leave it out for another reason, and a refusal must name it', () => {
    expect(added(200, { profile: { name: 'x', domains: ['a.example'] } }, false)).toBe('accepted');
    expect(added(200, { profile: { name: 'x', domains: ['A.example'] } }, false)).toBeUndefined();
    // The responses of the edition contain the domains.
    expect(added(200, { profile: { name: 'x' } }, false)).toBe('ignored');
    // The responses of a hook do not.
    const execute = 'POST /api/v1/inlineHooks/{inlineHookId}/execute';
    expect(effect(execute, 'added /source', { source: 'a' }, 200, { commands: [] }, false)).toBeUndefined();
    expect(added(400, refusal('name: must not be empty'), false)).toBeUndefined();
    expect(added(400, refusal('domains: not allowed'), false)).toBe('refused');
  });
});

describe('a removed property', () => {
  const removed = (status: number, body: Json, isTrial = true) =>
    effect(hook, 'removed /metadata', { name: 'x', metadata: { a: 'b' } }, status, body, isTrial);

  test.each<[string | undefined, number, Json]>([
    ['still honored', 200, { metadata: { a: 'b', c: 1 } }],
    ['ignored', 200, { name: 'x' }],
    ['ignored', 200, { metadata: {} }],
    ['refused', 400, refusal('x')],
  ])('is %s: %i %j', (result, status, body) => {
    expect(removed(status, body)).toBe(result);
  });

  test('traffic of a client: both editions may return it', () => {
    expect(removed(200, { metadata: { a: 'b' } }, false)).toBeUndefined();
  });
});

test('a newly required property that a request leaves out is refused, or the request is accepted', () => {
  const sent = { type: 'IDV_PERSONA', name: 'x', properties: {} };
  const id = 'required /properties/inquiryTemplateId';
  expect(effect(provider, id, sent, 200, {}, false)).toBe('accepted');
  expect(effect(provider, id, sent, 400, refusal('inquiryTemplateId: is required'), false)).toBe('refused');
});
