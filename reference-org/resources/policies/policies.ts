import { merged } from '../../bodies.js';
import { forbidden, invalid, notFound } from '../../errors.js';
import { lifecycle, nextStep } from '../../lifecycle.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import { hasSince, type JsonObject, type OrgState, timestamp } from '../../state.js';
import { resource as groups } from '../groups/groups.js';
import { resource as users } from '../users/users.js';
import { kindOf, type PolicyKind, policyKinds } from './kinds.js';
import { serveRules } from './rules.js';

const path = '/api/v1/policies';

/** Policies of all types. Each org has one default policy of each type, which cannot be deleted. */
export const resource: Resource = { scope: 'okta.policies', after: [users, groups], serve };

function serve(routes: Routes, state: OrgState): void {
  const policies = state.collection('policies');
  const get = (id = ''): JsonObject => {
    const policy = policies.get(id);
    if (!policy) throw notFound(id, 'Policy');
    return policy;
  };
  const rules = serveRules(routes, state, get);

  const make = (given: JsonObject, system: boolean): JsonObject => {
    const kind = kindOf(given.type);
    const at = timestamp(state);
    const id = state.newId(kind.prefixes[0]);
    const policy = { id, status: 'ACTIVE', priority: 1, system, created: at, lastUpdated: at, ...given };
    policies.set(id, policy);
    rules.makeLast(policy);
    return policy;
  };
  const present = (policy: JsonObject) => presentPolicy(state, policy);
  const changeable = (policy: JsonObject): JsonObject => {
    if (policy.system) throw forbidden('E0000077', 'The policy is a default of the org, and stays as it is.');
    return policy;
  };

  routes.on(`GET ${path}`, ({ query }) => {
    const type = query.get('type');
    if (!type) throw invalid('type', 'type: The parameter is missing.');
    kindOf(type);
    return { body: [...policies.values()].filter((policy) => policy.type === type).map(present) };
  });
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(make(read(state, body), false)) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => {
    const policy = get(ids[0]);
    if (body.type !== policy.type) throw invalid('type', 'type: The type of a policy cannot be changed.');
    return { body: present(Object.assign(policy, read(state, body), { lastUpdated: timestamp(state) })) };
  });
  routes.on(`DELETE ${path}/{id}`, ({ ids }) => {
    policies.delete(String(changeable(get(ids[0])).id));
    return { status: 204 };
  });
  routes.on(`POST ${path}/{id}/clone`, ({ ids }) => {
    const policy = get(ids[0]);
    if (policy.type !== 'ACCESS_POLICY') throw invalid('type', 'type: Only access policies can be cloned.');
    const copy = make({ ...read(state, policy), name: `[cloned] ${policy.name}` }, false);
    // The response has no dates; a later GET has them.
    return { body: { ...present(copy), created: null, lastUpdated: null } };
  });
  for (const [verb, status] of lifecycle) {
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => {
      Object.assign(changeable(get(ids[0])), { status, lastUpdated: timestamp(state) });
      return { status: 204 };
    });
  }

  createDefaults(state, make);
}

/** Creates the default policy of each type. */
function createDefaults(state: OrgState, make: (values: JsonObject, system: boolean) => JsonObject): void {
  const [everyone] = state.collection('groups').keys();
  for (const [type, { name, forGroups }] of Object.entries(policyKinds)) {
    const conditions = forGroups ? { conditions: { people: { groups: { include: [everyone ?? ''] } } } } : {};
    make(read(state, { name, type, description: 'Came with the org', ...conditions }), true);
  }
}

/** A policy as responses show it. */
function presentPolicy(state: OrgState, policy: JsonObject): JsonObject {
  const self = `${state.url()}${path}/${policy.id}`;
  const verb = nextStep(policy);
  return {
    ...policy,
    ...(policy.type === 'ACCESS_POLICY' ? { _embedded: { resourceType: 'APP' } } : {}),
    _links: {
      self: policy.system ? link(self, 'GET', 'PUT') : link(self, 'GET', 'PUT', 'DELETE'),
      rules: link(`${self}/rules`, 'GET', 'POST'),
      ...(policy.system
        ? {}
        : {
            mappings: link(`${self}/mappings`, 'GET', 'POST'),
            [verb]: link(`${self}/lifecycle/${verb}`, 'POST'),
          }),
    },
  };
}

/** The conditions of a policy, with defaults. */
function conditionsOf(body: JsonObject, kind: PolicyKind): JsonObject | null {
  if (!kind.forGroups) return null;
  const provider = kind.ruleType === 'PASSWORD' ? { authProvider: { provider: 'OKTA' } } : {};
  return { ...provider, ...((body.conditions ?? {}) as JsonObject) };
}

/** The settings of a policy: those of a request, and defaults. */
function settingsOf(state: OrgState, { settings = {} }: PolicyKind, given: JsonObject): JsonObject {
  const own = structuredClone(merged(settings, given));
  // Protection against breached passwords, conditions in Expression Language and grace periods were added in the current edition.
  // The previous one ignores them.
  if (state.profile !== 'previous') return withLater(state, own);
  const password = (own.password ?? {}) as JsonObject;
  delete password.breachedProtection;
  delete ((password.complexity ?? {}) as JsonObject).oelStatement;
  for (const { enroll } of (own.authenticators ?? []) as { enroll?: JsonObject }[]) delete enroll?.gracePeriod;
  return own;
}

/** Adds the defaults of the settings that later editions added. */
function withLater(state: OrgState, { authenticators, ...settings }: JsonObject): JsonObject {
  const password = settings.password as JsonObject | undefined;
  return {
    ...settings,
    ...(password && hasSince(state, '2026.03.0')
      ? { password: merged({ complexity: { maxConsecutiveCharacters: 3 } }, password) }
      : {}),
    ...(authenticators === undefined
      ? {}
      : { authenticators: (authenticators as JsonObject[]).map(withLaterSettings) }),
  };

  function withLaterSettings(authenticator: JsonObject): JsonObject {
    const isEmail = authenticator.key === 'okta_email' && hasSince(state, '2026.05.1');
    return merged(isEmail ? { enroll: { autoEnroll: true } } : {}, authenticator);
  }
}

/** The values of a policy in a request. Throws 400 if they are not valid. */
function read(state: OrgState, body: JsonObject): JsonObject {
  const kind = kindOf(body.type);
  if (typeof body.name !== 'string' || body.name === '') throw invalid('name', 'name: The field cannot be left blank');
  const groups = ((body.conditions as JsonObject | null)?.people as JsonObject | undefined)?.groups;
  if (kind.forGroups && !groups) throw invalid('conditions', 'conditions: The policy must be for a group.');
  return {
    name: body.name,
    type: body.type ?? null,
    ...(body.description === undefined ? {} : { description: body.description }),
    conditions: conditionsOf(body, kind),
    ...(kind.settings ? { settings: settingsOf(state, kind, (body.settings ?? {}) as JsonObject) } : {}),
  };
}
