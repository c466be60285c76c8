import { collection, lacks, pick } from '../collection.js';
import { invalid, notFound, OrgError } from '../errors.js';
import { link } from '../links.js';
import type { JsonObject, OrgState } from '../org.js';
import type { Router } from '../router.js';

const path = '/api/v1/authorizationServers/{server}';

/** Whom authorization servers trust: other servers, and the keys for which they encrypt. */
export function serveAuthorizationServerTrust(
  router: Router,
  state: OrgState,
  present: (server: JsonObject) => JsonObject,
): void {
  const servers = state.collection('authorizationServers');
  const get = (id = ''): JsonObject => {
    const server = servers.get(id);
    if (!server) throw notFound(id, 'AuthorizationServer');
    return server;
  };
  const trusted = new Map<string, string[]>();
  // As they are, without their links.
  const associated = (id: unknown) => ({
    body: (trusted.get(String(id)) ?? []).flatMap((other) => {
      const server = servers.get(other);
      return server ? [{ ...present(server), _links: null }] : [];
    }),
  });
  router.on(`GET ${path}/associatedServers`, ({ ids }) => associated(get(ids[0]).id));
  router.on(`POST ${path}/associatedServers`, ({ ids, body }) => {
    const { id } = get(ids[0]);
    const others = Array.isArray(body.trusted) ? body.trusted.map(String) : [];
    for (const other of others) get(other);
    trusted.set(String(id), [...new Set([...(trusted.get(String(id)) ?? []), ...others])]);
    return associated(id);
  });
  router.on(`DELETE ${path}/associatedServers/{other}`, ({ ids }) => {
    const { id } = get(ids[0]);
    trusted.set(
      String(id),
      (trusted.get(String(id)) ?? []).filter((other) => other !== ids[1]),
    );
    return { status: 204 };
  });

  const terms = { isNew: true, feature: 'encrypted-access-tokens' } as const;
  const keys = collection(state, 'resourceServerKeys', 'rsk', 'ResourceServerJsonWebKey');
  const find = (ids: string[]): JsonObject => {
    const key = keys.get(ids[1]);
    if (key.of !== get(ids[0]).id) throw notFound(ids[1] ?? '', 'ResourceServerJsonWebKey');
    return key;
  };
  const presentKey = ({ of: server, ...key }: JsonObject): JsonObject => {
    const self = `${state.url()}${path.replace('{server}', String(server))}/resourceservercredentials/keys/${key.id}`;
    return {
      ...key,
      _links:
        key.status === 'ACTIVE'
          ? { deactivate: link(`${self}/lifecycle/deactivate`, 'POST') }
          : { activate: link(`${self}/lifecycle/activate`, 'POST'), delete: link(self, 'DELETE') },
    };
  };
  const all = `${path}/resourceservercredentials/keys`;
  router.on(`GET ${all}`, ({ ids }) => ({ body: keys.list(String(get(ids[0]).id)).map(presentKey) }), terms);
  router.on(
    `POST ${all}`,
    ({ ids, body }) => {
      const server = get(ids[0]);
      if (lacks(body, 'kty', 'e', 'n')) throw invalid('key', 'kty, e and n are needed.');
      if (body.use !== 'enc') throw invalid('use', 'use: must be enc.');
      if (body.status === 'ACTIVE') throw invalid('status', 'status: A key is added inactive.');
      const given = { kid: body.kid ?? null, ...pick(body, 'kty', 'use', 'e', 'n'), status: 'INACTIVE' };
      return { status: 201, body: presentKey(keys.add(given, String(server.id))) };
    },
    terms,
  );
  router.on(`GET ${all}/{key}`, ({ ids }) => ({ body: presentKey(find(ids)) }), terms);
  router.on(
    `DELETE ${all}/{key}`,
    ({ ids }) => {
      const key = find(ids);
      if (key.status === 'ACTIVE') throw new OrgError(400, 'E0000001', 'Api validation failed: the key is active');
      keys.remove(key);
      return { status: 204 };
    },
    terms,
  );
  router.on(
    `POST ${all}/{key}/lifecycle/activate`,
    ({ ids }) => {
      const key = find(ids);
      // One at a time.
      for (const other of keys.list(String(key.of))) keys.change(other, { status: 'INACTIVE' });
      return { body: presentKey(keys.change(key, { status: 'ACTIVE' })) };
    },
    terms,
  );
  router.on(
    `POST ${all}/{key}/lifecycle/deactivate`,
    ({ ids }) => ({ body: presentKey(keys.change(find(ids), { status: 'INACTIVE' })) }),
    terms,
  );
}
