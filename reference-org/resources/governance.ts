import { invalid, notFound } from '../errors.js';
import { link } from '../links.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { resource as users } from './users/users.js';

const path = '/api/v1/iam/governance';

/** Governance of admin roles: bundles of entitlements, grants and the opt-in. */
export const resource: Resource = {
  scope: 'okta.roles',
  superAdminOnly: true,
  isNew: true,
  feature: 'governance',
  after: [users],
  serve,
};

function serve(routes: Routes, state: OrgState): void {
  const { bundles, self, present, read, entitled } = objectsOf(state);
  routes.list(`GET ${path}/bundles`, { list: 'bundles' }, () => ({
    body: { bundles: bundles.list().map(present), _links: { self: link(`${state.url()}${path}/bundles`) } },
  }));
  routes.on(`POST ${path}/bundles`, ({ body }) => ({ body: present(bundles.add(read(body))) }));
  routes.on(`GET ${path}/bundles/{bundle}`, ({ ids }) => ({ body: present(bundles.get(ids[0])) }));
  routes.on(`PUT ${path}/bundles/{bundle}`, ({ ids, body }) => ({
    body: present(bundles.change(bundles.get(ids[0]), read(body))),
  }));
  routes.on(`DELETE ${path}/bundles/{bundle}`, removalFrom(bundles));
  routes.list(`GET ${path}/bundles/{bundle}/entitlements`, { list: 'entitlements' }, ({ ids }) => {
    const bundle = bundles.get(ids[0]);
    const at = `${self(bundle.id)}/entitlements`;
    const entitlements = entitled(bundle).map(({ role = null }, i) => ({
      id: `ent${i}`,
      name: String(role),
      description: null,
      role,
      _links: { values: link(`${at}/ent${i}/values`) },
    }));
    return { body: { entitlements, _links: { self: link(at), bundle: link(self(bundle.id)) } } };
  });
  routes.list(
    `GET ${path}/bundles/{bundle}/entitlements/{entitlement}/values`,
    { list: 'entitlementValues' },
    ({ ids }) => {
      const bundle = bundles.get(ids[0]);
      const found = entitled(bundle)[Number((ids[1] ?? '').slice(3))];
      if (!found) throw notFound(ids[1] ?? '', 'Entitlement');
      const at = `${self(bundle.id)}/entitlements/${ids[1]}/values`;
      const targets = (found.targets ?? []) as string[];
      return {
        body: {
          entitlementValues: targets.map((value, i) => ({ id: `env${i}`, name: value, value, _links: {} })),
          _links: { self: link(at), bundle: link(self(bundle.id)) },
        },
      };
    },
  );
  let status = 'OPTED_OUT';
  const opted = () => ({
    body: { optInStatus: status, _links: { optInStatus: link(`${state.url()}${path}/optIn`, 'GET') } },
  });
  routes.on(`GET ${path}/optIn`, opted);
  for (const [verb, next] of [
    ['optIn', 'OPTING_IN'],
    ['optOut', 'OPTING_OUT'],
  ] as const)
    routes.on(`POST ${path}/${verb}`, () => {
      status = next;
      return opted();
    });
  serveGrants(routes, state);
}

/** Registers the operations on the grants of role assignments. */
function serveGrants(routes: Routes, state: OrgState): void {
  // The first user has a role that governance granted.
  const [owner = ''] = state.collection('users').keys();
  const grants = '/api/v1/users/{user}/roles/{assignment}/governance';
  const grant = (ids: string[]): JsonObject => {
    if (ids[0] !== owner) throw notFound(ids[1] ?? '', 'RoleAssignment');
    const at = `${state.url()}/api/v1/users/${ids[0]}/roles/${ids[1]}/governance/grant0of0the0owner`;
    return {
      type: 'CUSTOM',
      grantId: 'grant0of0the0owner',
      _links: { self: link(at), resources: link(`${at}/resources`) },
    };
  };
  const one = (ids: string[]): JsonObject => {
    const found = grant(ids);
    if (found.grantId !== ids[2]) throw notFound(ids[2] ?? '', 'Grant');
    return found;
  };
  routes.on(`GET ${grants}`, ({ ids }) => ({
    body: {
      grants: [grant(ids)],
      _links: { assignee: link(`${state.url()}/api/v1/users/${ids[0]}`) },
    },
  }));
  routes.on(`GET ${grants}/{grant}`, ({ ids }) => ({ body: one(ids) }));
  routes.on(`GET ${grants}/{grant}/resources`, ({ ids }) => {
    one(ids);
    return {
      body: { resources: [{ label: 'All users', resource: 'orn:okta:directory:00o0a1b2c3d4e5f60r7:users' }] },
    };
  });
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const bundles = repositoryOf(state, 'governanceBundles', { idPrefix: 'enb', type: 'EntitlementBundle' });
  const self = (id: unknown) => `${state.url()}${path}/bundles/${id}`;
  const present = ({ created: _, lastUpdated: __, entitlements: ___, ...bundle }: JsonObject): JsonObject => ({
    ...bundle,
    orn: `orn:okta:governance:00o0a1b2c3d4e5f60r7:entitlement-bundles:${bundle.id}`,
    status: 'ACTIVE',
    _links: { entitlements: link(`${self(bundle.id)}/entitlements`) },
  });
  const read = (body: JsonObject): JsonObject => {
    if (typeof body.name !== 'string') throw invalid('name', 'name: The field cannot be left blank');
    return { name: body.name, description: body.description ?? null, entitlements: body.entitlements ?? [] };
  };
  const entitled = (bundle: JsonObject): JsonObject[] => bundle.entitlements as JsonObject[];
  return { bundles, self, present, read, entitled };
}
