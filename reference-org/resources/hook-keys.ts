import { createHash, randomUUID } from 'node:crypto';
import { invalid, notFound } from '../errors.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/hook-keys';

/** Keys with which hooks sign their requests. Only the name of a key can change, and it is unique. */
export const resource: Resource = { scope: 'okta.inlineHooks', serve };

function serve(routes: Routes, state: OrgState): void {
  const keys = repositoryOf(state, 'hookKeys', { idPrefix: 'HKY', type: 'HookKey' });
  const read = ({ name }: JsonObject): JsonObject => {
    if (typeof name !== 'string' || name === '' || name.length > 255) throw invalid('name', 'name: is not valid.');
    if (keys.list().some((key) => key.name === name)) throw invalid('name', 'name: A key with this name exists.');
    return { name };
  };
  const withPublicKey = (key: JsonObject) => ({ ...key, _embedded: publicKeyOf(key) });
  routes.on(`GET ${path}`, () => ({ body: keys.list() }));
  routes.on(`POST ${path}`, ({ body }) => ({
    body: withPublicKey(keys.add({ keyId: randomUUID(), ...read(body), isUsed: 'false' })),
  }));
  routes.on(`GET ${path}/public/{keyId}`, ({ ids: [id = ''] }) => {
    const key = keys.list().find(({ keyId }) => keyId === id);
    if (!key) throw notFound(id, 'HookKey');
    return { body: publicKeyOf(key) };
  });
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: keys.get(ids[0]) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => ({
    body: withPublicKey(keys.change(keys.get(ids[0]), read(body))),
  }));
  routes.on(`DELETE ${path}/{id}`, removalFrom(keys));
  keys.add({ keyId: 'b0b1c2d3-0000-4000-8000-0a1b2c3d4e5f', name: 'Tokens', isUsed: 'true' });
}

function publicKeyOf({ keyId = null }: JsonObject): JsonObject {
  const n = createHash('sha256').update(String(keyId)).digest('base64url');
  return { kty: 'RSA', alg: 'RSA', kid: keyId, use: null, e: 'AQAB', n };
}
