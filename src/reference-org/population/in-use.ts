import { invalid } from '../errors.js';
import { type OrgState, type Thing, timestamp } from '../org.js';
import type { Router } from '../router.js';

/** Whom and what an org has: only what the suites need, or what a company's org has. */
export type Population = 'small' | 'in-use';

/** What an org in use subscribes to. */
const events = ['create', 'activate', 'deactivate', 'suspend', 'unsuspend', 'delete.initiated'].map(
  (name) => `user.lifecycle.${name}`,
);

/** Asks of the router as an administrator does, who needs no credentials and no HTTP. */
export type Administrator = (method: string, path: string, body?: Thing) => Thing;

export function administratorOf(router: Router): Administrator {
  return (method, path, body = {}) => {
    const url = new URL(path, 'http://org.invalid');
    const { handler, ids } = router.find(method, url.pathname);
    return (handler({ ids, query: url.searchParams, body }).body ?? {}) as Thing;
  };
}

/**
 * Makes an org one that a company uses: other systems, people and rules react to what happens in it, and it accepts less
 * than a new org does.
 */
export function populateInUse(state: OrgState, administrator: Administrator): void {
  const at = timestamp(state);
  const add = (name: string, prefix: string, thing: Thing): Thing => {
    const added: Thing = { id: state.newId(prefix), created: at, lastUpdated: at, ...thing };
    state.collection(name).set(String(added.id), added);
    return added;
  };
  const groups = [...state.collection('groups').values()];
  const everyone = groups.find(({ type }) => type === 'BUILT_IN');
  if (!everyone) throw invalid('groups', 'groups: The org has no built-in group.');

  const provisioned = (label: string): string => {
    const { id } = administrator('POST', '/api/v1/apps', { name: 'scim_app', label, signOnMode: 'SAML_2_0' });
    Object.assign(state.collection('apps').get(String(id)) ?? {}, {
      features: ['PUSH_NEW_USERS', 'PUSH_PROFILE_UPDATES', 'PUSH_USER_DEACTIVATION'],
    });
    return String(id);
  };
  administrator('PUT', `/api/v1/apps/${provisioned('Directory of people')}/groups/${everyone.id}`);
  const sales = administrator('POST', '/api/v1/groups', { profile: { name: 'Sales' } });
  const mailbox = administrator('POST', '/api/v1/groups', { profile: { name: 'Mailbox' } });
  const mailApp = provisioned('Mail');
  for (const group of [sales, mailbox]) administrator('PUT', `/api/v1/apps/${mailApp}/groups/${group.id}`);

  const rule = (name: string, value: string, group: Thing, status: string) =>
    add('groupRules', '0pr', {
      type: 'group_rule',
      name,
      status,
      conditions: {
        people: { users: { exclude: [] }, groups: { exclude: [] } },
        expression: { value, type: 'urn:okta:expression:1.0' },
      },
      actions: { assignUserToGroups: { groupIds: [group.id ?? null] } },
      allGroupsValid: true,
    });
  rule('Everybody has a mailbox', 'String.len(user.login) > 0', mailbox, 'ACTIVE');
  rule('Sales', 'user.department=="Sales"', sales, 'ACTIVE');
  rule('Not used any more', 'user.department=="None"', sales, 'INACTIVE');

  const channel = (uri: string): Thing => ({
    type: 'HTTP',
    version: '1.0.0',
    config: { uri, headers: [], method: 'POST', authScheme: { type: 'HEADER', key: 'Authorization' } },
  });
  const hook = (name: string, status: string, verificationStatus: string) =>
    add('eventHooks', 'who', {
      status,
      verificationStatus,
      name,
      description: null,
      createdBy: [...state.collection('users').keys()][0] ?? null,
      events: { type: 'EVENT_TYPE', items: [...events], filter: null },
      channel: channel('https://hooks.example.com/events'),
    });
  hook('Security operations', 'ACTIVE', 'VERIFIED');
  hook('Not verified', 'ACTIVE', 'UNVERIFIED');
  administrator('POST', '/api/v1/inlineHooks', {
    name: 'Registration',
    type: 'com.okta.user.pre-registration',
    version: '1.0.3',
    channel: channel('https://hooks.example.com/registration'),
  });

  const required = { badgeNumber: 'Badge number', office: 'Office' };
  for (const user of state.collection('users').values())
    Object.assign(user.profile as Thing, Object.fromEntries(Object.keys(required).map((name) => [name, 'A1'])));
  administrator('POST', '/api/v1/meta/schemas/user/default', {
    definitions: {
      custom: {
        properties: Object.fromEntries(
          Object.entries(required).map(([name, title]) => [name, { title, type: 'string', required: true }]),
        ),
      },
    },
  });
  // Letters of one case, as many directories demand.
  state.loginPattern ??= '[a-z0-9._+-]+@[a-z0-9.-]+';
  const policy = [...state.collection('policies').values()].find(({ type, system }) => type === 'PASSWORD' && system);
  const password = (policy?.settings as Thing | undefined)?.password as Thing | undefined;
  if (password)
    password.complexity = {
      ...(password.complexity as Thing),
      minLength: 20,
      minLowerCase: 1,
      minUpperCase: 1,
      minNumber: 1,
      minSymbol: 1,
    };
  administrator('PUT', '/api/v1/org/settings/clientPrivilegesSetting', { clientPrivilegesSetting: true });
}
