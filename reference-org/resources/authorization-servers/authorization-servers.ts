import { pick } from '../../bodies.js';
import { forbidden, invalid, notFound } from '../../errors.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';

const path = '/api/v1/authorizationServers';

/** Custom authorization servers, which are deactivated before they are deleted, and their policies. */
export const resource: Resource = { scope: 'okta.authorizationServers', serve };

function serve(routes: Routes, state: OrgState): void {
  const objects = objectsOf(state);
  const { servers, policies, get, find, read, make, makePolicy } = objects;
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
  for (const [verb, status] of [
    ['activate', 'ACTIVE'],
    ['deactivate', 'INACTIVE'],
  ] as const)
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => {
      Object.assign(get(ids[0]), { status, lastUpdated: timestamp(state) });
      return { status: 204 };
    });
  routes.on(`GET ${path}/{id}/policies`, ({ ids }) => {
    const server = get(ids[0]);
    return {
      body: [...policies.values()]
        .filter((policy) => policy.parentId === server.id)
        .map((policy) => presentPolicy(state, policy)),
    };
  });
  routes.on(`POST ${path}/{id}/policies`, ({ ids, body }) => ({
    status: 201,
    body: presentPolicy(state, makePolicy(get(ids[0]), readPolicy(state, body))),
  }));
  routes.on(`GET ${path}/{id}/policies/{policy}`, ({ ids }) => ({ body: presentPolicy(state, find(ids)) }));
  routes.on(`PUT ${path}/{id}/policies/{policy}`, ({ ids, body }) => ({
    body: presentPolicy(state, Object.assign(find(ids), readPolicy(state, body), { lastUpdated: timestamp(state) })),
  }));
  routes.on(`DELETE ${path}/{id}/policies/{policy}`, ({ ids }) => {
    policies.delete(String(find(ids).id));
    return { status: 204 };
  });
  createDefaults(objects);
}

/** Creates the objects that every org has. */
function createDefaults({ make, makePolicy }: ReturnType<typeof objectsOf>): void {
  const usual = make(
    { name: 'default', description: 'The server of the org', audiences: ['api://default'], issuerMode: 'ORG_URL' },
    true,
  );
  makePolicy(usual, {
    name: 'Everybody',
    description: 'All clients',
    priority: 1,
    type: 'OAUTH_AUTHORIZATION_POLICY',
    conditions: { clients: { include: ['ALL_CLIENTS'] } },
  });
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
  const policies = new Map<string, JsonObject>();
  const get = (id = ''): JsonObject => {
    const server = servers.get(id) ?? [...servers.values()].find((candidate) => id === 'default' && candidate.default);
    if (!server) throw notFound(id, 'AuthorizationServer');
    return server;
  };
  const find = (ids: string[]): JsonObject => {
    const policy = policies.get(ids[1] ?? '');
    if (policy?.parentId !== get(ids[0]).id) throw notFound(ids[1] ?? '', 'Policy');
    return policy as JsonObject;
  };
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
    return server;
  };
  const makePolicy = (server: JsonObject, given: JsonObject): JsonObject => {
    const at = timestamp(state);
    const id = state.newId('00p');
    const policy: JsonObject = {
      id,
      parentId: server.id ?? null,
      status: 'ACTIVE',
      system: false,
      created: at,
      lastUpdated: at,
      ...given,
    };
    policies.set(id, policy);
    return policy;
  };
  return { servers, policies, get, find, read, make, makePolicy };
}

/** An authorization server as responses show it. */
export function presentServer(state: OrgState, server: JsonObject): JsonObject {
  const self = `${state.url()}${path}/${server.id}`;
  const issuer = `${state.url()}/oauth2/${server.id}`;
  const verb = server.status === 'ACTIVE' ? 'deactivate' : 'activate';
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

function readPolicy({ profile }: OrgState, body: JsonObject): JsonObject {
  const { name, description, priority, conditions, type } = body;
  for (const [key, value] of Object.entries({ name, description, priority, conditions }))
    if (value === undefined) throw invalid(key, `${key}: The field cannot be left blank`);
  // The current edition limits their lengths.
  const tooLong = Object.entries({ name: 100, description: 255 }).find(
    ([key, most]) => String(body[key]).length > most,
  );
  if (tooLong && profile !== 'previous') throw invalid(tooLong[0], `${tooLong[0]}: The value is too long.`);
  if (type !== 'OAUTH_AUTHORIZATION_POLICY') throw invalid('type', 'type: The policy type is not known.');
  return {
    name: name ?? null,
    description: description ?? null,
    priority: priority ?? null,
    conditions: conditions ?? null,
    type,
  };
}

function presentPolicy(state: OrgState, { parentId: server, ...policy }: JsonObject): JsonObject {
  const self = `${state.url()}${path}/${server}/policies/${policy.id}`;
  return {
    ...policy,
    _links: {
      self: link(self, 'GET', 'PUT', 'DELETE'),
      rules: link(`${self}/rules`, 'GET'),
      deactivate: link(`${self}/lifecycle/deactivate`, 'POST'),
    },
  };
}
