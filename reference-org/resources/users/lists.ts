import { appsOf, groupIdsOf } from '../../effects.js';
import { page } from '../../pages.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { resource as groups, groupsOf } from '../groups/groups.js';
import { usersOf } from './users.js';

const path = '/api/v1/users/{id}';

/** What a user has: groups, links to apps, and blocks. */
export const resource: Resource = { scope: 'okta.users', after: [groups], serve };

function serve(routes: Routes, state: OrgState): void {
  const users = usersOf(state);
  const { get, present } = groupsOf(state);
  const isOwner = ({ id }: JsonObject) => id === state.collection('users').keys().next().value;
  routes.on(`GET ${path}/groups`, ({ ids, query }) => {
    const user = users.get(ids[0]);
    const its = groupIdsOf(state, user).map(get);
    const { items, links } = page(its, query, `${state.url()}/api/v1/users/${user.id}/groups`, 200);
    return { body: items.map(present), links };
  });
  routes.on(`GET ${path}/appLinks`, ({ ids }) => {
    const user = users.get(ids[0]);
    return { body: appsOf(state, user).map((app, i) => appLinkOf(state, user, app, i)) };
  });
  // The password of the owner was entered wrong too often on unknown devices.
  routes.on(`GET ${path}/blocks`, ({ ids }) => ({
    body: isOwner(users.get(ids[0])) ? [{ type: 'DEVICE_BASED', appliesTo: 'UNKNOWN_DEVICES' }] : [],
  }));
}

function appLinkOf(state: OrgState, user: JsonObject, app: JsonObject, sortOrder: number): JsonObject {
  return {
    id: user.id ?? null,
    label: app.label ?? null,
    linkUrl: `${state.url()}/home/${app.name}/${app.id}/${sortOrder}`,
    logoUrl: 'https://static.example.com/logo.png',
    appName: app.name ?? null,
    appInstanceId: app.id ?? null,
    appAssignmentId: String(app.id).replace('0oa', '0ua'),
    credentialsSetup: false,
    hidden: false,
    sortOrder,
  };
}
