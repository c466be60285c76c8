import type { Settings } from '../config/load.js';
import type { Effect, OperationId, Tier } from '../domain/operation.js';
import type { Unverified } from '../domain/outcome.js';
import { mailHost, nameOf } from '../org/journal/names.js';
import { mayReachOtherSystems, mostUserTypes } from '../org/write-preflight.js';
import type { CallOptions, Need } from './model.js';
import { needsName, needsTier } from './reasons.js';
import { matchesLogin, valuesFor } from './required-attributes.js';

type Facts = Pick<Settings, 'org' | 'allow' | 'effects'>;

const refusals: Record<Need, (facts: Facts) => Unverified | undefined> = {
  'user-activation': ({ allow, effects }) =>
    allow.includes('user-activation') || (effects && !mayReachOtherSystems(effects))
      ? undefined
      : notAllowed('user-activation', 'users, who may get accounts in other systems, are activated'),
  'admin-roles': ({ allow }) =>
    allow.includes('admin-roles')
      ? undefined
      : notAllowed('admin-roles', 'administrator roles are granted to objects of the run'),
  'ordinary-clients': ({ effects }) => {
    if (effects?.clientsBecomeAdmins === false) return undefined;
    return prevented(
      effects?.clientsBecomeAdmins
        ? 'new client apps become super administrators (clientPrivilegesSetting)'
        : 'clientPrivilegesSetting cannot be read: new client apps may become super administrators',
    );
  },
  'user-profile': ({ effects }) => {
    const name = nameOf('00000000', 1);
    if (effects?.required && !valuesFor(effects.required, name))
      return prevented('the org requires an attribute of users for which no valid value is known');
    return effects?.loginPattern === undefined || matchesLogin(effects.loginPattern, `${name}@${mailHost}`)
      ? undefined
      : prevented("the org's pattern for logins does not match those of the run");
  },
  'user-type-quota': ({ effects }) =>
    (effects?.userTypes ?? 0) < mostUserTypes
      ? undefined
      : {
          kind: 'skipped',
          reason: 'limit-reached',
          detail: `the org has reached the maximum number of user types (${mostUserTypes})`,
        },
};

/** Why writes with these needs are not sent. */
export function refusalOf(needs: readonly Need[], facts: Facts): Unverified | undefined {
  if (facts.org.kind === 'reference') return undefined;
  for (const need of needs) {
    const why = refusals[need](facts);
    if (why) return why;
  }
  return undefined;
}

/** The settings of a run that decide which requests are allowed. */
interface Permissions {
  mayBeAsked(operation: OperationId): boolean;
  allows(tier: Tier): boolean;
  refusal(needs?: readonly Need[]): Unverified | undefined;
}

/** Why a run may not send an operation: it is not named, its tier is not selected, or one of its needs is not met. */
export function barrier(
  run: Permissions,
  operation: OperationId,
  { onlyNamed, needs }: Pick<CallOptions, 'onlyNamed' | 'needs'>,
  tier: Tier,
): Unverified | undefined {
  if (onlyNamed && !run.mayBeAsked(operation)) return needsName;
  return run.allows(tier) ? run.refusal(needs) : needsTier(tier);
}

function notAllowed(effect: Effect, detail: string): Unverified {
  return { kind: 'skipped', reason: 'needs-permission', detail: `${detail} only with OKTA_CONTRACTS_ALLOW=${effect}` };
}

function prevented(detail: string): Unverified {
  return { kind: 'skipped', reason: 'org-setting', detail };
}
