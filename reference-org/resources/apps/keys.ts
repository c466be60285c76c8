import { pick } from '../../bodies.js';
import { invalid, notFound, OrgError } from '../../errors.js';
import { lifecycle } from '../../lifecycle.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { findApp } from './apps.js';

const path = '/api/v1/apps/{app}/credentials/jwks';

/** Public keys of a client. An active key is deactivated before it is deleted. */
export const resource: Resource = { scope: 'okta.apps', serve };

function serve(routes: Routes, state: OrgState): void {
  const keys = new Map<string, JsonObject>();
  const find = (ids: string[]): JsonObject => {
    const key = keys.get(ids[1] ?? '');
    if (key?.parentId !== findApp(state, ids[0]).id) throw notFound(ids[1] ?? '', 'JsonWebKey');
    return key as JsonObject;
  };
  const present = ({ parentId: app, ...key }: JsonObject): JsonObject => {
    const self = `${state.url()}/api/v1/apps/${app}/credentials/jwks/${key.id}`;
    const active = key.status === 'ACTIVE';
    return {
      ...key,
      // `alg` was removed in the current edition.
      ...(state.profile === 'previous' ? { alg: 'RS256' } : {}),
      _links: active
        ? { deactivate: link(`${self}/lifecycle/deactivate`, 'POST') }
        : { activate: link(`${self}/lifecycle/activate`, 'POST'), delete: link(self, 'DELETE') },
    };
  };
  routes.on(`GET ${path}`, ({ ids }) => {
    const app = findApp(state, ids[0]);
    return { body: [...keys.values()].filter((key) => key.parentId === app.id).map(present) };
  });
  routes.on(`POST ${path}`, ({ ids, body }) => {
    const app = findApp(state, ids[0]);
    if (body.kty !== 'RSA' && body.kty !== 'EC') throw invalid('kty', 'kty: The type of key is not known.');
    const at = timestamp(state);
    const { kid = null, kty, use = 'sig', status = 'ACTIVE' } = body;
    // `x` and `y` were added in the current edition.
    const own = pick(body, 'e', 'n', ...(state.profile === 'previous' ? [] : ['x', 'y']));
    const times = { created: at, lastUpdated: at };
    const key: JsonObject = {
      id: state.newId('pks'),
      parentId: app.id ?? null,
      kid,
      kty,
      use,
      ...own,
      status,
      ...times,
    };
    keys.set(String(key.id), key);
    return { status: 201, body: present(key) };
  });
  routes.on(`GET ${path}/{key}`, ({ ids }) => ({ body: present(find(ids)) }));
  routes.on(`DELETE ${path}/{key}`, ({ ids }) => {
    const key = find(ids);
    if (key.status === 'ACTIVE') throw new OrgError(400, 'E0000001', 'Api validation failed: the key is active.');
    keys.delete(String(key.id));
    return { status: 204 };
  });
  for (const [verb, status] of lifecycle)
    routes.on(`POST ${path}/{key}/lifecycle/${verb}`, ({ ids }) => ({
      body: present(Object.assign(find(ids), { status, lastUpdated: timestamp(state) })),
    }));
}
