import { appAssigned } from '../../effects.js';
import { notFound } from '../../errors.js';
import type { Resource, Routes } from '../../resource.js';
import type { OrgState } from '../../state.js';
import { resource as groups } from '../groups/groups.js';
import { resource as apps, findApp, presentApp } from './apps.js';

/** Assignments of apps to groups. */
export const resource: Resource = { scope: 'okta.apps', after: [apps, groups], serve };

function serve(routes: Routes, state: OrgState): void {
  const of = (group = ''): Set<string> => {
    if (!state.collection('groups').has(group)) throw notFound(group, 'UserGroup');
    const known = state.groupApps.get(group) ?? new Set<string>();
    state.groupApps.set(group, known);
    return known;
  };
  const objects = state.collection('apps');
  routes.on(
    'GET /api/v1/groups/{group}/apps',
    ({ ids }) => ({
      body: [...objects.values()].filter((app) => of(ids[0]).has(String(app.id))).map((app) => presentApp(state, app)),
    }),
    { scope: 'okta.groups', pages: { limit: 20 } },
  );
  routes.on('GET /api/v1/apps/{app}/groups', ({ ids }) => {
    const { id } = findApp(state, ids[0]);
    const groups = [...state.collection('groups').keys()].filter((group) => of(group).has(String(id)));
    return { body: groups.map((group) => ({ id: group, priority: 0, profile: {}, _links: {} })) };
  });
  routes.on('PUT /api/v1/apps/{app}/groups/{group}', ({ ids, body }) => {
    const app = findApp(state, ids[0]);
    of(ids[1]).add(String(app.id));
    appAssigned(state, ids[1] ?? '', app);
    return { body: { id: ids[1] ?? '', priority: body.priority ?? 0, profile: {}, _links: {} } };
  });
  routes.on('DELETE /api/v1/apps/{app}/groups/{group}', ({ ids }) => {
    of(ids[1]).delete(String(findApp(state, ids[0]).id));
    return { status: 204 };
  });
  const [everyone = ''] = state.collection('groups').keys();
  const [first = ''] = objects.keys();
  of(everyone).add(first);
}
