import { createHash } from 'node:crypto';
import { invalid, notFound } from '../../errors.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { findProvider, path as providers } from './identity-providers.js';

const path = `${providers}/{idp}/credentials`;

/** Keys with which the org signs requests to an identity provider, and requests for their certificates. */
export const resource: Resource = { scope: 'okta.idps', serve };

function serve(routes: Routes, state: OrgState): void {
  serveKeys(routes, state);
  serveCsrs(routes, state);
}

function serveKeys(routes: Routes, state: OrgState): void {
  /** The keys that requests added to providers, by the id of the provider. */
  const added = new Map<string, JsonObject[]>();
  const first = ({ id, created }: JsonObject) => keyOf(`first ${id}`, String(created), 10);
  const keysOf = (provider: JsonObject): JsonObject[] => [first(provider), ...(added.get(String(provider.id)) ?? [])];
  const add = (provider: JsonObject, key: JsonObject): JsonObject => {
    added.set(String(provider.id), [...(added.get(String(provider.id)) ?? []), key]);
    return key;
  };
  const find = ([idp, kid = '']: string[]): JsonObject => {
    const key = keysOf(findProvider(state, idp)).find((candidate) => candidate.kid === kid);
    if (!key) throw notFound(kid, 'JsonWebKey');
    return key;
  };
  routes.on(`GET ${path}/keys`, ({ ids }) => ({ body: keysOf(findProvider(state, ids[0])) }));
  routes.on(`GET ${path}/keys/active`, ({ ids }) => ({ body: [first(findProvider(state, ids[0]))] }), { isNew: true });
  routes.on(`GET ${path}/keys/{kid}`, ({ ids }) => ({ body: find(ids) }));
  routes.on(`POST ${path}/keys/generate`, ({ ids, query }) => {
    const provider = findProvider(state, ids[0]);
    const years = Number(query.get('validityYears'));
    if (!(years >= 2 && years <= 10)) throw invalid('validityYears', 'validityYears: must be from 2 to 10.');
    const key = keyOf(`${keysOf(provider).length} ${provider.id}`, timestamp(state), years);
    // Documented as 200.
    return { status: 201, body: add(provider, key) };
  });
  routes.on(`POST ${path}/keys/{kid}/clone`, ({ ids, query }) => {
    const target = findProvider(state, query.get('targetIdpId') ?? undefined);
    return { status: 201, body: add(target, find(ids)) };
  });
}

function serveCsrs(routes: Routes, state: OrgState): void {
  const csrs = new Map<string, JsonObject>();
  const find = ([idp, id = '']: string[]): JsonObject => {
    const csr = csrs.get(id);
    if (csr?.parentId !== findProvider(state, idp).id) throw notFound(id, 'Csr');
    return csr as JsonObject;
  };
  const present = ({ parentId: idp, ...csr }: JsonObject): JsonObject => {
    const self = `${state.url()}${providers}/${idp}/credentials/csrs/${csr.id}`;
    return {
      ...csr,
      _links: { self: link(self, 'GET', 'DELETE'), publish: link(`${self}/lifecycle/publish`, 'POST') },
    };
  };
  routes.on(`GET ${path}/csrs`, ({ ids }) => {
    const { id } = findProvider(state, ids[0]);
    return { body: [...csrs.values()].filter(({ parentId }) => parentId === id).map(present) };
  });
  const make = (idp: JsonObject, { commonName = '' }: JsonObject): JsonObject => {
    const id = digest(`csr ${csrs.size} ${idp.id}`);
    const text = Buffer.from(`not a request: ${commonName}`).toString('base64');
    const csr: JsonObject = { id, parentId: idp.id ?? null, created: timestamp(state), kty: 'RSA', csr: text };
    csrs.set(id, csr);
    return csr;
  };
  routes.on(`POST ${path}/csrs`, ({ ids, body }) => {
    const csr = make(findProvider(state, ids[0]), (body.subject ?? {}) as JsonObject);
    return { status: 201, body: present(csr) };
  });
  routes.on(`GET ${path}/csrs/{csr}`, ({ ids }) => ({ body: present(find(ids)) }));
  routes.on(`DELETE ${path}/csrs/{csr}`, ({ ids }) => {
    csrs.delete(String(find(ids).id));
    return { status: 204 };
  });
}

function digest(of: string): string {
  return createHash('sha256').update(of).digest('base64url');
}

/** A key with invented values. @param of what makes it different from others */
function keyOf(of: string, created: string, years: number): JsonObject {
  const expiresAt = new Date(created);
  expiresAt.setUTCFullYear(expiresAt.getUTCFullYear() + years);
  return {
    kty: 'RSA',
    created,
    lastUpdated: created,
    expiresAt: expiresAt.toISOString(),
    kid: digest(`kid ${of}`),
    use: 'sig',
    x5c: ['bm90IGEgY2VydGlmaWNhdGU='],
    e: 'AQAB',
    n: digest(`n ${of}`),
  };
}
