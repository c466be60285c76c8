import { pick } from '../bodies.js';
import { OrgError } from '../errors.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { findApp, requireInApp } from './apps/apps.js';

const path = '/api/v1/apps/{app}';

/** Connections that give an app access to another app. */
export const resource: Resource = { scope: 'okta.apps', isNew: true, feature: 'cross-app-access', serve };

function serve(routes: Routes, state: OrgState): void {
  const connections = repositoryOf(state, 'crossAppConnections', {
    idPrefix: 'cwo',
    type: 'OrgCrossAppAccessConnection',
  });
  const find = (ids: string[]): JsonObject => requireInApp(state, connections.get(ids[1]), ids);
  const present = ({ parentId: _, ...connection }: JsonObject): JsonObject => connection;
  routes.list(`GET ${path}/cwo/connections`, {}, ({ ids }) => ({
    body: connections.list(String(findApp(state, ids[0]).id)).map(present),
  }));
  routes.on(`POST ${path}/cwo/connections`, ({ ids, body }) => {
    const app = findApp(state, ids[0]);
    const { requestingAppInstanceId, resourceAppInstanceId, status = 'ACTIVE' } = body;
    const apps = [requestingAppInstanceId, resourceAppInstanceId].map((id) => findApp(state, String(id)).id ?? null);
    if (apps[0] === apps[1]) throw new OrgError(400, 'E0000001', 'Api validation failed: an app and itself');
    const [requesting = null, resource = null] = apps;
    const given = { requestingAppInstanceId: requesting, resourceAppInstanceId: resource, status };
    return { status: 201, body: present(connections.add(given, String(app.id))) };
  });
  routes.on(`GET ${path}/cwo/connections/{connection}`, ({ ids }) => ({ body: present(find(ids)) }));
  routes.on(`PATCH ${path}/cwo/connections/{connection}`, ({ ids, body }) => ({
    body: present(connections.change(find(ids), pick(body, 'status'))),
  }));
  routes.on(`DELETE ${path}/cwo/connections/{connection}`, ({ ids }) => {
    connections.remove(find(ids));
    return { status: 204 };
  });
}
