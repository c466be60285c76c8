import { type JsonObject, type OrgState, timestamp } from '../state.js';
import type { Administrator } from './administrator.js';

interface Org {
  state: OrgState;
  administrator: Administrator;
}

/** The objects of a company's org that a new org does not have. Each part can be used alone. */
const parts = {
  provisioning: provisionApps,
  'group rules': addRules,
  'event hooks': addEventHooks,
  'registration hook': addRegistrationHook,
  'required attributes': requireAttributes,
  'login pattern': restrictLogins,
  'password policy': restrictPasswords,
  'security mails': ({ state }: Org) => {
    state.settings.securityMails = true;
  },
  'client privileges': ({ administrator }: Org) =>
    void administrator('PUT', '/api/v1/org/settings/clientPrivilegesSetting', { clientPrivilegesSetting: true }),
  /** The server applies it. */
  'integrator limits': () => undefined,
};

export type InUsePart = keyof typeof parts;
export const inUseParts = Object.keys(parts) as InUsePart[];

/** The initial objects of an org: `small` has only those that the suites need, `in-use` all parts of a company's org; or a list of parts. */
export type Population = 'small' | 'in-use' | readonly InUsePart[];

/** The names of the populations. */
export const populations = ['small', 'in-use'] as const;

/** The parts of a population. */
export function populationParts(population: Population = 'small'): readonly InUsePart[] {
  if (population === 'small') return [];
  return population === 'in-use' ? inUseParts : population;
}

/**
 * Adds parts of a company's org: other systems, people and rules that react to changes, and stricter validation.
 */
export function populate(state: OrgState, administrator: Administrator, wanted: readonly InUsePart[]): void {
  for (const part of inUseParts) if (wanted.includes(part)) parts[part]({ state, administrator });
}

/** Adds an app whose accounts the org creates, changes and deactivates. */
function provisionedApp({ state, administrator }: Org, label: string): string {
  const { id } = administrator('POST', '/api/v1/apps', { name: 'scim_app', label, signOnMode: 'SAML_2_0' });
  const features = ['PUSH_NEW_USERS', 'PUSH_PROFILE_UPDATES', 'PUSH_USER_DEACTIVATION'];
  Object.assign(state.collection('apps').get(String(id)) ?? {}, { features });
  return String(id);
}

function provisionApps(org: Org): void {
  const everyone = [...org.state.collection('groups').values()].find(({ type }) => type === 'BUILT_IN');
  const app = provisionedApp(org, 'Directory of people');
  org.administrator('PUT', `/api/v1/apps/${app}/groups/${everyone?.id}`);
}

function addRules(org: Org): void {
  const { state, administrator } = org;
  const group = (name: string): string => String(administrator('POST', '/api/v1/groups', { profile: { name } }).id);
  const [sales, mailbox] = [group('Sales'), group('Mailbox')];
  const app = provisionedApp(org, 'Mail');
  for (const id of [sales, mailbox]) administrator('PUT', `/api/v1/apps/${app}/groups/${id}`);
  const rule = (name: string, value: string, id: string, status: string) =>
    add(state, 'groupRules', '0pr', {
      type: 'group_rule',
      name,
      status,
      conditions: {
        people: { users: { exclude: [] }, groups: { exclude: [] } },
        expression: { value, type: 'urn:okta:expression:1.0' },
      },
      actions: { assignUserToGroups: { groupIds: [id] } },
      allGroupsValid: true,
    });
  rule('Everybody has a mailbox', 'String.len(user.login) > 0', mailbox, 'ACTIVE');
  rule('Sales', 'user.department=="Sales"', sales, 'ACTIVE');
  rule('Not used any more', 'user.department=="None"', sales, 'INACTIVE');
}

function addEventHooks({ state }: Org): void {
  const items = ['create', 'activate', 'deactivate', 'suspend', 'unsuspend', 'delete.initiated'];
  const hook = (name: string, verificationStatus: string) =>
    add(state, 'eventHooks', 'who', {
      status: 'ACTIVE',
      verificationStatus,
      name,
      description: null,
      createdBy: [...state.collection('users').keys()][0] ?? null,
      events: { type: 'EVENT_TYPE', items: items.map((item) => `user.lifecycle.${item}`), filter: null },
      channel: channelTo('https://hooks.example.com/events'),
    });
  hook('Security operations', 'VERIFIED');
  hook('Not verified', 'UNVERIFIED');
}

function addRegistrationHook({ administrator }: Org): void {
  administrator('POST', '/api/v1/inlineHooks', {
    name: 'Registration',
    type: 'com.okta.user.pre-registration',
    version: '1.0.3',
    channel: channelTo('https://hooks.example.com/registration'),
  });
}

function requireAttributes({ state, administrator }: Org): void {
  const titles = { badgeNumber: 'Badge number', office: 'Office' };
  for (const user of state.collection('users').values())
    Object.assign(user.profile as JsonObject, { badgeNumber: 'A1', office: 'A1' });
  const properties = Object.fromEntries(
    Object.entries(titles).map(([name, title]) => [name, { title, type: 'string', required: true }]),
  );
  administrator('POST', '/api/v1/meta/schemas/user/default', { definitions: { custom: { properties } } });
}

/** Allows lower-case letters only, as many directories do. */
function restrictLogins({ state }: Org): void {
  state.settings.loginPattern ??= '[a-z0-9._+-]+@[a-z0-9.-]+';
}

function restrictPasswords({ state }: Org): void {
  const password = [...state.collection('policies').values()]
    .filter(({ type, system }) => type === 'PASSWORD' && system)
    .map(({ settings }) => (settings as JsonObject).password as JsonObject);
  const complexity = { minLength: 20, minLowerCase: 1, minUpperCase: 1, minNumber: 1, minSymbol: 1 };
  for (const settings of password) settings.complexity = { ...(settings.complexity as JsonObject), ...complexity };
}

function add(state: OrgState, name: string, prefix: string, values: JsonObject): void {
  const at = timestamp(state);
  const id = state.newId(prefix);
  state.collection(name).set(id, { id, created: at, lastUpdated: at, ...values });
}

function channelTo(uri: string): JsonObject {
  const authScheme = { type: 'HEADER', key: 'Authorization' };
  return { type: 'HTTP', version: '1.0.0', config: { uri, headers: [], method: 'POST', authScheme } };
}
