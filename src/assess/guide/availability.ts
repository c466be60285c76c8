import type { ReleaseNote } from './notes.js';

/** Since when orgs have a change, as Okta's release notes state it; `undefined` if they do not. */
export function availabilityOf({ date, preview, production, flags = [] }: ReleaseNote): string | undefined {
  if (!preview) return undefined;
  const since = `In preview since ${date}${production === undefined ? '' : `, in production since ${production}`}`;
  const named = flags.length > 0 ? `; feature ${flags.length === 1 ? 'flag' : 'flags'} ${flags.join(', ')}` : '';
  return `${since}${named}.`;
}
