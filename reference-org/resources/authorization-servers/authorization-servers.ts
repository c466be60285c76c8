import { pick } from '../../bodies.js';
import { forbidden, invalid } from '../../errors.js';
import { lifecycle, nextStep } from '../../lifecycle.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { addSystemClaims } from './claims.js';
import { addSystemScopes } from './scopes.js';
import { findServer, path, urlOf } from './servers.js';

/** Custom authorization servers, which are deactivated before they are deleted. */
export const resource: Resource = { scope: 'okta.authorizationServers', serve };

function serve(routes: Routes, state: OrgState): void {
  const objects = objectsOf(state);
  const { servers, get, read, make } = objects;
  routes.on(`GET ${path}`, () => ({ body: [...servers.values()].map((server) => presentServer(state, server)) }), {
    pages: { limit: 200 },
  });
  routes.on(`POST ${path}`, ({ body }) => ({ status: 201, body: presentServer(state, make(read(body), false)) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: presentServer(state, get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => ({
    body: presentServer(state, Object.assign(get(ids[0]), read(body), { lastUpdated: timestamp(state) })),
  }));
  routes.on(`DELETE ${path}/{id}`, ({ ids }) => {
    const server = get(ids[0]);
    if (server.status === 'ACTIVE') throw forbidden('E0000056', 'Delete forbidden while the server is active.');
    servers.delete(String(server.id));
    return { status: 204 };
  });
  for (const [verb, status] of lifecycle)
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => {
      Object.assign(get(ids[0]), { status, lastUpdated: timestamp(state) });
      return { status: 204 };
    });
  createDefaults(objects);
}

/** Creates the objects that every org has. */
function createDefaults({ make }: ReturnType<typeof objectsOf>): void {
  make(
    { name: 'default', description: 'The server of the org', audiences: ['api://default'], issuerMode: 'ORG_URL' },
    true,
  );
}

/** The values of a server in a request. Throws 400 if they are not valid. */
function readServer(state: OrgState, body: JsonObject): JsonObject {
  const { name, description, audiences, issuerMode } = body;
  if (typeof name !== 'string' || name === '') throw invalid('name', 'name: The field cannot be left blank');
  if (!Array.isArray(audiences) || audiences.length !== 1) throw invalid('audiences', 'audiences: must be one.');
  // Encrypted access tokens were added in the current edition. The previous one ignores them.
  const encryption = ['accessTokenEncryptedResponseAlgorithm', 'jwks', 'jwks_uri'];
  const added = state.profile === 'previous' ? {} : pick(body, ...encryption);
  return { name, description: description ?? null, audiences, issuerMode: issuerMode ?? 'ORG_URL', ...added };
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const servers = state.collection('authorizationServers');
  const get = (id: string | undefined) => findServer(state, id);
  const read = (body: JsonObject) => readServer(state, body);
  const make = (given: JsonObject, isDefault: boolean): JsonObject => {
    const at = timestamp(state);
    const id = state.newId('aus');
    const signing = { kid: `key-of-${id}`, rotationMode: 'AUTO', lastRotated: at, nextRotation: at };
    const server: JsonObject = {
      id,
      ...given,
      status: 'ACTIVE',
      created: at,
      lastUpdated: at,
      credentials: { signing },
      default: isDefault,
      // Encrypted access tokens were added in the current edition.
      ...(isDefault && state.profile === 'current'
        ? {
            accessTokenEncryptedResponseAlgorithm: 'RSA-OAEP-256',
            jwks: { keys: [] },
            jwks_uri: 'https://www.example.com/keys',
          }
        : {}),
    };
    servers.set(id, server);
    addSystemScopes(state, id);
    addSystemClaims(state, id);
    return server;
  };
  return { servers, get, read, make };
}

/** An authorization server as responses show it. */
export function presentServer(state: OrgState, server: JsonObject): JsonObject {
  const self = urlOf(state, server.id);
  const issuer = `${state.url()}/oauth2/${server.id}`;
  const verb = nextStep(server);
  const metadata = ['oauth-authorization-server', 'openid-configuration'];
  return {
    ...server,
    issuer,
    _links: {
      self: link(self, 'GET', 'DELETE', 'PUT'),
      scopes: link(`${self}/scopes`, 'GET', 'POST'),
      claims: link(`${self}/claims`, 'GET', 'POST'),
      policies: link(`${self}/policies`, 'GET', 'POST'),
      keys: link(`${self}/credentials/keys`, 'GET'),
      rotateKey: link(`${self}/credentials/lifecycle/keyRotate`, 'POST'),
      metadata: metadata.map((name) => ({ ...link(`${issuer}/.well-known/${name}`, 'GET'), name })),
      [verb]: link(`${self}/lifecycle/${verb}`, 'POST'),
    },
  };
}
