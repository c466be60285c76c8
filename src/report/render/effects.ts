import type { Settings } from '../../config/load.js';
import type { Count, WriteEffects } from '../../domain/write-effects.js';
import type { Need } from '../../engine/model.js';
import { refusalOf } from '../../engine/needs.js';
import { countOf } from '../../io/counts.js';
import { mayReachOtherSystems } from '../../org/write-preflight.js';
import { block } from './preflight.js';

/** Announcements of requests that are not sent, by the need that is not met. */
const withheld: Partial<Record<Need, (why: string) => string>> = {
  'user-profile': (why) => `No users are created: ${why}.`,
  'ordinary-clients': (why) => `No client apps are created: ${why}.`,
  'user-type-quota': (why) => `No user types are created: ${why}.`,
  'admin-roles': (why) => `${why.charAt(0).toUpperCase()}${why.slice(1)}.`,
};

/** The side effects of a run of the write tier on the org, and the requests that are not sent because of them. */
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
      ? [`New users get invented values for ${countOf(attributes, 'required attributes')}.`]
      : []),
    ...refusals,
  ]
    .flatMap((line, i) => block((i === 0 ? 'Effects' : '').padEnd(11) + line))
    .join('\n');
}

function activation(effects: WriteEffects, settings: Pick<Settings, 'org' | 'allow'>): string {
  if (!mayReachOtherSystems(effects))
    return 'users are activated: no app on Everyone provisions, and there are no group rules and no event hooks.';
  const { provisioningApps, groupRules, eventHooks } = effects;
  const causes = [
    ...cause(provisioningApps, 'apps', ' on Everyone with provisioning'),
    ...cause(groupRules, 'group rules'),
    ...cause(eventHooks, 'event hooks'),
  ].join(', ');
  const isBarred = refusalOf(['user-activation'], { ...settings, effects });
  return `activating users may create accounts in other systems: ${causes}. ${
    isBarred
      ? 'Users stay STAGED; OKTA_CONTRACTS_ALLOW=user-activation activates them.'
      : 'Users are activated, as OKTA_CONTRACTS_ALLOW says.'
  }`;
}

/** Side effects of users that are not activated. */
function onCreation({ eventHooks, registrationHooks }: WriteEffects): string[] {
  const causes = [...cause(eventHooks, 'event hooks'), ...cause(registrationHooks, 'registration hooks')];
  return causes.length > 0 ? [`Creating and removing users and groups may call ${causes.join(' and ')}.`] : [];
}

/** The number of objects that cause an effect; none if there are no such objects. @param rest text after the noun */
function cause(count: Count, noun: string, rest = ''): string[] {
  if (count === undefined) return [`${noun}${rest} (not readable)`];
  return count === 0 ? [] : [`${countOf(count, noun)}${rest}`];
}
