// @ts-nocheck
import { repositoryOf } from '../../repository.js';
import type { Resource, Routes } from '../../resource.js';
import type { OrgState } from '../../state.js';
import { presentServer } from './authorization-servers.js';

const path = '/api/v1/authorizationServers/{server}';

/** Servers that an authorization server trusts. */
export const resource: Resource = { scope: 'okta.authorizationServers', serve };

function serve(routes: Routes, state: OrgState): void {
  const servers = repositoryOf(state, 'authorizationServers', { idPrefix: 'aus', type: 'AuthorizationServer' });
  const trusted = new Map<string, string[]>();
  // The links are null.
  const associated = (id: unknown) => ({
    body: (trusted.get(String(id)) ?? []).flatMap((other) => {
      const server = state.collection('authorizationServers').get(other);
      return server ? [{ ...presentServer(state, server), _links: null }] : [];
    }),
  });
  routes.on(`GET ${path}/associatedServers`, ({ ids }) => associated(servers.get(ids[0]).id));
  routes.on(`POST ${path}/associatedServers`, ({ ids, body }) => {
    const { id } = servers.get(ids[0]);
    const others = Array.isArray(body.trusted) ? body.trusted.map(String) : [];
    for (const other of others) servers.get(other);
    trusted.set(String(id), [...new Set([...(trusted.get(String(id)) ?? []), ...others])]);
    return associated(id);
  });
  routes.on(`DELETE ${path}/associatedServers/{other}`, ({ ids }) => {
    const { id } = servers.get(ids[0]);
    trusted.set(
      String(id),
      (trusted.get(String(id)) ?? []).filter((other) => other !== ids[1]),
    );
    return { status: 204 };
  });
}
