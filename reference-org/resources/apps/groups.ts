import { appAssigned } from '../../effects.js';
import { invalid, notFound } from '../../errors.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { resource as groups } from '../groups/groups.js';
import { resource as apps, findApp, presentApp } from './apps.js';

const path = '/api/v1/apps/{app}/groups';

/** Assignments of apps to groups. */
export const resource: Resource = { scope: 'okta.apps', after: [apps, groups], serve };

function serve(routes: Routes, state: OrgState): void {
  const { of, assign, find, present } = assignmentsOf(state);
  const objects = state.collection('apps');
  routes.on(
    'GET /api/v1/groups/{group}/apps',
    ({ ids }) => ({
      body: [...objects.values()].filter((app) => of(ids[0]).has(String(app.id))).map((app) => presentApp(state, app)),
    }),
    { scope: 'okta.groups', pages: { limit: 20 } },
  );
  routes.list(`GET ${path}`, { limit: 20 }, ({ ids }) => {
    const { id } = findApp(state, ids[0]);
    const theirs = [...state.collection('groups').keys()].filter((group) => of(group).has(String(id)));
    return { body: theirs.map((group) => present(String(id), group)) };
  });
  routes.on(`GET ${path}/{group}`, ({ ids }) => ({ body: present(...find(ids)) }));
  routes.on(`PUT ${path}/{group}`, ({ ids, body }) => {
    const app = findApp(state, ids[0]);
    const group = ids[1] ?? '';
    of(group).add(String(app.id));
    assign(String(app.id), group, { priority: body.priority ?? 0, profile: body.profile ?? {} });
    appAssigned(state, group, app);
    return { body: present(String(app.id), group) };
  });
  routes.on(`PATCH ${path}/{group}`, ({ ids, body }) => {
    const [app, group] = find(ids);
    if (!Array.isArray(body)) throw invalid('body', 'body: A list of operations is expected.');
    const { priority = 0, profile } = present(app, group);
    assign(app, group, patched({ priority, profile: profile ?? {} }, body as unknown as JsonObject[]));
    return { body: present(app, group) };
  });
  routes.on(`DELETE ${path}/{group}`, ({ ids }) => {
    of(ids[1]).delete(String(findApp(state, ids[0]).id));
    return { status: 204 };
  });
  const [everyone = ''] = state.collection('groups').keys();
  const [first = ''] = objects.keys();
  of(everyone).add(first);
}

/** Finds, changes and shows assignments. */
function assignmentsOf(state: OrgState) {
  const details = new Map<string, JsonObject>();
  const of = (group = ''): Set<string> => {
    if (!state.collection('groups').has(group)) throw notFound(group, 'UserGroup');
    const known = state.groupApps.get(group) ?? new Set<string>();
    state.groupApps.set(group, known);
    return known;
  };
  const assign = (app: string, group: string, values: JsonObject): JsonObject => {
    const assignment = { ...values, lastUpdated: timestamp(state) };
    details.set(`${app} ${group}`, assignment);
    return assignment;
  };
  const find = ([app, group = '']: string[]): [app: string, group: string] => {
    const { id } = findApp(state, app);
    if (!of(group).has(String(id))) throw notFound(group, 'AppGroup');
    return [String(id), group];
  };
  const present = (app: string, group: string): JsonObject => {
    const url = `${state.url()}/api/v1`;
    const assignment = details.get(`${app} ${group}`) ?? assign(app, group, { priority: 0, profile: {} });
    return {
      id: group,
      ...assignment,
      _links: {
        app: link(`${url}/apps/${app}`),
        self: link(`${url}/apps/${app}/groups/${group}`),
        group: link(`${url}/groups/${group}`),
      },
    };
  };
  return { of, assign, find, present };
}

/** An assignment after the operations of a JSON patch on attributes of its profile. */
function patched({ priority = 0, profile }: JsonObject, operations: JsonObject[]): JsonObject {
  const changed = { ...(profile as JsonObject) };
  for (const { op, path: pointer, value = null } of operations) {
    const [, name] = /^\/profile\/(\w+)$/.exec(String(pointer)) ?? [];
    if (name === undefined) throw invalid('path', 'path: is not an attribute of the profile.');
    if (op === 'replace') changed[name] = value;
    else if (op === 'remove') delete changed[name];
    else throw invalid('op', 'op: is neither replace nor remove.');
  }
  return { priority, profile: changed };
}
