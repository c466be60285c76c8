import { notFound } from '../errors.js';
import type { OrgState } from '../org.js';
import type { Router } from '../router.js';
import { findApp, presentApp } from './apps.js';

/** Which apps the people of a group may use. */
export function serveGroupApps(router: Router, state: OrgState): void {
  const assigned = new Map<string, Set<string>>();
  const of = (group = ''): Set<string> => {
    if (!state.collection('groups').has(group)) throw notFound(group, 'UserGroup');
    const known = assigned.get(group) ?? new Set<string>();
    assigned.set(group, known);
    return known;
  };
  const apps = state.collection('apps');
  router.on('GET /api/v1/groups/{group}/apps', ({ ids }) => ({
    body: [...apps.values()].filter((app) => of(ids[0]).has(String(app.id))).map((app) => presentApp(state, app)),
  }));
  router.on('PUT /api/v1/apps/{app}/groups/{group}', ({ ids, body }) => {
    of(ids[1]).add(String(findApp(state, ids[0]).id));
    return { body: { id: ids[1] ?? '', priority: body.priority ?? 0, profile: {}, _links: {} } };
  });
  router.on('DELETE /api/v1/apps/{app}/groups/{group}', ({ ids }) => {
    of(ids[1]).delete(String(findApp(state, ids[0]).id));
    return { status: 204 };
  });
  const [everyone = ''] = state.collection('groups').keys();
  const [first = ''] = apps.keys();
  of(everyone).add(first);
}
