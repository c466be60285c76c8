import { pick } from '../../bodies.js';
import { forbidden, invalid, OrgError } from '../../errors.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { findServer, type Parts, partsOf, path, urlOf } from './servers.js';

/** The scopes that each authorization server has, with the text that a consent page shows. */
const systemScopes: readonly [name: string, displayName: string, description: string][] = [
  ['openid', 'openid', 'Signals that a request is an OpenID request.'],
  ['profile', 'View your profile information.', 'The exact data varies based on the profile.'],
  ['email', 'View your email address.', 'This allows the app to view your email address.'],
  ['address', 'View your address.', 'This allows the app to view your address.'],
  ['phone', 'View your phone number.', 'This allows the app to view your phone number.'],
  ['offline_access', 'Keep you signed in to the app.', 'This keeps you signed in to the app.'],
  ['device_sso', 'Request device secret.', 'This allows single sign-on between apps on a device.'],
];

const usual: JsonObject = {
  system: false,
  metadataPublish: 'NO_CLIENTS',
  consent: 'IMPLICIT',
  optional: false,
  apiResourceId: null,
  default: false,
};

/** Scopes of authorization servers. The system scopes of a server cannot be deleted. */
export const resource: Resource = { scope: 'okta.authorizationServers', serve };

function serve(routes: Routes, state: OrgState): void {
  const scopes = scopesOf(state);
  const present = (scope: JsonObject) => presentScope(state, scope);
  // Okta returns all scopes: the response has no links.
  routes.on(`GET ${path}/{server}/scopes`, ({ ids }) => ({ body: scopes.of(ids[0]).map(present) }));
  routes.on(`POST ${path}/{server}/scopes`, ({ ids, body }) => {
    const server = findServer(state, ids[0]);
    if (scopes.of(ids[0]).some(({ name }) => name === body.name))
      throw new OrgError(409, 'E0000157', 'The scope exists already.');
    return { status: 201, body: present(scopes.add({ ...usual, ...read(body) }, String(server.id))) };
  });
  routes.on(`GET ${path}/{server}/scopes/{scope}`, ({ ids }) => ({ body: present(scopes.find(ids)) }));
  routes.on(`PUT ${path}/{server}/scopes/{scope}`, ({ ids, body }) => ({
    body: present(scopes.change(scopes.find(ids), read(body))),
  }));
  routes.on(`DELETE ${path}/{server}/scopes/{scope}`, ({ ids }) => {
    const scope = scopes.find(ids);
    if (scope.system) throw forbidden('E0000006', 'A system scope cannot be deleted.');
    scopes.remove(scope);
    return { status: 204 };
  });
}

/** Adds the scopes that a new authorization server has. */
export function addSystemScopes(state: OrgState, server: string): void {
  const scopes = scopesOf(state);
  for (const [name, displayName, description] of systemScopes)
    scopes.add({ ...usual, name, displayName, description, system: true, metadataPublish: 'ALL_CLIENTS' }, server);
}

/** The scopes of authorization servers. */
export function scopesOf(state: OrgState): Parts {
  return partsOf(state, 'authorizationServerScopes', { idPrefix: 'scp', type: 'OAuth2Scope' });
}

function read(body: JsonObject): JsonObject {
  if (typeof body.name !== 'string' || body.name === '') throw invalid('name', 'name: The field cannot be left blank');
  return pick(body, 'name', 'displayName', 'description', 'metadataPublish', 'consent', 'optional', 'default');
}

function presentScope(state: OrgState, scope: JsonObject): JsonObject {
  const { parentId: server, created: _, lastUpdated: __, ...shown } = scope;
  return {
    ...shown,
    _links: { self: link(`${urlOf(state, server)}/scopes/${scope.id}`, 'GET', 'PUT', 'DELETE') },
  };
}
