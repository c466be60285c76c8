import { deliver, memberAdded } from '../../effects.js';
import { forbidden, invalid, notFound, OrgError } from '../../errors.js';
import { link } from '../../links.js';
import { page } from '../../pages.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { resource as users, usersOf } from '../users/users.js';

const path = '/api/v1/groups';

/** Groups and their members. */
export const resource: Resource = { scope: 'okta.groups', after: [users], serve };

function serve(routes: Routes, state: OrgState): void {
  const { groups, members, users, get, readProfile, make, present } = groupsOf(state);
  routes.on(`GET ${path}`, ({ query }) => {
    const q = query.get('q');
    const found = [...groups.values()].filter(
      (group) => !q || String((group.profile as JsonObject).name).startsWith(q),
    );
    const { items, links } = page(found, query, state.url() + path, 10_000);
    // A response to a request with `q` has no Link header.
    return { body: items.map(present), ...(q ? {} : { links }) };
  });
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(make((body.profile ?? {}) as JsonObject, 'OKTA_GROUP')) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => {
    const group = get(ids[0]);
    if (group.type !== 'OKTA_GROUP') throw forbidden('E0000006', 'Only groups of the type OKTA_GROUP can be changed.');
    const profile = readProfile((body.profile ?? {}) as JsonObject, String(group.id));
    return { body: present(Object.assign(group, { profile, lastUpdated: timestamp(state) })) };
  });
  routes.on(`DELETE ${path}/{id}`, ({ ids }) => {
    get(ids[0]);
    groups.delete(ids[0] ?? '');
    return { status: 204 };
  });
  routes.on(`GET ${path}/{id}/users`, ({ ids, query }) => {
    get(ids[0]);
    const there = [...(members.get(ids[0] ?? '') ?? [])]
      .map((id) => state.collection('users').get(id))
      .filter((user) => user !== undefined);
    const { items, links } = page(there, query, `${state.url()}${path}/${ids[0]}/users`, 1000);
    return { body: items.map(users.inList), links };
  });
  routes.on(`PUT ${path}/{id}/users/{user}`, ({ ids }) => {
    get(ids[0]);
    const user = users.get(ids[1]);
    members.get(ids[0] ?? '')?.add(String(user.id));
    memberAdded(state, ids[0] ?? '', user);
    return { status: 204 };
  });
  routes.on(`DELETE ${path}/{id}/users/{user}`, ({ ids }) => {
    get(ids[0]);
    const { id } = users.get(ids[1]);
    members.get(ids[0] ?? '')?.delete(String(id));
    deliver(state, 'group.user_membership.remove', String(id));
    return { status: 204 };
  });

  const everyone = make({ name: 'Everyone', description: 'All users of the org' }, 'BUILT_IN');
  const staff = make({ name: 'Staff' }, 'OKTA_GROUP');
  for (const id of state.collection('users').keys()) {
    members.get(String(everyone.id))?.add(id);
    members.get(String(staff.id))?.add(id);
  }
}

/** Finds, creates, changes and shows groups. */
export function groupsOf(state: OrgState) {
  const groups = state.collection('groups');
  const { members } = state;
  const users = usersOf(state);
  const get = (id = ''): JsonObject => {
    const group = groups.get(id);
    if (!group) throw notFound(id, 'UserGroup');
    return group;
  };
  const readProfile = ({ name, description = null }: JsonObject, ownId?: string): JsonObject => {
    if (typeof name !== 'string' || name === '') throw invalid('name', 'name: The field cannot be left blank');
    if ([...groups.values()].some(({ id, profile }) => id !== ownId && (profile as JsonObject).name === name))
      throw new OrgError(409, 'E0000055', 'Duplicate group');
    return { name, description };
  };
  const make = (given: JsonObject, type: string): JsonObject => {
    const profile = readProfile(given);
    const at = timestamp(state);
    const group: JsonObject = {
      id: state.newId('00g'),
      created: at,
      lastUpdated: at,
      lastMembershipUpdated: at,
      objectClass: ['okta:user_group'],
      type,
      profile,
    };
    groups.set(String(group.id), group);
    members.set(String(group.id), new Set());
    return group;
  };
  const present = (group: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${group.id}`;
    return { ...group, _links: { users: link(`${self}/users`), apps: link(`${self}/apps`), logo: [] } };
  };
  return { groups, members, users, get, readProfile, make, present };
}
