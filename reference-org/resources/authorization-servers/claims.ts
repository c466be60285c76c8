import { pick } from '../../bodies.js';
import { forbidden, invalid, OrgError } from '../../errors.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { findServer, type Parts, partsOf, path, urlOf } from './servers.js';

/** The claims of ID tokens that each authorization server has, by the scope that they need. */
const systemClaims: Record<string, readonly string[]> = {
  profile: ['name', 'preferred_username', 'given_name', 'family_name', 'nickname', 'profile', 'picture', 'website'],
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number'],
};
const always = ['name', 'preferred_username', 'email'];

/** Claims of authorization servers. The system claims of a server cannot be deleted. */
export const resource: Resource = { scope: 'okta.authorizationServers', serve };

function serve(routes: Routes, state: OrgState): void {
  const claims = claimsOf(state);
  const present = (claim: JsonObject) => presentClaim(state, claim);
  routes.on(`GET ${path}/{server}/claims`, ({ ids }) => ({ body: claims.of(ids[0]).map(present) }));
  routes.on(`POST ${path}/{server}/claims`, ({ ids, body }) => {
    const server = findServer(state, ids[0]);
    const given = read(body);
    if (claims.of(ids[0]).some(({ name, claimType }) => name === given.name && claimType === given.claimType))
      throw new OrgError(409, 'E0000157', 'The claim exists already.');
    return { status: 201, body: present(claims.add(given, String(server.id))) };
  });
  routes.on(`GET ${path}/{server}/claims/{claim}`, ({ ids }) => ({ body: present(claims.find(ids)) }));
  routes.on(`PUT ${path}/{server}/claims/{claim}`, ({ ids, body }) => ({
    body: present(claims.change(claims.find(ids), read(body))),
  }));
  routes.on(`DELETE ${path}/{server}/claims/{claim}`, ({ ids }) => {
    const claim = claims.find(ids);
    if (claim.system) throw forbidden('E0000006', 'A system claim cannot be deleted.');
    claims.remove(claim);
    return { status: 204 };
  });
}

/** Adds the claims that a new authorization server has. */
export function addSystemClaims(state: OrgState, server: string): void {
  const claims = claimsOf(state);
  const identity = Object.entries(systemClaims).flatMap(([scope, names]) =>
    names.map((name) => ({
      name,
      status: 'ACTIVE',
      claimType: 'IDENTITY',
      valueType: 'SYSTEM',
      conditions: { scopes: [scope] },
      system: true,
      alwaysIncludeInToken: always.includes(name),
    })),
  );
  const subject = {
    name: 'sub',
    status: 'ACTIVE',
    claimType: 'RESOURCE',
    valueType: 'EXPRESSION',
    value: '(appuser != null) ? appuser.userName : app.clientId',
    conditions: { scopes: [] },
    system: true,
    alwaysIncludeInToken: true,
  };
  for (const claim of [...identity, subject]) claims.add(claim, server);
}

function claimsOf(state: OrgState): Parts {
  return partsOf(state, 'authorizationServerClaims', { idPrefix: 'ocl', type: 'OAuth2Claim' });
}

function read(body: JsonObject): JsonObject {
  for (const name of ['name', 'claimType', 'valueType', 'value'])
    if (typeof body[name] !== 'string' || body[name] === '')
      throw invalid(name, `${name}: The field cannot be left blank`);
  const { scopes = [] } = (body.conditions ?? {}) as JsonObject;
  return {
    name: body.name ?? null,
    status: body.status ?? 'ACTIVE',
    ...pick(body, 'claimType', 'valueType', 'value', 'group_filter_type'),
    conditions: { scopes },
    system: false,
    alwaysIncludeInToken: body.alwaysIncludeInToken ?? true,
  };
}

function presentClaim(state: OrgState, claim: JsonObject): JsonObject {
  const { parentId: server, created: _, lastUpdated: __, ...shown } = claim;
  return {
    ...shown,
    apiResourceId: null,
    _links: { self: link(`${urlOf(state, server)}/claims/${claim.id}`, 'GET', 'PUT', 'DELETE') },
  };
}
