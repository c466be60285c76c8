import { mail, userChanged } from '../../effects.js';
import { invalid, notFound } from '../../errors.js';
import { page } from '../../pages.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { checkPassword, readProfile } from './profile.js';

const path = '/api/v1/users';
/** The actions that a user's status allows. The links of a user name them. */
const actions: Record<string, string[]> = {
  STAGED: ['activate'],
  PROVISIONED: ['suspend', 'resetPassword', 'reactivate', 'deactivate', 'resetFactors'],
  ACTIVE: [
    'suspend',
    'resetPassword',
    'forgotPassword',
    'expirePassword',
    'changeRecoveryQuestion',
    'changePassword',
    'deactivate',
    'resetFactors',
  ],
  RECOVERY: ['suspend', 'resetPassword', 'changePassword', 'deactivate', 'resetFactors'],
  LOCKED_OUT: ['unlock', 'resetPassword', 'deactivate', 'resetFactors'],
  SUSPENDED: ['unsuspend', 'deactivate', 'resetFactors'],
  DEPROVISIONED: ['activate', 'delete'],
};
actions.PASSWORD_EXPIRED = actions.ACTIVE ?? [];

/** How other resources find and show users. */
export interface Users {
  get(idOrLogin: string | undefined): JsonObject;
  inList(user: JsonObject): JsonObject;
  alone(user: JsonObject): JsonObject;
}

/** The users of an org. */
export function usersOf(state: OrgState): Users {
  const users = state.collection('users');
  const get = (idOrLogin = ''): JsonObject => {
    // `me` is the user of the token: the first one.
    const user =
      users.get(idOrLogin === 'me' ? String(users.keys().next().value) : idOrLogin) ??
      [...users.values()].find((candidate) => (candidate.profile as JsonObject).login === idOrLogin);
    const found = user ?? unseen(state, Number(/^00u(\d{14})0r7$/.exec(idOrLogin)?.[1] ?? Number.NaN));
    if (!found) throw notFound(idOrLogin, 'User');
    return found;
  };
  return {
    get,
    alone: (user) => ({ ...shown(user, state), _links: linksOf(user, state) }),
    inList: (user) => ({ ...shown(user, state), _links: { self: { href: `${state.url()}${path}/${user.id}` } } }),
  };
}

/** Users: staged, active, deactivated, deleted. Each step needs the previous one. */
export const resource: Resource = { scope: 'okta.users', serve };

function serve(routes: Routes, state: OrgState): void {
  const users = state.collection('users');
  const { get, inList, alone } = usersOf(state);
  const single = (user: JsonObject) => ({ body: alone(user) });

  routes.on(`GET ${path}`, ({ query }) => {
    const isNarrowed = ['q', 'search', 'filter'].some((name) => query.has(name));
    const { items, links } =
      !isNarrowed && state.moreUsers > 0
        ? pageOfMany(state, [...users.values()], query)
        : page([...users.values()], query, state.url() + path, 200);
    return { body: items.map(inList), links };
  });
  routes.on(`POST ${path}`, ({ body, query }) => single(createUser(state, body, query.get('activate') !== 'false')));
  routes.on(`GET ${path}/{id}`, ({ ids }) =>
    single(ids[0] === 'me' ? ([...users.values()][0] as JsonObject) : get(ids[0])),
  );
  for (const method of ['PUT', 'POST']) {
    routes.on(`${method} ${path}/{id}`, ({ ids, body }) => {
      const user = get(ids[0]);
      const given = readProfile(
        state,
        method === 'PUT'
          ? (body.profile as JsonObject)
          : { ...(user.profile as JsonObject), ...(body.profile as JsonObject) },
      );
      checkPassword(state, ((body.credentials as JsonObject | undefined)?.password as JsonObject | undefined)?.value);
      Object.assign(user, {
        profile: { mobilePhone: null, secondEmail: null, ...given },
        lastUpdated: timestamp(state),
      });
      userChanged(state, 'user.account.update_profile', user, user.status);
      return single(user);
    });
  }
  routes.on(`DELETE ${path}/{id}`, ({ ids, query }) => {
    const user = get(ids[0]);
    if (user.status === 'DEPROVISIONED') {
      users.delete(String(user.id));
      userChanged(state, 'user.lifecycle.delete.initiated', user, user.status);
    } else deactivate(state, user, query);
    return { status: 204 };
  });

  for (const name of ['owner', 'helper', 'auditor']) {
    createUser(
      state,
      {
        profile: { login: `${name}@example.com`, email: `${name}@example.com`, firstName: name, lastName: 'Example' },
        credentials: { password: { value: 'invented' } },
      },
      true,
    );
  }
}

