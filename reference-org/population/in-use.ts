import { type JsonObject, type OrgState, timestamp } from '../org.js';
import type { Administrator } from './administrator.js';

interface Tools {
  state: OrgState;
  administrator: Administrator;
}

/** What a company's org has and a new one does not; each part can be had alone. */
const parts = {
  provisioning: provisionApps,
  'group rules': addRules,
  'event hooks': addEventHooks,
  'registration hook': addRegistrationHook,
  'required attributes': requireAttributes,
  'login pattern': demandLogins,
  'password policy': demandPasswords,
  'security mails': ({ state }: Tools) => {
    state.securityMails = true;
  },
  'client privileges': ({ administrator }: Tools) =>
    void administrator('PUT', '/api/v1/org/settings/clientPrivilegesSetting', { clientPrivilegesSetting: true }),
  /** The limits are in the server, not in the state. */
  'integrator limits': () => undefined,
};

export type InUsePart = keyof typeof parts;
export const inUseParts = Object.keys(parts) as InUsePart[];

/** What an org has: `small` only what the suites need, `in-use` every part of a company's org, or the parts that are named. */
export type Population = 'small' | 'in-use' | readonly InUsePart[];

/** Populations by name. */
export const populations = ['small', 'in-use'] as const;

export function populationParts(population: Population = 'small'): readonly InUsePart[] {
  if (population === 'small') return [];
  return population === 'in-use' ? inUseParts : population;
}

/** Makes an org one that is in use: other systems, people and rules react to what happens in it, and it accepts less. */
export function populate(state: OrgState, administrator: Administrator, wanted: readonly InUsePart[]): void {
  for (const part of inUseParts) if (wanted.includes(part)) parts[part]({ state, administrator });
}

/** An app whose accounts the org makes, changes and deactivates. */
function provisionedApp({ state, administrator }: Tools, label: string): string {
  const { id } = administrator('POST', '/api/v1/apps', { name: 'scim_app', label, signOnMode: 'SAML_2_0' });
  const features = ['PUSH_NEW_USERS', 'PUSH_PROFILE_UPDATES', 'PUSH_USER_DEACTIVATION'];
  Object.assign(state.collection('apps').get(String(id)) ?? {}, { features });
  return String(id);
}

function provisionApps(tools: Tools): void {
  const everyone = [...tools.state.collection('groups').values()].find(({ type }) => type === 'BUILT_IN');
  const app = provisionedApp(tools, 'Directory of people');
  tools.administrator('PUT', `/api/v1/apps/${app}/groups/${everyone?.id}`);
}

function addRules(tools: Tools): void {
  const { state, administrator } = tools;
  const group = (name: string): string => String(administrator('POST', '/api/v1/groups', { profile: { name } }).id);
  const [sales, mailbox] = [group('Sales'), group('Mailbox')];
  const app = provisionedApp(tools, 'Mail');
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

function addEventHooks({ state }: Tools): void {
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

function addRegistrationHook({ administrator }: Tools): void {
  administrator('POST', '/api/v1/inlineHooks', {
    name: 'Registration',
    type: 'com.okta.user.pre-registration',
    version: '1.0.3',
    channel: channelTo('https://hooks.example.com/registration'),
  });
}

function requireAttributes({ state, administrator }: Tools): void {
  const titles = { badgeNumber: 'Badge number', office: 'Office' };
  for (const user of state.collection('users').values())
    Object.assign(user.profile as JsonObject, { badgeNumber: 'A1', office: 'A1' });
  const properties = Object.fromEntries(
    Object.entries(titles).map(([name, title]) => [name, { title, type: 'string', required: true }]),
  );
  administrator('POST', '/api/v1/meta/schemas/user/default', { definitions: { custom: { properties } } });
}

/** Only lower-case letters, as many directories demand. */
function demandLogins({ state }: Tools): void {
  state.loginPattern ??= '[a-z0-9._+-]+@[a-z0-9.-]+';
}

function demandPasswords({ state }: Tools): void {
  const password = [...state.collection('policies').values()]
    .filter(({ type, system }) => type === 'PASSWORD' && system)
    .map(({ settings }) => (settings as JsonObject).password as JsonObject);
  const complexity = { minLength: 20, minLowerCase: 1, minUpperCase: 1, minNumber: 1, minSymbol: 1 };
  for (const settings of password) settings.complexity = { ...(settings.complexity as JsonObject), ...complexity };
}

function add(state: OrgState, name: string, prefix: string, thing: JsonObject): void {
  const at = timestamp(state);
  const id = state.newId(prefix);
  state.collection(name).set(id, { id, created: at, lastUpdated: at, ...thing });
}

function channelTo(uri: string): JsonObject {
  const authScheme = { type: 'HEADER', key: 'Authorization' };
  return { type: 'HTTP', version: '1.0.0', config: { uri, headers: [], method: 'POST', authScheme } };
}
