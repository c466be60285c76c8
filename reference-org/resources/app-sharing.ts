import { collection, lacks, pick } from '../collection.js';
import { invalid, notFound, OrgError } from '../errors.js';
import { link } from '../links.js';
import type { JsonObject, OrgState } from '../org.js';
import type { Router } from '../router.js';
import { findApp } from './apps.js';

const path = '/api/v1/apps/{app}';

/** What apps hand on: claims, groups that are pushed into them, and access to one another. */
export function serveAppSharing(router: Router, state: OrgState): void {
  serveClaims(router, state);
  servePushedGroups(router, state);
  serveCrossAppConnections(router, state);
}

function serveClaims(router: Router, state: OrgState): void {
  const terms = { isNew: true, feature: 'federated-claims' } as const;
  const claims = collection(state, 'claims', 'ofc', 'FederatedClaim');
  const read = (body: JsonObject): JsonObject => {
    if (lacks(body, 'name', 'expression')) throw invalid('name', 'name and expression are needed.');
    return pick(body, 'name', 'expression');
  };
  const find = (ids: string[]): JsonObject => inApp(state, claims.get(ids[1]), ids);
  const present = ({ of: _, ...claim }: JsonObject): JsonObject => claim;
  router.on(
    `GET ${path}/federated-claims`,
    ({ ids }) => ({ body: claims.list(String(findApp(state, ids[0]).id)).map(present) }),
    terms,
  );
  router.on(
    `POST ${path}/federated-claims`,
    ({ ids, body }) => ({
      status: 201,
      body: present(claims.add(read(body), String(findApp(state, ids[0]).id))),
    }),
    terms,
  );
  router.on(`GET ${path}/federated-claims/{claim}`, ({ ids }) => ({ body: present(find(ids)) }), terms);
  router.on(
    `PUT ${path}/federated-claims/{claim}`,
    ({ ids, body }) => ({ body: present(claims.change(find(ids), read(body))) }),
    terms,
  );
  router.on(
    `DELETE ${path}/federated-claims/{claim}`,
    ({ ids }) => {
      claims.remove(find(ids));
      return { status: 204 };
    },
    terms,
  );
}

function servePushedGroups(router: Router, state: OrgState): void {
  const terms = { isNew: true, feature: 'group-push-mappings' } as const;
  const mappings = collection(state, 'groupPushMappings', 'gPm', 'GroupPushMapping');
  const groups = collection(state, 'groups', '00g', 'UserGroup');
  const find = (ids: string[]): JsonObject => inApp(state, mappings.get(ids[1]), ids);
  // Without milliseconds, unlike most dates of the org.
  const short = (date: unknown) => String(date).replace(/\.\d+Z$/, 'Z');
  const present = ({ of: app, ...mapping }: JsonObject): JsonObject => ({
    ...mapping,
    created: short(mapping.created),
    lastUpdated: short(mapping.lastUpdated),
    _links: {
      app: link(`${state.url()}/api/v1/apps/${app}`),
      sourceGroup: link(`${state.url()}/api/v1/groups/${mapping.sourceGroupId}`),
      targetGroup: link(`${state.url()}/api/v1/groups/${mapping.targetGroupId}`),
    },
  });
  router.on(
    `GET ${path}/group-push/mappings`,
    ({ ids }) => ({ body: mappings.list(String(findApp(state, ids[0]).id)).map(present) }),
    terms,
  );
  router.on(
    `POST ${path}/group-push/mappings`,
    ({ ids, body }) => {
      const app = findApp(state, ids[0]);
      const source = groups.get(String(body.sourceGroupId));
      const target =
        typeof body.targetGroupId === 'string'
          ? groups.get(body.targetGroupId)
          : groups.add({
              type: 'APP_GROUP',
              objectClass: ['okta:user_group'],
              profile: { name: body.targetGroupName ?? null },
            });
      const status = body.status ?? 'ACTIVE';
      const given = { sourceGroupId: source.id ?? null, targetGroupId: target.id ?? null, status };
      return { body: present(mappings.add(given, String(app.id))) };
    },
    terms,
  );
  router.on(`GET ${path}/group-push/mappings/{mapping}`, ({ ids }) => ({ body: present(find(ids)) }), terms);
  router.on(
    `PATCH ${path}/group-push/mappings/{mapping}`,
    ({ ids, body }) => {
      if (body.status !== 'ACTIVE' && body.status !== 'INACTIVE') throw invalid('status', 'status: is not known.');
      return { body: present(mappings.change(find(ids), { status: body.status })) };
    },
    terms,
  );
  router.on(
    `DELETE ${path}/group-push/mappings/{mapping}`,
    ({ ids, query }) => {
      const mapping = find(ids);
      const target = query.get('deleteTargetGroup');
      if (target === null) throw invalid('deleteTargetGroup', 'deleteTargetGroup: is needed.');
      if (mapping.status === 'ACTIVE') throw invalid('status', 'status: The mapping is active.');
      if (target === 'true') groups.remove(groups.get(String(mapping.targetGroupId)));
      mappings.remove(mapping);
      return { status: 200 };
    },
    terms,
  );
}

function serveCrossAppConnections(router: Router, state: OrgState): void {
  const terms = { isNew: true, feature: 'cross-app-access' } as const;
  const connections = collection(state, 'crossAppConnections', 'cwo', 'OrgCrossAppAccessConnection');
  const find = (ids: string[]): JsonObject => inApp(state, connections.get(ids[1]), ids);
  const present = ({ of: _, ...connection }: JsonObject): JsonObject => connection;
  router.on(
    `GET ${path}/cwo/connections`,
    ({ ids }) => ({ body: connections.list(String(findApp(state, ids[0]).id)).map(present) }),
    terms,
  );
  router.on(
    `POST ${path}/cwo/connections`,
    ({ ids, body }) => {
      const app = findApp(state, ids[0]);
      const { requestingAppInstanceId, resourceAppInstanceId, status = 'ACTIVE' } = body;
      const apps = [requestingAppInstanceId, resourceAppInstanceId].map((id) => findApp(state, String(id)).id ?? null);
      if (apps[0] === apps[1]) throw new OrgError(400, 'E0000001', 'Api validation failed: an app and itself');
      const [requesting = null, resource = null] = apps;
      const given = { requestingAppInstanceId: requesting, resourceAppInstanceId: resource, status };
      return { status: 201, body: present(connections.add(given, String(app.id))) };
    },
    terms,
  );
  router.on(`GET ${path}/cwo/connections/{connection}`, ({ ids }) => ({ body: present(find(ids)) }), terms);
  router.on(
    `PATCH ${path}/cwo/connections/{connection}`,
    ({ ids, body }) => ({ body: present(connections.change(find(ids), pick(body, 'status'))) }),
    terms,
  );
  router.on(
    `DELETE ${path}/cwo/connections/{connection}`,
    ({ ids }) => {
      connections.remove(find(ids));
      return { status: 204 };
    },
    terms,
  );
}

/** What lies in an app is found through that app alone. */
function inApp(state: OrgState, thing: JsonObject, [app, id = '']: string[]): JsonObject {
  if (thing.of !== findApp(state, app).id) throw notFound(id, 'AppInstance');
  return thing;
}
