import { invalid, notFound } from '../../errors.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';

const path = '/api/v1/iam/roles';

/** Finds a custom role by id or label. */
export function findRole(state: OrgState, idOrLabel = ''): JsonObject {
  const roles = state.collection('iamRoles');
  const role = roles.get(idOrLabel) ?? [...roles.values()].find((candidate) => candidate.label === idOrLabel);
  if (!role) throw notFound(idOrLabel, 'CustomRole');
  return role;
}

/** Custom roles and their permissions. Their links name the admin host of the org, which is the org itself on loopback. */
export const resource: Resource = { scope: 'okta.roles', superAdminOnly: true, serve };

function serve(routes: Routes, state: OrgState): void {
  const { roles, get, of, read, permit, make, present, presentPermission, permission } = objectsOf(state);
  routes.on(`GET ${path}`, () => ({ body: { roles: [...roles.values()].map(present) } }), {
    pages: { list: 'roles', isFixed: true },
  });
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(make(body)) }));
  routes.on(`GET ${path}/{role}`, ({ ids }) => ({ body: present(get(ids[0])) }));
  routes.on(`PUT ${path}/{role}`, ({ ids, body }) => {
    const role = get(ids[0]);
    return { body: present(Object.assign(role, read(body, role), { lastUpdated: timestamp(state) })) };
  });
  routes.on(`DELETE ${path}/{role}`, ({ ids }) => {
    roles.delete(String(get(ids[0]).id));
    return { status: 204 };
  });
  routes.on(`GET ${path}/{role}/permissions`, ({ ids }) => {
    const role = get(ids[0]);
    return { body: { permissions: [...of(role).values()].map((known) => presentPermission(role, known)) } };
  });
  routes.on(`GET ${path}/{role}/permissions/{type}`, ({ ids }) => {
    const role = get(ids[0]);
    return { body: presentPermission(role, permission(role, ids[1])) };
  });
  routes.on(`POST ${path}/{role}/permissions/{type}`, ({ ids, body }) => {
    permit(get(ids[0]), ids[1] ?? '', (body.conditions ?? null) as JsonObject | null);
    return { status: 204 };
  });
  routes.on(`PUT ${path}/{role}/permissions/{type}`, ({ ids, body }) => {
    const role = get(ids[0]);
    permission(role, ids[1]);
    return {
      body: presentPermission(role, permit(role, ids[1] ?? '', (body.conditions ?? null) as JsonObject | null)),
    };
  });
  routes.on(`DELETE ${path}/{role}/permissions/{type}`, ({ ids }) => {
    const role = get(ids[0]);
    permission(role, ids[1]);
    of(role).delete(ids[1] ?? '');
    return { status: 204 };
  });

  make({ label: 'Help desk', description: 'Reads users', permissions: ['okta.users.read', 'okta.groups.read'] });
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const roles = state.collection('iamRoles');
  const permissions = new Map<string, Map<string, JsonObject>>();
  const self = (role: JsonObject) => `${state.url()}${path}/${role.id}`;
  const get = (idOrLabel?: string) => findRole(state, idOrLabel);
  const of = (role: JsonObject): Map<string, JsonObject> => permissions.get(String(role.id)) ?? new Map();
  const read = (body: JsonObject, except?: JsonObject): JsonObject => {
    const { label, description } = body;
    if (typeof label !== 'string' || label === '') throw invalid('label', 'label: The field cannot be left blank');
    if (typeof description !== 'string') throw invalid('description', 'description: The field cannot be left blank');
    // A duplicate label is 400 here, not 409.
    if ([...roles.values()].some((role) => role !== except && role.label === label))
      throw invalid('label', 'label: An object with this field already exists in the current organization');
    return { label, description };
  };
  const permit = (role: JsonObject, type: string, conditions: JsonObject | null): JsonObject => {
    if (!type.startsWith('okta.')) throw invalid('permissionType', 'permissionType: The permission is not known.');
    const at = timestamp(state);
    const known = of(role).get(type);
    const permission = { label: type, conditions, created: known?.created ?? at, lastUpdated: at };
    of(role).set(type, permission);
    return permission;
  };
  const make = (body: JsonObject): JsonObject => {
    const given = Array.isArray(body.permissions) ? body.permissions : [];
    if (given.length === 0) throw invalid('permissions', 'permissions: The field cannot be left blank');
    const at = timestamp(state);
    const role: JsonObject = { id: state.newId('cr0'), ...read(body), isCloneable: true, created: at, lastUpdated: at };
    roles.set(String(role.id), role);
    permissions.set(String(role.id), new Map());
    for (const type of given) permit(role, String(type), null);
    return role;
  };
  const present = (role: JsonObject): JsonObject => ({
    ...role,
    _links: { self: link(self(role)), permissions: link(`${self(role)}/permissions`) },
  });
  const presentPermission = (role: JsonObject, permission: JsonObject): JsonObject => ({
    ...permission,
    _links: { self: link(`${self(role)}/permissions/${permission.label}`), role: link(self(role)) },
  });
  const permission = (role: JsonObject, type = ''): JsonObject => {
    const known = of(role).get(type);
    if (!known) throw notFound(type, 'CustomRolePermission');
    return known;
  };
  return { roles, get, of, read, permit, make, present, presentPermission, permission };
}
