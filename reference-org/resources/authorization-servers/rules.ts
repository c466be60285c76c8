import { merged } from '../../bodies.js';
import { invalid, notFound } from '../../errors.js';
import { lifecycle, nextStep } from '../../lifecycle.js';
import { link } from '../../links.js';
import { repositoryOf } from '../../repository.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { resource as policies, policiesOf } from './policies.js';
import { path as servers, urlOf } from './servers.js';

const path = `${servers}/{server}/policies/{policy}/rules`;

const usual: JsonObject = {
  conditions: { people: { users: { exclude: [] } }, grantTypes: { include: [] }, scopes: { include: [] } },
  actions: {
    token: { accessTokenLifetimeMinutes: 60, refreshTokenLifetimeMinutes: 0, refreshTokenWindowMinutes: 10080 },
  },
};

/** Rules of the policies of authorization servers. */
export const resource: Resource = { scope: 'okta.authorizationServers', after: [policies], serve };

function serve(routes: Routes, state: OrgState): void {
  const rules = repositoryOf(state, 'authorizationServerRules', { idPrefix: '0pr', type: 'PolicyRule' });
  const all = policiesOf(state);
  const find = (ids: string[]): JsonObject => {
    const rule = rules.get(ids[2]);
    if (rule.parentId !== all.find(ids).id) throw notFound(ids[2] ?? '', 'PolicyRule');
    return rule;
  };
  const present = (rule: JsonObject) => presentRule(state, rule);
  routes.on(`GET ${path}`, ({ ids }) => ({ body: rules.list(String(all.find(ids).id)).map(present) }));
  routes.on(`POST ${path}`, ({ ids, body }) => {
    const policy = String(all.find(ids).id);
    const given = { status: 'ACTIVE', priority: rules.list(policy).length + 1, system: false, ...read(body) };
    return { status: 201, body: present(rules.add(given, policy)) };
  });
  routes.on(`GET ${path}/{rule}`, ({ ids }) => ({ body: present(find(ids)) }));
  routes.on(`PUT ${path}/{rule}`, ({ ids, body }) => ({ body: present(rules.change(find(ids), read(body))) }));
  routes.on(`DELETE ${path}/{rule}`, ({ ids }) => {
    rules.remove(find(ids));
    return { status: 204 };
  });
  for (const [verb, status] of lifecycle)
    routes.on(`POST ${path}/{rule}/lifecycle/${verb}`, ({ ids }) => {
      rules.change(find(ids), { status });
      return { status: 204 };
    });
  const [policy] = all.of('default');
  const conditions = {
    people: { groups: { include: ['EVERYONE'] } },
    grantTypes: { include: ['client_credentials', 'authorization_code'] },
    scopes: { include: ['*'] },
  };
  const given = read({ name: 'Default Policy Rule', type: 'RESOURCE_ACCESS', conditions });
  rules.add({ status: 'ACTIVE', priority: 1, system: false, ...given }, String(policy?.id));
}

/** The values of a rule in a request, with defaults. Throws 400 if they are not valid. */
function read(body: JsonObject): JsonObject {
  const { name, type, conditions, actions, priority } = body;
  if (typeof name !== 'string' || name === '') throw invalid('name', 'name: The field cannot be left blank');
  if (type !== 'RESOURCE_ACCESS') throw invalid('type', 'type: must be RESOURCE_ACCESS.');
  if (!conditions) throw invalid('conditions', 'conditions: The field cannot be left blank');
  const given = { conditions, ...(actions === undefined ? {} : { actions }) };
  return { name, type, ...merged(usual, given), ...(priority === undefined ? {} : { priority }) };
}

function presentRule(state: OrgState, { parentId: policy, ...rule }: JsonObject): JsonObject {
  const { parentId: server } = policiesOf(state).get(String(policy));
  const self = `${urlOf(state, server)}/policies/${policy}/rules/${rule.id}`;
  const verb = nextStep(rule);
  return {
    ...rule,
    _links: {
      self: link(self, 'GET', 'PUT', 'DELETE'),
      [verb]: link(`${self}/lifecycle/${verb}`, 'POST'),
    },
  };
}
