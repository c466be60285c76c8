import { notFound } from '../../errors.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { findApp } from './apps.js';
import { keyIdOf } from './key-ids.js';

const path = '/api/v1/apps/{app}/credentials/csrs';

/** Requests for certificates, as JSON. This org publishes none of them. */
export const resource: Resource = { scope: 'okta.apps', serve };

function serve(routes: Routes, state: OrgState): void {
  const requests = new Map<string, JsonObject>();
  const find = (ids: string[]): JsonObject => {
    const request = requests.get(ids[1] ?? '');
    if (request?.parentId !== findApp(state, ids[0]).id) throw notFound(ids[1] ?? '', 'CSR');
    return request as JsonObject;
  };
  const selfOf = ({ parentId, id }: JsonObject) => `${state.url()}/api/v1/apps/${parentId}/credentials/csrs/${id}`;
  const present = (request: JsonObject): JsonObject => {
    const { parentId: _, ...shown } = request;
    const self = selfOf(request);
    return {
      ...shown,
      _links: { self: link(self, 'GET', 'DELETE'), publish: link(`${self}/lifecycle/publish`, 'POST') },
    };
  };
  routes.on(`GET ${path}`, ({ ids }) => {
    const { id } = findApp(state, ids[0]);
    return { body: [...requests.values()].filter(({ parentId }) => parentId === id).map(present) };
  });
  routes.on(`POST ${path}`, ({ ids, body }) => {
    const app = findApp(state, ids[0]);
    const id = keyIdOf(`csr ${app.id} ${requests.size}`);
    const csr = Buffer.from(JSON.stringify(body)).toString('base64');
    const request: JsonObject = { id, created: timestamp(state), csr, kty: 'RSA', parentId: app.id ?? null };
    requests.set(id, request);
    return { status: 201, body: present(request), headers: { location: selfOf(request) } };
  });
  routes.on(`GET ${path}/{csr}`, ({ ids }) => ({ body: present(find(ids)) }));
  routes.on(`DELETE ${path}/{csr}`, ({ ids }) => {
    requests.delete(String(find(ids).id));
    return { status: 204 };
  });
}
