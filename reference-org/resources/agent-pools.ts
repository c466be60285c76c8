import { pick } from '../bodies.js';
import { invalid, notFound } from '../errors.js';
import { link } from '../links.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/agentPools';
const updates = `${path}/{id}/updates`;

/** Agents of a directory, and the updates of their software. */
export const resource: Resource = { scope: 'okta.agentPools', serve };

function serve(routes: Routes, state: OrgState): void {
  const pool = poolOf(state);
  const requirePool = (id = ''): void => {
    if (id !== pool.id) throw notFound(id, 'AppInstance');
  };
  routes.on(`GET ${path}`, ({ query }) => ({ body: (query.get('poolType') ?? 'AD') === 'AD' ? [pool] : [] }));
  const settings: JsonObject = {
    agentType: 'AD',
    continueOnError: false,
    latestVersion: '3.22.0',
    minimalSupportedVersion: '3.0.0',
    poolId: pool.id ?? '',
    poolName: 'A directory',
    releaseChannel: 'GA',
  };
  routes.on(`GET ${updates}/settings`, ({ ids }) => {
    requirePool(ids[0]);
    return { body: settings };
  });
  routes.on(`POST ${updates}/settings`, ({ ids, body }) => {
    requirePool(ids[0]);
    return { status: 201, body: Object.assign(settings, pick(body, 'continueOnError', 'releaseChannel')) };
  });
  serveUpdates(routes, state, { agent: agentOf(pool), requirePool });
}

/** The updates of the pool. Real orgs return 200, although the documents state 201. */
function serveUpdates(
  routes: Routes,
  state: OrgState,
  { agent, requirePool }: { agent: JsonObject; requirePool: (id?: string) => void },
): void {
  const stored = repositoryOf(state, 'agentPoolUpdates', { idPrefix: 'ajd', type: 'AgentPoolUpdate' });
  const read = (body: JsonObject): JsonObject => {
    const missing = ['name', 'agentType', 'agents'].find((name) => body[name] === undefined);
    if (missing) throw invalid('name', `errors in the field: ${missing}`);
    return {
      ...pick(body, 'name', 'agentType', 'enabled', 'schedule', 'notifyAdmin'),
      agents: [{ ...agent, updateStatus: 'Scheduled', updateMessage: 'Queued for update.' }],
      targetVersion: '3.22.0',
    };
  };
  const present = ({ created: _, lastUpdated: __, ...update }: JsonObject): JsonObject => ({ ...update, _links: {} });
  routes.on(`GET ${updates}`, ({ ids }) => {
    requirePool(ids[0]);
    return { body: stored.list().map(present) };
  });
  routes.on(`POST ${updates}`, ({ ids, body }) => {
    requirePool(ids[0]);
    return { body: present(stored.add({ ...read(body), status: 'Scheduled' })) };
  });
  routes.on(`GET ${updates}/{update}`, ({ ids }) => ({ body: present(stored.get(ids[1])) }));
  routes.on(`POST ${updates}/{update}`, ({ ids, body }) => ({
    body: present(stored.change(stored.get(ids[1]), read(body))),
  }));
  routes.on(`DELETE ${updates}/{update}`, ({ ids }) => {
    stored.remove(stored.get(ids[1]));
    return { status: 204 };
  });
  for (const [verb, values] of Object.entries(verbs))
    routes.on(`POST ${updates}/{update}/${verb}`, ({ ids }) => ({
      body: present(stored.change(stored.get(ids[1]), values)),
    }));
  stored.add({
    ...read({
      name: 'Nightly',
      agentType: 'AD',
      agents: [],
      enabled: true,
      schedule: { cron: '0 3 * * WED', timezone: 'America/New_York', duration: 1020 },
      notifyAdmin: true,
    }),
    status: 'Scheduled',
  });
}

/** What the operations on the state of an update set. */
const verbs: Record<string, JsonObject> = {
  activate: { enabled: true },
  deactivate: { enabled: false },
  pause: { status: 'Paused' },
  resume: { status: 'InProgress' },
  retry: { status: 'InProgress' },
  stop: { status: 'Cancelled' },
};

/** The pool of the org, with one agent. */
function poolOf(state: OrgState): JsonObject {
  const poolId = state.newId('0oa');
  const self = link(`${state.url()}${path}/${poolId}`, 'GET');
  const agent = {
    id: state.newId('a53'),
    poolId,
    name: 'An agent',
    type: 'AD',
    operationalStatus: 'OPERATIONAL',
    isHidden: false,
    isLatestGAedVersion: true,
    lastConnection: state.now(),
    version: '3.18.0',
    _links: { self },
  };
  return {
    id: poolId,
    name: 'A directory',
    type: 'AD',
    operationalStatus: 'OPERATIONAL',
    agents: [agent],
    // The number of agents was added in the current edition.
    ...(state.profile === 'previous' ? {} : { disruptedAgents: 0, inactiveAgents: 0, _links: { self } }),
  };
}

/** The agent of the pool, as updates contain it. */
function agentOf(pool: JsonObject): JsonObject {
  const [{ _links: _, ...agent } = {}] = pool.agents as JsonObject[];
  return agent;
}
