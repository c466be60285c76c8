// @ts-nocheck
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import type { OrgState } from '../state.js';

/** Agents of a directory. */
export const resource: Resource = { scope: 'okta.agentPools', serve };

function serve(routes: Routes, state: OrgState): void {
  const poolId = state.newId('0oa');
  const agentId = state.newId('a53');
  const self = (id: string) => link(`${state.url()}/api/v1/agentPools/${id}`, 'GET');
  routes.on('GET /api/v1/agentPools', ({ query }) => {
    const wanted = query.get('poolType') ?? 'AD';
    const agent = {
      id: agentId,
      poolId,
      name: 'An agent',
      type: 'AD',
      operationalStatus: 'OPERATIONAL',
      isHidden: false,
      isLatestGAedVersion: true,
      lastConnection: state.now(),
      version: '3.18.0',
      _links: { self: self(poolId) },
    };
    const pool = {
      id: poolId,
      name: 'A directory',
      type: 'AD',
      operationalStatus: 'OPERATIONAL',
      agents: [agent],
      // The number of agents was added in the current edition.
      ...(state.profile === 'previous'
        ? {}
        : { disruptedAgents: 0, inactiveAgents: 0, _links: { self: self(poolId) } }),
    };
    return { body: wanted === 'AD' ? [pool] : [] };
  });
}
