import { invalid, OrgError } from '../../errors.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { findApp } from '../apps/apps.js';
import { kindOf } from './kinds.js';

/** Which policies and rules would apply to a sign-in. It changes nothing. */
export const resource: Resource = { scope: 'okta.policies', feature: 'policy-simulation', serve };

function serve(routes: Routes, state: OrgState): void {
  const rulesOf = (policy: JsonObject) =>
    [...state.collection('policyRules').values()].filter(({ parentId }) => parentId === policy.id);
  const matchOf = ({ id = null, name = null }: JsonObject) => ({ id, name, status: 'MATCH', conditions: [] });
  /** The default policy of a type, and its last rule. */
  const evaluate = (type: string): JsonObject => {
    kindOf(type);
    const policies = [...state.collection('policies').values()].filter(
      (policy) => policy.type === type && policy.system,
    );
    return {
      status: 'MATCH',
      policyType: [type],
      result: {
        policies: policies.map((policy) => ({ ...matchOf(policy), rules: rulesOf(policy).slice(-1).map(matchOf) })),
      },
      undefined: { policies: [] },
      evaluated: { policies: [] },
    };
  };
  routes.on('POST /api/v1/policies/simulate', ({ body }) => {
    if (!Array.isArray(body)) throw new OrgError(400, 'E0000003', 'The request body was not well-formed.');
    return { body: (body as JsonObject[]).flatMap((simulation) => typesOf(state, simulation).map(evaluate)) };
  });
}

/** The types of policies of a simulation. Throws 400 if it is not valid. */
function typesOf(state: OrgState, { appInstance, policyContext, policyTypes = [] }: JsonObject): string[] {
  findApp(state, String(appInstance));
  const { user, groups } = (policyContext ?? {}) as JsonObject;
  if (!user || !groups) throw new OrgError(400, 'E0000003', 'The request body was not well-formed.');
  if (!Array.isArray(policyTypes)) throw invalid('policyTypes', 'policyTypes: must be a list.');
  return policyTypes.map(String);
}
