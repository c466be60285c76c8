import { invalid, notFound } from '../../errors.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { resource as users } from '../users/users.js';
import { findResourceSet, resource as resourceSets } from './resource-sets.js';
import { findRole, resource as roles } from './roles.js';

const path = '/api/v1/iam/resource-sets/{set}/bindings';

/** Bindings: the members who have a role for a resource set. A binding without members is deleted. */
export const resource: Resource = {
  scope: 'okta.roles',
  superAdminOnly: true,
  after: [users, roles, resourceSets],
  serve,
};

function serve(routes: Routes, state: OrgState): void {
  const objects = objectsOf(state);
  const { previous, setUrl, self, of, find, join, changed, oldLink } = objects;
  routes.list(`GET ${path}`, { list: 'roles', isFixed: true }, ({ ids }) => {
    const set = findResourceSet(state, ids[0]);
    return {
      body: {
        roles: [...of(set).keys()].map((id) => {
          const own = `${setUrl(set)}/bindings/${id}`;
          return { id, _links: { self: link(own), members: link(`${own}/members`) } };
        }),
        _links: { self: link(`${setUrl(set)}/bindings`), 'resource-set': link(setUrl(set)), ...oldLink(set) },
      },
    };
  });
  routes.on(`POST ${path}`, ({ ids, body }) => {
    const set = findResourceSet(state, ids[0]);
    const role = findRole(state, String(body.role));
    const given = Array.isArray(body.members) ? body.members : [];
    if (given.length === 0) throw invalid('members', 'members: The field cannot be left blank');
    const members = of(set).get(String(role.id)) ?? new Map<string, JsonObject>();
    for (const member of given) join(members, String(member));
    of(set).set(String(role.id), members);
    return { body: changed(set, role) };
  });
  routes.on(`GET ${path}/{role}`, ({ ids }) => {
    const { set, role } = find(ids);
    return {
      body: {
        id: role.id ?? null,
        _links: {
          self: link(self(set, role)),
          'resource-set': link(setUrl(set)),
          ...(previous ? oldLink(set) : { members: link(`${self(set, role)}/members`) }),
        },
      },
    };
  });
  routes.on(`DELETE ${path}/{role}`, ({ ids }) => {
    const { set, role } = find(ids);
    of(set).delete(String(role.id));
    return { status: 204 };
  });
  serveMembers(routes, objects);
  createDefaults(objects, state);
}

/** Registers the operations on the members of a binding. */
function serveMembers(
  routes: Routes,
  { previous, self, of, find, join, changed, presentMember }: ReturnType<typeof objectsOf>,
): void {
  routes.list(`GET ${path}/{role}/members`, { list: 'members', isFixed: true }, ({ ids }) => {
    const { set, role, members } = find(ids);
    return {
      body: {
        members: [...members.values()].map((member) => presentMember(set, role, member)),
        _links: {
          ...(previous ? {} : { self: link(`${self(set, role)}/members`) }),
          binding: link(self(set, role)),
        },
      },
    };
  });
  routes.on(`PATCH ${path}/{role}/members`, ({ ids, body }) => {
    const { set, role, members } = find(ids);
    for (const member of Array.isArray(body.additions) ? body.additions : []) join(members, String(member));
    return { body: changed(set, role) };
  });
  routes.on(`GET ${path}/{role}/members/{member}`, ({ ids }) => {
    const { set, role, members } = find(ids);
    const member = members.get(ids[2] ?? '');
    if (!member) throw notFound(ids[2] ?? '', 'IAMBindingMember');
    return { body: presentMember(set, role, member) };
  });
  routes.on(`DELETE ${path}/{role}/members/{member}`, ({ ids }) => {
    const { set, role, members } = find(ids);
    if (!members.delete(ids[2] ?? '')) throw notFound(ids[2] ?? '', 'IAMBindingMember');
    if (members.size === 0) of(set).delete(String(role.id));
    return { status: 204 };
  });
}

/** Creates the objects that every org has. */
function createDefaults({ of, join }: ReturnType<typeof objectsOf>, state: OrgState): void {
  const [set] = state.collection('iamResourceSets').values();
  const [role] = state.collection('iamRoles').values();
  const [owner, helper] = state.collection('users').keys();
  if (set && role && owner && helper) {
    const members = new Map<string, JsonObject>();
    for (const id of [owner, helper]) join(members, `https://org.invalid/api/v1/users/${id}`);
    of(set).set(String(role.id), members);
  }
}

/** Finds, changes and shows bindings and their members. */
function objectsOf(state: OrgState) {
  const bindings = new Map<string, Map<string, Map<string, JsonObject>>>();
  const previous = state.profile === 'previous';
  const setUrl = (set: JsonObject) => `${state.url()}/api/v1/iam/resource-sets/${set.id}`;
  const self = (set: JsonObject, role: JsonObject) => `${setUrl(set)}/bindings/${role.id}`;
  const of = (set: JsonObject): Map<string, Map<string, JsonObject>> => {
    const known = bindings.get(String(set.id)) ?? new Map<string, Map<string, JsonObject>>();
    bindings.set(String(set.id), known);
    return known;
  };
  const find = (ids: string[]) => {
    const set = findResourceSet(state, ids[0]);
    const role = findRole(state, ids[1]);
    const members = of(set).get(String(role.id));
    if (!members) throw notFound(ids[1] ?? '', 'IAMBinding');
    return { set, role, members };
  };
  const join = (members: Map<string, JsonObject>, url: string) => {
    const id = /\/api\/v1\/users\/([^/]+)$/.exec(url)?.[1] ?? '';
    const user = state.collection('users').get(id);
    if (!user && !/\/api\/v1\/groups\//.test(url)) throw notFound(id, 'User');
    const at = timestamp(state);
    if (![...members.values()].some((member) => member.parentId === url)) {
      const member: JsonObject = { id: state.newId('irb'), parentId: url, created: at, lastUpdated: at };
      members.set(String(member.id), member);
    }
  };
  /** The response to creating and extending a binding: links only; in the previous edition also the id of the role. */
  const changed = (set: JsonObject, role: JsonObject): JsonObject => ({
    ...(previous ? { id: role.id ?? null } : {}),
    _links: {
      self: link(self(set, role)),
      'resource-set': link(setUrl(set)),
      bindings: link(`${setUrl(set)}/bindings`),
    },
  });
  const presentMember = (set: JsonObject, role: JsonObject, { parentId: _, ...member }: JsonObject): JsonObject => ({
    ...member,
    _links: { self: link(`${self(set, role)}/members/${member.id}`) },
  });
  const oldLink = (set: JsonObject) => (previous ? { bindings: link(`${setUrl(set)}/bindings`) } : {});
  return { previous, setUrl, self, of, find, join, changed, presentMember, oldLink };
}
