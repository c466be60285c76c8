import { merged } from '../../bodies.js';
import { forbidden, invalid, notFound } from '../../errors.js';
import { lifecycle, nextStep } from '../../lifecycle.js';
import { link } from '../../links.js';
import type { Routes } from '../../resource.js';
import { hasSince, type JsonObject, type OrgState, timestamp } from '../../state.js';
import { kindOf, type PolicyKind } from './kinds.js';

const path = '/api/v1/policies/{policy}/rules';

/** The rules of policies. The last rule of each policy is a catch-all. */
export function serveRules(
  routes: Routes,
  state: OrgState,
  getPolicy: (id: string | undefined) => JsonObject,
): { makeLast: (policy: JsonObject) => void } {
  const all = state.collection('policyRules');
  const find = (ids: string[]): { policy: JsonObject; rule: JsonObject } => {
    const policy = getPolicy(ids[0]);
    const rule = all.get(ids[1] ?? '');
    if (rule?.parentId !== policy.id) throw notFound(ids[1] ?? '', 'PolicyRule');
    return { policy, rule: rule as JsonObject };
  };
  const present = (policy: JsonObject, rule: JsonObject) => presentRule(state, policy, rule);
  const changeable = (rule: JsonObject): JsonObject => {
    if (rule.system) throw forbidden('E0000077', 'The rule is the last of its policy, and stays as it is.');
    return rule;
  };

  routes.on(`GET ${path}`, ({ ids }) => {
    const policy = getPolicy(ids[0]);
    return { body: rulesOf(state, policy).map((rule) => present(policy, rule)) };
  });
  routes.on(`POST ${path}`, ({ ids, body }) => {
    const policy = getPolicy(ids[0]);
    return { body: present(policy, make(state, policy, read(state, policy, body), false)) };
  });
  routes.on(`GET ${path}/{rule}`, ({ ids }) => {
    const { policy, rule } = find(ids);
    return { body: present(policy, rule) };
  });
  routes.on(`PUT ${path}/{rule}`, ({ ids, body }) => {
    const { policy, rule } = find(ids);
    return { body: present(policy, Object.assign(rule, read(state, policy, body), { lastUpdated: timestamp(state) })) };
  });
  routes.on(`DELETE ${path}/{rule}`, ({ ids }) => {
    all.delete(String(changeable(find(ids).rule).id));
    return { status: 204 };
  });
  for (const [verb, status] of lifecycle) {
    routes.on(`POST ${path}/{rule}/lifecycle/${verb}`, ({ ids }) => {
      Object.assign(changeable(find(ids).rule), { status, lastUpdated: timestamp(state) });
      return { status: 204 };
    });
  }

  return {
    makeLast(policy) {
      const kind = kindOf(policy.type);
      const { ruleType: type, conditions } = kind;
      make(state, policy, { name: 'Catch-all Rule', type, actions: usualActions(state, kind), conditions }, true);
    },
  };
}

/** The conditions of a rule, with defaults. */
function completed(kind: PolicyKind, given: JsonObject): JsonObject {
  const usual: JsonObject = { people: { users: { exclude: [] } }, network: { connection: 'ANYWHERE' } };
  const more: Record<string, JsonObject> = {
    ACCESS_POLICY: { riskScore: { level: 'ANY' }, userType: { include: [], exclude: [] } },
    SIGN_ON: { authContext: { authType: 'ANY' }, identityProvider: { provider: 'ANY' } },
  };
  return merged({ ...usual, ...more[kind.ruleType] }, given);
}

/** A rule as responses show it. */
function presentRule(state: OrgState, policy: JsonObject, rule: JsonObject): JsonObject {
  const self = `${state.url()}/api/v1/policies/${policy.id}/rules/${rule.id}`;
  const verb = nextStep(rule);
  const { parentId: _, ...shown } = structuredClone(rule);
  const appSignOn = (shown.actions as JsonObject).appSignOn as JsonObject | undefined;
  if (appSignOn && state.profile === 'previous') removeAdded(appSignOn);
  return {
    ...shown,
    _links: {
      self: rule.system ? link(self, 'GET', 'PUT') : link(self, 'GET', 'PUT', 'DELETE'),
      ...(rule.system ? {} : { [verb]: link(`${self}/lifecycle/${verb}`, 'POST') }),
    },
  };
}

/** Removes what was added in the current edition. */
function removeAdded(appSignOn: JsonObject): void {
  delete appSignOn.keepMeSignedIn;
  const { constraints = [] } = (appSignOn.verificationMethod ?? {}) as { constraints?: { possession?: JsonObject }[] };
  for (const { possession } of constraints) delete possession?.userVerificationMethods;
}

/** The values of a rule in a request. Throws 400 if they are not valid. */
function read(state: OrgState, policy: JsonObject, body: JsonObject): JsonObject {
  const kind = kindOf(policy.type);
  if (typeof body.name !== 'string' || body.name === '') throw invalid('name', 'name: The field cannot be left blank');
  if (body.type !== kind.ruleType) throw invalid('type', `type: A rule of this policy is of type ${kind.ruleType}.`);
  // The current edition accepts null, and then sets the priority itself.
  if (body.priority === null && state.profile === 'previous') throw invalid('priority', 'priority: must be a number');
  return {
    name: body.name,
    type: body.type,
    conditions: completed(kind, (body.conditions ?? {}) as JsonObject),
    actions: merged(usualActions(state, kind), (body.actions ?? {}) as JsonObject),
  };
}

/** The actions of a rule, if a request does not state them. */
function usualActions(state: OrgState, { ruleType, actions }: PolicyKind): JsonObject {
  if (ruleType !== 'PASSWORD' || !hasSince(state, '2026.05.1')) return actions;
  return merged({ selfServicePasswordReset: { settings: { allowRecoveryEmailWithoutEnrollment: false } } }, actions);
}

/** Adds a rule to a policy. */
function make(state: OrgState, policy: JsonObject, given: JsonObject, system: boolean): JsonObject {
  const all = state.collection('policyRules');
  const at = timestamp(state);
  const id = state.newId(kindOf(policy.type).prefixes[1]);
  const rule: JsonObject = {
    id,
    parentId: policy.id ?? null,
    status: 'ACTIVE',
    priority: system ? 99 : rulesOf(state, policy).length,
    system,
    created: at,
    lastUpdated: at,
    ...given,
  };
  all.set(id, rule);
  return rule;
}

/** The rules of a policy. */
function rulesOf(state: OrgState, policy: JsonObject): JsonObject[] {
  return [...state.collection('policyRules').values()].filter((rule) => rule.parentId === policy.id);
}
