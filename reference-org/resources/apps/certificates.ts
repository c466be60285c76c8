import { invalid, notFound } from '../../errors.js';
import type { OrgAnswer, Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { findApp } from './apps.js';
import { keyIdOf } from './key-ids.js';

const path = '/api/v1/apps/{app}/credentials/keys';

/** Certificates with which apps sign. Each app has one from the start; they are deleted with the app only. */
export const resource: Resource = { scope: 'okta.apps', serve };

function serve(routes: Routes, state: OrgState): void {
  const known = new Map<string, JsonObject[]>();
  const of = (app: JsonObject): JsonObject[] => {
    const id = String(app.id);
    const certificates = known.get(id) ?? [makeCertificate(state, keyIdOf(id), 10)];
    known.set(id, certificates);
    return certificates;
  };
  const find = (ids: string[]): JsonObject => {
    const found = of(findApp(state, ids[0])).find(({ kid }) => kid === ids[1]);
    if (!found) throw notFound(ids[1] ?? '', 'JsonWebKey');
    return found;
  };
  const add = (app: JsonObject, certificate: JsonObject): OrgAnswer => {
    of(app).push(certificate);
    const location = `${state.url()}/api/v1/apps/${app.id}/credentials/keys/${certificate.kid}`;
    return { status: 201, body: certificate, headers: { location } };
  };
  routes.on(`GET ${path}`, ({ ids }) => ({ body: of(findApp(state, ids[0])) }));
  routes.on(`POST ${path}/generate`, ({ ids, query }) => {
    const app = findApp(state, ids[0]);
    const years = Number(query.get('validityYears'));
    if (!Number.isInteger(years) || years < 2 || years > 10)
      throw invalid('validityYears', 'validityYears: The value must be from 2 to 10.');
    return add(app, makeCertificate(state, keyIdOf(`${app.id} ${of(app).length}`), years));
  });
  routes.on(`GET ${path}/{key}`, ({ ids }) => ({ body: find(ids) }));
  routes.on(`POST ${path}/{key}/clone`, ({ ids, query }) => {
    const certificate = find(ids);
    return add(findApp(state, query.get('targetAid') ?? ''), certificate);
  });
}

function makeCertificate(state: OrgState, kid: string, years: number): JsonObject {
  const at = timestamp(state);
  const end = new Date(at);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  return {
    kty: 'RSA',
    created: at,
    lastUpdated: at,
    expiresAt: end.toISOString(),
    kid,
    use: 'sig',
    x5c: [Buffer.from(`certificate ${kid}`).toString('base64')],
    'x5t#S256': keyIdOf(`certificate ${kid}`),
    e: 'AQAB',
    n: keyIdOf(`modulus ${kid}`),
  };
}
