import type { Profile } from './profile.js';

export type Value = null | boolean | number | string | Value[] | Thing;
/** An object of the org, as it is stored. */
export type Thing = { [key: string]: Value };

/** Everything that one reference org knows. */
export interface OrgState {
  profile: Profile;
  /** Its own address, without a slash at the end. */
  url: () => string;
  now: () => number;
  /** Users that are made as they are asked for. */
  moreUsers: number;
  /** Collections by name: `users`, `policies` … */
  collection(name: string): Map<string, Thing>;
  /** Names of the collections that there are. */
  names(): string[];
  /** A new id with Okta's prefix for its kind; ids of one org share a suffix. */
  newId(prefix: string): string;
}

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An empty org. */
export function createState(profile: Profile, url: () => string, now: () => number, moreUsers = 0): OrgState {
  const collections = new Map<string, Map<string, Thing>>();
  let made = 0;
  return {
    profile,
    url,
    now,
    moreUsers,
    collection(name) {
      const known = collections.get(name) ?? new Map<string, Thing>();
      collections.set(name, known);
      return known;
    },
    names: () => [...collections.keys()],
    newId(prefix) {
      made += 1;
      let n = made * 7919 + 104729;
      let middle = '';
      while (middle.length < 17 - prefix.length) {
        middle = letters[n % 62] + middle;
        n = Math.floor(n / 62) + (middle.length < 5 ? made * 31 : 3);
      }
      return `${prefix}${middle}0r7`;
    },
  };
}

/** A point in time as most of Okta writes it: milliseconds, always zero. */
export function timestamp(state: OrgState): string {
  return new Date(Math.floor(state.now() / 1000) * 1000).toISOString();
}

/** A point in time without a zone, as behaviors have it. */
export function timestampWithoutZone(state: OrgState): string {
  return timestamp(state).replace('T', ' ').replace('.000Z', '.0');
}
