import { invalid, notFound, OrgError } from '../errors.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';
import { findApp } from './apps/apps.js';
import { findResourceSet } from './iam/resource-sets.js';
import { findRole } from './iam/roles.js';
import { serveTargets, type Targets, targetsOf } from './role-targets.js';
import { resource as users, usersOf } from './users/users.js';

const labels: Record<string, string> = {
  SUPER_ADMIN: 'Super Administrator',
  ORG_ADMIN: 'Organization Administrator',
  APP_ADMIN: 'Application Administrator',
  USER_ADMIN: 'Group Administrator',
  HELP_DESK_ADMIN: 'Help Desk Administrator',
  GROUP_MEMBERSHIP_ADMIN: 'Group Membership Administrator',
  READ_ONLY_ADMIN: 'Read-only Administrator',
  REPORT_ADMIN: 'Report Administrator',
};
/** Roles that can be limited to targets. The id of their assignments is the type in base 32. */
const targeted = new Set(['APP_ADMIN', 'USER_ADMIN', 'HELP_DESK_ADMIN', 'GROUP_MEMBERSHIP_ADMIN']);

/** Admin roles of users, groups and client apps. */
export const resource: Resource = { scope: 'okta.roles', superAdminOnly: true, after: [users], serve };

function serve(routes: Routes, state: OrgState): void {
  const { users, groups, of, assign, present, find } = objectsOf(state);
  const serveHolders = (
    path: string,
    prefix: string,
    kind: string,
    holderOf: (id: string | undefined) => string,
  ): void => {
    routes.on(`GET ${path}/{holder}/roles`, ({ ids }) => ({ body: [...of(holderOf(ids[0])).values()].map(present) }));
    routes.on(`POST ${path}/{holder}/roles`, ({ ids, body }) => {
      const holder = holderOf(ids[0]);
      return { status: 201, body: present(assign(holder, path, prefix, kind, body)) };
    });
    routes.on(`GET ${path}/{holder}/roles/{assignment}`, ({ ids }) => ({
      body: present(find(holderOf(ids[0]), ids[1])),
    }));
    routes.on(`DELETE ${path}/{holder}/roles/{assignment}`, ({ ids }) => {
      const holder = holderOf(ids[0]);
      of(holder).delete(String(find(holder, ids[1]).id));
      return { status: 204 };
    });
    serveTargets(routes, state, targets, { path, idOf: holderOf, assignment: find });
  };
  const targets: Targets = new WeakMap();
  routes.on(
    'GET /api/v1/users/{holder}/roles/{assignment}/targets',
    ({ ids }) => {
      const { apps } = targetsOf(targets, find(String(users.get(ids[0]).id), ids[1]));
      return {
        body: [...apps].map((name) => ({
          orn: `orn:okta:idp:00o0a1b2c3d4e5f60r7:apps:${name}`,
          assignmentType: 'USER',
          _links: { self: link(`${state.url()}/api/v1/catalog/apps/${name}`) },
        })),
      };
    },
    { isNew: true },
  );
  serveHolders('/api/v1/users', 'ra1', 'USER', (id) => String(users.get(id).id));
  serveHolders('/api/v1/groups', 'gra', 'GROUP', (id = '') => {
    if (!groups.has(id)) throw notFound(id, 'UserGroup');
    return id;
  });

  serveHolders('/oauth2/v1/clients', 'cra', 'CLIENT', (id) => String(findApp(state, id).id));

  for (const id of [...state.collection('users').keys()].slice(0, 2))
    assign(id, '/api/v1/users', 'ra1', 'USER', { type: 'SUPER_ADMIN' });
}

/** Finds, creates and shows role assignments. */
function objectsOf(state: OrgState) {
  const held = new Map<string, Map<string, JsonObject>>();
  const users = usersOf(state);
  const groups = state.collection('groups');
  const of = (holder: string): Map<string, JsonObject> => {
    const known = held.get(holder) ?? new Map<string, JsonObject>();
    held.set(holder, known);
    return known;
  };
  const assign = (holder: string, path: string, prefix: string, kind: string, body: JsonObject): JsonObject => {
    const { type } = body;
    const custom = type === 'CUSTOM';
    const label = typeof type === 'string' ? labels[type] : undefined;
    if (typeof type !== 'string' || (!custom && !label)) throw invalid('type', 'type: The role type is not known.');
    const role = custom ? findRole(state, String(body.role)) : undefined;
    const set = custom ? findResourceSet(state, String(body['resource-set'])) : undefined;
    if ([...of(holder).values()].some((known) => known.type === type && known.role === (role?.id ?? undefined)))
      throw new OrgError(409, 'E0000090', 'The role specified is already assigned.');
    const at = timestamp(state);
    const id = targeted.has(type) ? base32(type) : state.newId(prefix);
    const assignment: JsonObject = {
      id,
      label: custom ? (role?.label ?? null) : (label ?? null),
      type,
      status: 'ACTIVE',
      created: at,
      lastUpdated: at,
      assignmentType: kind,
      ...(role && set ? { role: role.id ?? null, 'resource-set': set.id ?? null } : {}),
      parentId: `${path}/${holder}`,
    };
    of(holder).set(id, assignment);
    return assignment;
  };
  const present = ({ parentId: holder, ...assignment }: JsonObject): JsonObject => ({
    ...assignment,
    _links: { assignee: link(`${state.url()}${holder}`) },
  });
  const find = (holder: string, id = ''): JsonObject => {
    const assignment = of(holder).get(id);
    if (!assignment) throw notFound(id, 'RoleAssignment');
    return assignment;
  };
  return { users, groups, of, assign, present, find };
}

/** Base 32 as in RFC 4648, without padding. */
function base32(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}
