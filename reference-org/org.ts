import type { Profile } from './profile.js';

export type Value = null | boolean | number | string | Value[] | JsonObject;
/** An object of the org, as it is stored. */
export type JsonObject = { [key: string]: Value };

/** Something that a request would have caused outside the org. Ids are those of the org's objects. */
export type Effect =
  | { kind: 'provisioning'; action: 'create' | 'update' | 'deactivate'; app: string; user: string }
  | { kind: 'event-hook'; hook: string; event: string; target: string }
  | { kind: 'mail'; to: 'user' | 'administrators'; about: MailSubject; user: string }
  | { kind: 'phone'; by: 'sms' | 'call'; user: string }
  | { kind: 'admin-role'; client: string };

export type MailSubject =
  | 'activation'
  | 'deactivation'
  /** A code that a user has to enter. */
  | 'code'
  /** Security notification mails. */
  | 'factor enrolled'
  | 'factor reset'
  | 'password changed';

/** Everything that one reference org knows. */
export interface OrgState {
  profile: Profile;
  /** Its own address, without a slash at the end. */
  url: () => string;
  now: () => number;
  /** Users that are made as they are asked for. */
  moreUsers: number;
  /** Collections by name: `users`, `policies` … */
  collection(name: string): Map<string, JsonObject>;
  /** Names of the collections that there are. */
  names(): string[];
  /** Users of each group, by its id. */
  members: Map<string, Set<string>>;
  /** Apps that are assigned to each group, by its id. */
  groupApps: Map<string, Set<string>>;
  /** Attributes that the org added to a schema, by its key: `user/osc…`, `apps/0oa…/default`. */
  attributes: Map<string, JsonObject>;
  /** What every login has to match as a whole: a regular expression. */
  loginPattern: string | undefined;
  /** Whether a new service app gets the role of a super administrator. */
  clientPrivileges: boolean;
  /** Whether users are told by mail that the security of their account changed. */
  securityMails: boolean;
  /** How many user types and brands it may have, the default ones included. */
  quotas: { userTypes: number; brands: number };
  /** DELETE of a user type answers 500 for so many milliseconds after its creation. */
  userTypesSettleMs: number;
  /** Whether Okta's support staff may sign in. */
  supportAccess: boolean;
  /** What requests would have caused outside the org, in order. */
  effects: Effect[];
  /** A new id with Okta's prefix for its kind; ids of one org share a suffix. */
  newId(prefix: string): string;
}

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An empty org. */
export function createState(profile: Profile, url: () => string, now: () => number, moreUsers = 0): OrgState {
  const collections = new Map<string, Map<string, JsonObject>>();
  let made = 0;
  return {
    profile,
    url,
    now,
    moreUsers,
    collection(name) {
      const known = collections.get(name) ?? new Map<string, JsonObject>();
      collections.set(name, known);
      return known;
    },
    members: new Map(),
    groupApps: new Map(),
    attributes: new Map(),
    loginPattern: undefined,
    clientPrivileges: false,
    securityMails: false,
    quotas: { userTypes: 10, brands: 200 },
    userTypesSettleMs: 0,
    supportAccess: false,
    effects: [],
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
