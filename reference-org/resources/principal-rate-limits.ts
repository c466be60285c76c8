import { pick } from '../bodies.js';
import { invalid, notFound, OrgError } from '../errors.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { resource as users } from './users/users.js';

const path = '/api/v1/principal-rate-limits';

/** The share of the rate limits for each API token and each client app. */
export const resource: Resource = { scope: 'okta.principalRateLimits', superAdminOnly: true, after: [users], serve };

function serve(routes: Routes, state: OrgState): void {
  const { limits, now, types, get, read, make, withClients } = objectsOf(state);
  routes.on(`GET ${path}`, ({ query }) => {
    // The previous edition does not require the filter.
    const isOptional = state.profile === 'previous' && !query.has('filter');
    const filter = /^principalType eq "(\w+)"(?: and principalId eq "(\w+)")?$/.exec(
      isOptional ? 'principalType eq "SSWS_TOKEN"' : (query.get('filter') ?? ''),
    );
    const [, type, principal] = filter ?? [];
    if (!type || !types.includes(type)) throw invalid('filter', `filter: must be principalType eq one of ${types}.`);
    withClients();
    const all = [...limits.values()].filter((limit) => limit.principalType === type);
    return { body: principal === undefined ? all : all.filter((limit) => limit.principalId === principal) };
  });
  routes.on(`POST ${path}`, ({ body }) => {
    const given = read(body);
    const principal = String(body.principalId);
    withClients();
    if ([...limits.values()].some((limit) => limit.principalId === principal))
      throw new OrgError(400, 'E0000001', 'Api validation failed: principalRateLimit');
    return { status: 201, body: Object.assign(make(principal, String(body.principalType)), given) };
  });
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: get(ids[0]) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => ({
    body: Object.assign(get(ids[0]), read(body), { lastUpdate: now() }),
  }));

  make(state.newId('00T'), 'SSWS_TOKEN');
  make(state.newId('0oa'), 'OAUTH_CLIENT');
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const limits = new Map<string, JsonObject>();
  const [owner] = state.collection('users').keys();
  // Without milliseconds, unlike most dates.
  const now = () => new Date(state.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  const types = state.profile === 'previous' ? ['SSWS_TOKEN'] : ['SSWS_TOKEN', 'OAUTH_CLIENT'];
  const get = (id = ''): JsonObject => {
    const limit = limits.get(id);
    if (!limit) throw notFound(id, 'PrincipalRateLimitEntity');
    return limit;
  };
  const read = (body: JsonObject): JsonObject => {
    if (!types.includes(String(body.principalType))) throw invalid('principalType', 'principalType: is not known.');
    return pick(body, 'defaultPercentage', 'defaultConcurrencyPercentage');
  };
  const make = (principalId: string, principalType: string): JsonObject => {
    const id = state.newId('prl');
    const at = now();
    const limit: JsonObject = {
      id,
      orgId: '00o0a1b2c3d4e5f60r70',
      principalId,
      principalType,
      defaultPercentage: 50,
      defaultConcurrencyPercentage: 50,
      createdDate: at,
      createdBy: owner ?? '',
      lastUpdate: at,
      lastUpdatedBy: owner ?? '',
    };
    limits.set(id, limit);
    return limit;
  };
  /** Adds the limits of new clients: real orgs create them together with the client. */
  const withClients = (): void => {
    if (state.profile !== 'observed') return;
    const known = new Set([...limits.values()].map(({ principalId }) => principalId));
    for (const [id, { signOnMode }] of state.collection('apps'))
      if (signOnMode === 'OPENID_CONNECT' && !known.has(id)) make(id, 'OAUTH_CLIENT');
  };
  return { limits, now, types, get, read, make, withClients };
}
