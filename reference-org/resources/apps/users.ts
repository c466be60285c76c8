import { merged } from '../../bodies.js';
import { userAssigned, userUnassigned } from '../../effects.js';
import { invalid, notFound } from '../../errors.js';
import { link } from '../../links.js';
import { repositoryOf } from '../../repository.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { resource as groups } from '../groups/groups.js';
import { usersOf } from '../users/users.js';
import { resource as apps, findApp } from './apps.js';

const path = '/api/v1/apps/{app}/users';

/** Users of apps. Each has its own assignment, or the one of a group. */
export const resource: Resource = { scope: 'okta.apps', after: [apps, groups], serve };

function serve(routes: Routes, state: OrgState): void {
  const users = usersOf(state);
  const { assign, of, find, own, remove, present } = assignmentsOf(state);
  routes.list(`GET ${path}`, { limit: 50 }, ({ ids, query }) => ({
    body: of(findApp(state, ids[0])).map((assignment) => present(assignment, query)),
  }));
  routes.on(`POST ${path}`, ({ ids, body, query }) => {
    const app = findApp(state, ids[0]);
    if (typeof body.id !== 'string') throw invalid('id', 'id: The field cannot be left blank');
    const user = users.get(body.id);
    userAssigned(state, app, user);
    return { body: present(assign(app, user, body), query) };
  });
  routes.on(`GET ${path}/{user}`, ({ ids, query }) => ({ body: present(find(ids), query) }));
  routes.on(`POST ${path}/{user}`, ({ ids, body, query }) => {
    const assignment = own(find(ids));
    const { credentials, profile } = body as Record<string, JsonObject | undefined>;
    const { userName = (assignment.credentials as JsonObject).userName, password } = credentials ?? {};
    return {
      body: present(
        Object.assign(assignment, {
          credentials: { userName, ...(password ? { password: {} } : {}) },
          profile: merged(assignment.profile as JsonObject, profile ?? {}),
          lastUpdated: timestamp(state),
          ...(password ? { passwordChanged: timestamp(state) } : {}),
        }),
        query,
      ),
    };
  });
  routes.on(`DELETE ${path}/{user}`, ({ ids, query }) => {
    const assignment = find(ids);
    if (assignment.scope === 'GROUP') throw invalid('scope', 'scope: The app is assigned to a group of the user.');
    remove(assignment);
    userUnassigned(state, findApp(state, ids[0]), users.get(ids[1]), query.get('sendEmail') === 'true');
    return { status: 204 };
  });

  const client = [...state.collection('apps').values()].find(({ signOnMode }) => signOnMode === 'OPENID_CONNECT');
  if (client) assign(client, users.get('me'), {});
}

/** Finds, creates and shows assignments. */
function assignmentsOf(state: OrgState) {
  const assignments = repositoryOf(state, 'appUsers', { idPrefix: '0ua', type: 'AppUser' });
  const users = usersOf(state);
  const isKept = ({ userId }: JsonObject): boolean => state.collection('users').has(String(userId));
  const own = (assignment: JsonObject): JsonObject =>
    assignment.scope === 'USER'
      ? assignment
      : assign(findApp(state, String(assignment.parentId)), users.get(String(assignment.userId)), {});
  const assign = (app: JsonObject, user: JsonObject, given: JsonObject): JsonObject => {
    const known = assignments.list(String(app.id)).find(({ userId }) => userId === user.id);
    return known ?? assignments.add(assignmentTo(state, app, user, given), String(app.id));
  };
  const of = (app: JsonObject): JsonObject[] => {
    const direct = assignments.list(String(app.id)).filter(isKept);
    const byGroup = [...state.groupApps].flatMap(([group, theirs]) =>
      theirs.has(String(app.id)) ? [...(state.members.get(group) ?? [])].map((id) => ({ id, group })) : [],
    );
    const others = byGroup.filter(({ id }) => isKept({ userId: id }) && direct.every(({ userId }) => userId !== id));
    return [
      ...direct,
      ...others.map(({ id, group }) => ({
        ...assignmentTo(state, app, users.get(id), {}),
        parentId: app.id ?? null,
        scope: 'GROUP',
        group,
      })),
    ];
  };
  const find = (ids: string[]): JsonObject => {
    const found = of(findApp(state, ids[0])).find(({ userId }) => userId === ids[1]);
    if (!found) throw notFound(ids[1] ?? '', 'AppUser');
    return found;
  };
  const present = (assignment: JsonObject, query: URLSearchParams): JsonObject => {
    const { parentId, userId, group, id: _, ...shown } = assignment;
    const url = `${state.url()}/api/v1`;
    return {
      id: userId ?? null,
      ...shown,
      ...(query.get('expand') === 'user' ? { _embedded: { user: users.alone(users.get(String(userId))) } } : {}),
      _links: {
        app: link(`${url}/apps/${parentId}`),
        ...(group === undefined ? {} : { group: link(`${url}/groups/${group}`) }),
        user: link(`${url}/users/${userId}`),
      },
    };
  };
  return { assign, of, find, own, present, remove: assignments.remove };
}

/** A new assignment of an app to a user. */
function assignmentTo(state: OrgState, app: JsonObject, user: JsonObject, given: JsonObject): JsonObject {
  const { login = null, firstName, lastName, email = null } = user.profile as JsonObject;
  const { credentials, profile } = given as Record<string, JsonObject | undefined>;
  const at = timestamp(state);
  const claims = { given_name: firstName ?? null, family_name: lastName ?? null, email, nickname: null };
  return {
    userId: user.id ?? null,
    externalId: null,
    created: at,
    lastUpdated: at,
    scope: 'USER',
    status: 'ACTIVE',
    statusChanged: at,
    passwordChanged: null,
    syncState: 'DISABLED',
    credentials: { userName: credentials?.userName ?? login },
    // Only clients show claims of the user to the app.
    profile: { ...(app.signOnMode === 'OPENID_CONNECT' ? claims : {}), ...profile },
  };
}