/** Creates a user. */
function createUser(state: OrgState, body: JsonObject, activate: boolean): JsonObject {
  const users = state.collection('users');
  const at = timestamp(state);
  const password = ((body.credentials ?? {}) as JsonObject).password as JsonObject | undefined;
  const hasPassword = password !== undefined && Object.keys(password).length > 0;
  const profile: JsonObject = {
    firstName: null,
    lastName: null,
    mobilePhone: null,
    secondEmail: null,
    ...readProfile(state, body.profile as JsonObject | undefined, (body.type as JsonObject | undefined)?.id),
  };
  checkPassword(state, password?.value);
  if ([...users.values()].some((user) => (user.profile as JsonObject).login === profile.login))
    throw invalid('login', 'login: An object with this field already exists in the current organization');
  const user: JsonObject = {
    id: state.newId('00u'),
    status: 'STAGED',
    created: at,
    activated: null,
    statusChanged: null,
    lastLogin: null,
    lastUpdated: at,
    passwordChanged: hasPassword ? at : null,
    profile,
    credentials: { ...(hasPassword ? { password: {} } : {}), provider: { type: 'OKTA', name: 'OKTA' } },
  };
  users.set(String(user.id), user);
  userChanged(state, 'user.lifecycle.create', user, undefined);
  if (activate) move(state, user, hasPassword ? 'ACTIVE' : 'PROVISIONED', 'activate');
  if (activate && !hasPassword) mail(state, user, 'user', 'activation');
  return user;
}

/** Changes the status of a user. */
export function move(state: OrgState, user: JsonObject, status: string, event: string): void {
  const at = timestamp(state);
  const before = user.status;
  Object.assign(user, { status, statusChanged: at, lastUpdated: at });
  if (status === 'ACTIVE' || status === 'PROVISIONED') user.activated ??= at;
  userChanged(state, `user.lifecycle.${event}`, user, before);
}

export function deactivate(state: OrgState, user: JsonObject, query: URLSearchParams): void {
  move(state, user, 'DEPROVISIONED', 'deactivate');
  if (query.get('sendEmail') === 'true') mail(state, user, 'administrators', 'deactivation');
}

/** One of the users that are created when they are requested, by number. It is the same each time. */
function unseen(state: OrgState, n: number): JsonObject | undefined {
  if (!(n < state.moreUsers)) return undefined;
  const at = timestamp(state);
  const login = `user-${n}@example.com`;
  return {
    id: `00u${String(n).padStart(14, '0')}0r7`,
    status: 'ACTIVE',
    created: at,
    activated: at,
    statusChanged: at,
    lastLogin: null,
    lastUpdated: at,
    passwordChanged: null,
    profile: { login, email: login, firstName: 'User', lastName: String(n), mobilePhone: null, secondEmail: null },
    credentials: { provider: { type: 'OKTA', name: 'OKTA' } },
  };
}

/** A page of the list of all users, without creating the other pages. */
function pageOfMany(state: OrgState, known: JsonObject[], query: URLSearchParams) {
  const limit = Number(query.get('limit') ?? 200) || 200;
  const from = Number(query.get('after') ?? 0) || 0;
  const total = known.length + state.moreUsers;
  const items: JsonObject[] = [];
  for (let i = from; i < Math.min(from + limit, total); i += 1)
    items.push(known[i] ?? (unseen(state, i - known.length) as JsonObject));
  const of = (after: number) => {
    const parameters = new URLSearchParams(query);
    parameters.set('after', String(after));
    parameters.set('limit', String(limit));
    return `${state.url()}${path}?${parameters}`;
  };
  return { items, links: { self: of(from), ...(from + limit < total ? { next: of(from + limit) } : {}) } };
}

/**
 * According to the migration document, `type` was removed. Real orgs return it with its id only.
 */
function shown(user: JsonObject, { profile }: OrgState): JsonObject {
  const id = 'oty0a1b2c3d4e5f60r7';
  const at = '2020-01-01T00:00:00.000Z';
  if (profile === 'current') return user;
  if (profile === 'observed') return { ...user, type: { id: `${id}0` } };
  return {
    ...user,
    type: {
      id: `${id}0`,
      created: at,
      createdBy: 'sprz0a1b2c3d4e5f60r7',
      default: true,
      description: 'Users of the org',
      displayName: 'User',
      lastUpdated: at,
      lastUpdatedBy: 'sprz0a1b2c3d4e5f60r7',
      name: 'user',
      _links: {},
    },
  };
}

function linksOf(user: JsonObject, state: OrgState): JsonObject {
  const self = `${state.url()}${path}/${user.id}`;
  const verbs = (actions[String(user.status)] ?? []).map((name): [string, JsonObject] => [
    name,
    name === 'delete' ? { href: self, method: 'DELETE' } : { href: `${self}/lifecycle/${name}`, method: 'POST' },
  ]);
  return {
    ...Object.fromEntries(verbs),
    self: { href: self },
    schema: { href: `${state.url()}/api/v1/meta/schemas/user/osc0a1b2c3d4e5f600r7` },
    type: { href: `${state.url()}/api/v1/meta/types/user/oty0a1b2c3d4e5f60r70` },
  };
}
