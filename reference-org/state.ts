import { type Behavior, isFrom } from './profile.js';

export type Value = null | boolean | number | string | Value[] | JsonObject;
/** A JSON object: an object of the org as it is stored, or the body of a request or response. */
export type JsonObject = { [key: string]: Value };

/** Something that a request would have caused outside the org. The ids are ids of the org's objects. */
export type Effect =
  | { kind: 'provisioning'; action: 'create' | 'update' | 'deactivate'; app: string; user: string }
  | { kind: 'event-hook'; hook: string; event: string; target: string }
  | { kind: 'mail'; to: 'user' | 'administrators'; about: MailSubject; user: string }
  | { kind: 'phone'; by: 'sms' | 'call'; user: string }
  | { kind: 'admin-role'; client: string };

export type MailSubject =
  | 'activation'
  | 'password reset'
  | 'deactivation'
  /** A code that a user has to enter. */
  | 'code'
  /** Security notification mails. */
  | 'factor enrolled'
  | 'factor reset'
  | 'password changed';

/** Options of an org that several resources use. */
export interface StateOptions {
  /** Users that are created when they are requested. */
  moreUsers: number;
  /** The maximum number of user types and brands, including the default ones. */
  quotas: { userTypes: number; brands: number };
  /** DELETE of a user type returns 500 until this time after its creation. */
  userTypesSettleMs: number;
}

/** Settings that requests and administrators change. */
export interface OrgSettings {
  /** Whether a new service app gets the role of a super administrator. */
  clientPrivileges: boolean;
  /** Whether users get a mail when the security of their account changes. */
  securityMails: boolean;
  /** A regular expression that each login has to match as a whole. */
  loginPattern: string | undefined;
}

/** The state of one org, as a resource sees it. A resource keeps its internal data in its own variables. */
export interface OrgState extends StateOptions {
  /** How the resource responds. */
  profile: Behavior;
  /** The edition that the resource serves. `hasSince` compares it. */
  edition: string;
  /** The URL of the org, without a slash at the end. */
  url: () => string;
  now: () => number;
  /** The objects of a collection (`users`, `policies` …) by id. The first use of a name creates the collection. */
  collection(name: string): Map<string, JsonObject>;
  /** The names of all collections. */
  collectionNames(): string[];
  /** The users of each group, by its id. */
  members: Map<string, Set<string>>;
  /** The apps that are assigned to each group, by its id. */
  groupApps: Map<string, Set<string>>;
  /** The attributes that the org added to a schema, by its key: `user/osc…`, `apps/0oa…/default`. */
  attributes: Map<string, JsonObject>;
  /** Settings that requests and administrators change. All resources share the object. */
  settings: OrgSettings;
  /** The effects of the requests, in order. */
  effects: Effect[];
  /** A new id with Okta's prefix for its type. All ids of an org have the same suffix. */
  newId(prefix: string): string;
}

/** The state of an org without objects. */
export function createState(
  org: Pick<OrgState, 'profile' | 'edition' | 'url' | 'now'>,
  { moreUsers = 0, loginPattern, quotas, userTypesSettleMs = 0 }: PartialOptions = {},
): OrgState {
  const collections = new Map<string, Map<string, JsonObject>>();
  let count = 0;
  return {
    ...org,
    collection(name) {
      const collection = collections.get(name) ?? new Map<string, JsonObject>();
      collections.set(name, collection);
      return collection;
    },
    collectionNames: () => [...collections.keys()],
    members: new Map(),
    groupApps: new Map(),
    attributes: new Map(),
    moreUsers,
    settings: { clientPrivileges: false, securityMails: false, loginPattern },
    quotas: { userTypes: 10, brands: 200, ...quotas },
    userTypesSettleMs,
    effects: [],
    newId(prefix) {
      count += 1;
      return idOf(prefix, count);
    },
  };
}

type PartialOptions = Partial<Omit<StateOptions, 'quotas'>> & {
  quotas?: Partial<StateOptions['quotas']>;
  loginPattern?: string;
};

/** The names of all objects, without those that are deleted with their parent. */
export function namesOfObjects(state: OrgState): string[] {
  return state
    .collectionNames()
    .flatMap((name) =>
      [...state.collection(name)].flatMap(([id, { parentId }]) => (parentId === undefined ? [`${name} ${id}`] : [])),
    );
}

/** Whether a resource has the changes of an edition. */
export function hasSince({ edition }: OrgState, since: string): boolean {
  return isFrom(since, edition);
}

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The id of the object with the number `count`: 20 characters that look random, always the same. */
function idOf(prefix: string, count: number): string {
  let n = count * 7919 + 104729;
  let middle = '';
  while (middle.length < 17 - prefix.length) {
    middle = letters[n % 62] + middle;
    n = Math.floor(n / 62) + (middle.length < 5 ? count * 31 : 3);
  }
  return `${prefix}${middle}0r7`;
}

/** The current time in Okta's usual format: with milliseconds, which are always zero. */
export function timestamp(state: OrgState): string {
  return new Date(Math.floor(state.now() / 1000) * 1000).toISOString();
}

/** The current time without a time zone, the format of behaviors. */
export function timestampWithoutZone(state: OrgState): string {
  return timestamp(state).replace('T', ' ').replace('.000Z', '.0');
}
