// @ts-nocheck
import type { Settings } from '../../config/load.js';
import type { Count, WriteEffects } from '../../domain/write-effects.js';
import type { Need } from '../../engine/model.js';
import { refusalOf } from '../../engine/needs.js';
import { mayReachOtherSystems } from '../../org/write-preflight.js';
import { wrapped } from './preflight.js';

/** How a need that is not met is announced before a run: what is not sent, and why. */
const withheld: Partial<Record<Need, (why: string) => string>> = {
  'user-profile': (why) => `No users are created: ${why}.`,
  'ordinary-clients': (why) => `No client apps are created: ${why}.`,
  'user-type-quota': (why) => `No user types are created: ${why}.`,
  'admin-roles': (why) => `${why.charAt(0).toUpperCase()}${why.slice(1)}.`,
};

/** What a run of the write tier would cause on the org, and what it does not do for that reason, in a few lines. */
export function renderEffects(effects: WriteEffects, settings: Pick<Settings, 'org' | 'allow'>): string {
  const { required } = effects;
  const attributes = Object.keys(required ?? {}).length;
  const refusals = Object.entries(withheld).flatMap(([need, announce]) => {
    const why = refusalOf([need as Need], { ...settings, effects });
    return why ? [announce(why.detail)] : [];
  });
  const isCreated = !refusalOf(['user-profile'], { ...settings, effects });
  return [
    activation(effects, settings),
    ...onCreation(effects),
    ...(attributes > 0 && isCreated
      ? [`New users get invented values for ${counted(attributes, 'required attribute')}.`]
      : []),
    ...refusals,
  ]
    .map((line, i) => wrapped(`${i === 0 ? 'Effects' : ''}`.padEnd(11) + line))
    .join('\n');
}

function activation(effects: WriteEffects, settings: Pick<Settings, 'org' | 'allow'>): string {
  if (!mayReachOtherSystems(effects))
    return 'users are activated: no app on Everyone provisions, and there are no group rules and no event hooks.';
  const { provisioningApps, groupRules, eventHooks } = effects;
  const causes = [
    ...cause(provisioningApps, 'app on Everyone with provisioning', 'apps on Everyone with provisioning'),
    ...cause(groupRules, 'group rule'),
    ...cause(eventHooks, 'event hook'),
  ].join(', ');
  const isBarred = refusalOf(['user-activation'], { ...settings, effects });
  return `activating users may create accounts in other systems: ${causes}. ${
    isBarred
      ? 'Users stay STAGED; OKTA_CONTRACTS_ALLOW=user-activation activates them.'
      : 'Users are activated, as OKTA_CONTRACTS_ALLOW says.'
  }`;
}

/** What also staged users cause. */
function onCreation({ eventHooks, registrationHooks }: WriteEffects): string[] {
  const causes = [...cause(eventHooks, 'event hook'), ...cause(registrationHooks, 'registration hook')];
  return causes.length > 0 ? [`Creating and removing users and groups may call ${causes.join(' and ')}.`] : [];
}

/** A number of objects that cause something; nothing where there are none. */
function cause(count: Count, one: string, many = `${one}s`): string[] {
  if (count === undefined) return [`${many} (not readable)`];
  return count === 0 ? [] : [counted(count, one, many)];
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
