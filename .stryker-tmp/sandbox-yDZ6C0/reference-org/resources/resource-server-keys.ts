// @ts-nocheck
import { firstMissing, pick } from '../bodies.js';
import { invalid, notFound, OrgError } from '../errors.js';
import { link } from '../links.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/authorizationServers/{server}/resourceservercredentials/keys';

/** Keys with which authorization servers encrypt access tokens. At most one is active. */
export const resource: Resource = {
  scope: 'okta.authorizationServers',
  isNew: true,
  feature: 'encrypted-access-tokens',
  serve,
};

function serve(routes: Routes, state: OrgState): void {
  const servers = repositoryOf(state, 'authorizationServers', { idPrefix: 'aus', type: 'AuthorizationServer' });
  const keys = repositoryOf(state, 'resourceServerKeys', { idPrefix: 'rsk', type: 'ResourceServerJsonWebKey' });
  const find = (ids: string[]): JsonObject => {
    const key = keys.get(ids[1]);
    if (key.parentId !== servers.get(ids[0]).id) throw notFound(ids[1] ?? '', 'ResourceServerJsonWebKey');
    return key;
  };
  const present = ({ parentId: server, ...key }: JsonObject): JsonObject => {
    const self = `${state.url()}${path.replace('{server}', String(server))}/${key.id}`;
    return {
      ...key,
      _links:
        key.status === 'ACTIVE'
          ? { deactivate: link(`${self}/lifecycle/deactivate`, 'POST') }
          : { activate: link(`${self}/lifecycle/activate`, 'POST'), delete: link(self, 'DELETE') },
    };
  };
  routes.on(`GET ${path}`, ({ ids }) => ({ body: keys.list(String(servers.get(ids[0]).id)).map(present) }));
  routes.on(`POST ${path}`, ({ ids, body }) => {
    const server = servers.get(ids[0]);
    if (firstMissing(body, 'kty', 'e', 'n')) throw invalid('key', 'kty, e and n are needed.');
    if (body.use !== 'enc') throw invalid('use', 'use: must be enc.');
    if (body.status === 'ACTIVE') throw invalid('status', 'status: A key is added inactive.');
    const given = { kid: body.kid ?? null, ...pick(body, 'kty', 'use', 'e', 'n'), status: 'INACTIVE' };
    return { status: 201, body: present(keys.add(given, String(server.id))) };
  });
  routes.on(`GET ${path}/{key}`, ({ ids }) => ({ body: present(find(ids)) }));
  routes.on(`DELETE ${path}/{key}`, ({ ids }) => {
    const key = find(ids);
    if (key.status === 'ACTIVE') throw new OrgError(400, 'E0000001', 'Api validation failed: the key is active');
    keys.remove(key);
    return { status: 204 };
  });
  routes.on(`POST ${path}/{key}/lifecycle/activate`, ({ ids }) => {
    const key = find(ids);
    // Only one key is active.
    for (const other of keys.list(String(key.parentId))) keys.change(other, { status: 'INACTIVE' });
    return { body: present(keys.change(key, { status: 'ACTIVE' })) };
  });
  routes.on(`POST ${path}/{key}/lifecycle/deactivate`, ({ ids }) => ({
    body: present(keys.change(find(ids), { status: 'INACTIVE' })),
  }));
}
