import { invalid } from '../../errors.js';
import { lifecycle, nextStep } from '../../lifecycle.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { resource as authorizationServers } from './authorization-servers.js';
import { findServer, type Parts, partsOf, path, urlOf } from './servers.js';

/** Policies of authorization servers. */
export const resource: Resource = { scope: 'okta.authorizationServers', after: [authorizationServers], serve };

function serve(routes: Routes, state: OrgState): void {
  const policies = policiesOf(state);
  const present = (policy: JsonObject) => presentPolicy(state, policy);
  routes.on(`GET ${path}/{server}/policies`, ({ ids }) => ({ body: policies.of(ids[0]).map(present) }));
  routes.on(`POST ${path}/{server}/policies`, ({ ids, body }) => {
    const server = findServer(state, ids[0]);
    const policy = policies.add({ status: 'ACTIVE', system: false, ...readPolicy(state, body) }, String(server.id));
    return { status: 201, body: present(policy) };
  });
  routes.on(`GET ${path}/{server}/policies/{policy}`, ({ ids }) => ({ body: present(policies.find(ids)) }));
  routes.on(`PUT ${path}/{server}/policies/{policy}`, ({ ids, body }) => ({
    body: present(policies.change(policies.find(ids), readPolicy(state, body))),
  }));
  routes.on(`DELETE ${path}/{server}/policies/{policy}`, ({ ids }) => {
    policies.remove(policies.find(ids));
    return { status: 204 };
  });
  for (const [verb, status] of lifecycle)
    routes.on(`POST ${path}/{server}/policies/{policy}/lifecycle/${verb}`, ({ ids }) => {
      policies.change(policies.find(ids), { status });
      return { status: 204 };
    });
  policies.add(
    {
      status: 'ACTIVE',
      system: false,
      name: 'Everybody',
      description: 'All clients',
      priority: 1,
      type: 'OAUTH_AUTHORIZATION_POLICY',
      conditions: { clients: { include: ['ALL_CLIENTS'] } },
    },
    String(findServer(state, 'default').id),
  );
}

/** The policies of authorization servers. */
export function policiesOf(state: OrgState): Parts {
  return partsOf(state, 'authorizationServerPolicies', { idPrefix: '00p', type: 'Policy' });
}

/** The values of a policy in a request. Throws 400 if they are not valid. */
function readPolicy({ profile }: OrgState, body: JsonObject): JsonObject {
  const { name, description, priority, conditions, type } = body;
  for (const [key, value] of Object.entries({ name, description, priority, conditions }))
    if (value === undefined) throw invalid(key, `${key}: The field cannot be left blank`);
  // The current edition limits their lengths.
  const tooLong = Object.entries({ name: 100, description: 255 }).find(
    ([key, most]) => String(body[key]).length > most,
  );
  if (tooLong && profile !== 'previous') throw invalid(tooLong[0], `${tooLong[0]}: The value is too long.`);
  if (type !== 'OAUTH_AUTHORIZATION_POLICY') throw invalid('type', 'type: The policy type is not known.');
  return {
    name: name ?? null,
    description: description ?? null,
    priority: priority ?? null,
    conditions: conditions ?? null,
    type,
  };
}

function presentPolicy(state: OrgState, { parentId: server, ...policy }: JsonObject): JsonObject {
  const self = `${urlOf(state, server)}/policies/${policy.id}`;
  const verb = nextStep(policy);
  return {
    ...policy,
    _links: {
      self: link(self, 'GET', 'PUT', 'DELETE'),
      rules: link(`${self}/rules`, 'GET'),
      [verb]: link(`${self}/lifecycle/${verb}`, 'POST'),
    },
  };
}
