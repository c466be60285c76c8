// @ts-nocheck
import { firstMissing, pick } from '../bodies.js';
import { invalid } from '../errors.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { findApp, requireInApp } from './apps/apps.js';

const path = '/api/v1/apps/{app}';

/** Federated claims of an app. */
export const resource: Resource = { scope: 'okta.apps', isNew: true, feature: 'federated-claims', serve };

function serve(routes: Routes, state: OrgState): void {
  const claims = repositoryOf(state, 'claims', { idPrefix: 'ofc', type: 'FederatedClaim' });
  const read = (body: JsonObject): JsonObject => {
    if (firstMissing(body, 'name', 'expression')) throw invalid('name', 'name and expression are needed.');
    return pick(body, 'name', 'expression');
  };
  const find = (ids: string[]): JsonObject => requireInApp(state, claims.get(ids[1]), ids);
  const present = ({ parentId: _, ...claim }: JsonObject): JsonObject => claim;
  routes.on(`GET ${path}/federated-claims`, ({ ids }) => ({
    body: claims.list(String(findApp(state, ids[0]).id)).map(present),
  }));
  routes.on(`POST ${path}/federated-claims`, ({ ids, body }) => ({
    status: 201,
    body: present(claims.add(read(body), String(findApp(state, ids[0]).id))),
  }));
  routes.on(`GET ${path}/federated-claims/{claim}`, ({ ids }) => ({ body: present(find(ids)) }));
  routes.on(`PUT ${path}/federated-claims/{claim}`, ({ ids, body }) => ({
    body: present(claims.change(find(ids), read(body))),
  }));
  routes.on(`DELETE ${path}/federated-claims/{claim}`, ({ ids }) => {
    claims.remove(find(ids));
    return { status: 204 };
  });
}
