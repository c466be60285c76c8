import { invalid, notFound } from '../errors.js';
import { link } from '../links.js';
import { requireLimit } from '../pages.js';
import type { Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';
import { findApp } from './apps/apps.js';
import { groupsOf } from './groups/groups.js';

/** The holders of roles that a path names: users, groups or clients. */
export interface Holders {
  /** `/api/v1/users`. */
  path: string;
  /** The id of a holder. Throws 404 if it does not exist. */
  idOf(id: string | undefined): string;
  /** A role assignment of a holder. Throws 404 if it does not exist. */
  assignment(holder: string, id: string | undefined): JsonObject;
}

/** The targets of each role assignment: names of apps of the catalog, `name/id` of apps of the org, and ids of groups. */
export type Targets = WeakMap<JsonObject, { apps: Set<string>; groups: Set<string> }>;

/** Registers the operations for the apps and groups to which the roles of the holders are limited. */
export function serveTargets(routes: Routes, state: OrgState, targets: Targets, holders: Holders): void {
  const { path, idOf, assignment } = holders;
  const of = ([holder, id]: string[]) => targetsOf(targets, assignment(idOf(holder), id));
  const forApps = (ids: string[]): Set<string> => {
    if (assignment(idOf(ids[0]), ids[1]).type !== 'APP_ADMIN') throw invalid('role', 'The role has no apps.');
    return of(ids).apps;
  };
  const apps = `${path}/{holder}/roles/{assignment}/targets/catalog/apps`;
  routes.list(`GET ${apps}`, { limit: 20 }, ({ ids, query }) => {
    requireLimit(state, query);
    return { body: [...of(ids).apps].map((name) => appTarget(state, name)) };
  });
  if (path === '/api/v1/users')
    routes.on(`PUT ${apps}`, ({ ids }) => {
      forApps(ids).clear();
      return { status: 200 };
    });
  routes.on(`PUT ${apps}/{name}`, ({ ids }) => add(forApps(ids), ids[2]));
  routes.on(`DELETE ${apps}/{name}`, ({ ids }) => remove(forApps(ids), ids[2], 'CatalogApp'));
  routes.on(`PUT ${apps}/{name}/{app}`, ({ ids: [holder = '', id = '', name = '', appId] }) => {
    const app = findApp(state, appId);
    if (app.name !== name) throw notFound(String(appId), 'AppInstance');
    return add(forApps([holder, id]), `${name}/${app.id}`);
  });
  routes.on(`DELETE ${apps}/{name}/{app}`, ({ ids }) => remove(forApps(ids), `${ids[2]}/${ids[3]}`, 'AppInstance'));

  const { groups: all, get, present } = groupsOf(state);
  const groups = `${path}/{holder}/roles/{assignment}/targets/groups`;
  const forGroups = (ids: string[]): Set<string> => {
    const { type } = assignment(idOf(ids[0]), ids[1]);
    if (!['USER_ADMIN', 'HELP_DESK_ADMIN', 'GROUP_MEMBERSHIP_ADMIN'].includes(String(type)))
      throw invalid('role', 'The role has no groups.');
    return of(ids).groups;
  };
  routes.list(`GET ${groups}`, { limit: 20 }, ({ ids }) => ({
    // A deleted group is no longer a target.
    body: [...of(ids).groups].filter((id) => all.has(id)).map((id) => present(get(id))),
  }));
  routes.on(`PUT ${groups}/{group}`, ({ ids }) => add(forGroups(ids), String(get(ids[2]).id)));
  routes.on(`DELETE ${groups}/{group}`, ({ ids }) => remove(forGroups(ids), ids[2], 'UserGroup'));
}

/** The targets of an assignment. */
export function targetsOf(targets: Targets, assignment: JsonObject) {
  const known = targets.get(assignment) ?? { apps: new Set<string>(), groups: new Set<string>() };
  targets.set(assignment, known);
  return known;
}

function add(its: Set<string>, target = ''): { status: number } {
  its.add(target);
  return { status: 204 };
}

/** The last target cannot be removed: the role would apply to all. */
function remove(its: Set<string>, target = '', type: string): { status: number } {
  if (!its.has(target)) throw notFound(target, type);
  if (its.size === 1) throw invalid('target', 'The last target of a role cannot be removed.');
  its.delete(target);
  return { status: 204 };
}

/** An app of the catalog, or an app of the org, as the target of a role. @param target `name` or `name/id` */
function appTarget(state: OrgState, target: string): JsonObject {
  const [name = '', id] = target.split('/');
  const logo = link('https://static.example.com/logo.png');
  return {
    id: id ?? state.newId('0oa'),
    name,
    displayName: name,
    description: 'An app of the catalogue',
    category: 'SOCIAL',
    status: 'ACTIVE',
    verificationStatus: 'OKTA_VERIFIED',
    website: 'https://www.example.com',
    signOnModes: ['BROWSER_PLUGIN'],
    lastUpdated: timestamp(state),
    _links: {
      // Logos were added in the current edition.
      ...(state.profile === 'previous' ? {} : { logo: [{ ...logo, name: 'medium' }] }),
      self: link(`${state.url()}/api/v1/catalog/apps/${name}`),
    },
  };
}
