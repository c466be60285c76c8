import { createHash } from 'node:crypto';
import { invalid, notFound } from '../../errors.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { findServer, path, urlOf } from './servers.js';

/** The keys of a server, from the newest to the oldest: the next one, the one in use, and the one before. */
const statuses = ['NEXT', 'ACTIVE', 'EXPIRED'];

/** Keys with which authorization servers sign tokens. */
export const resource: Resource = { scope: 'okta.authorizationServers', serve };

function serve(routes: Routes, state: OrgState): void {
  /** How often the keys of each server were rotated. */
  const rotations = new Map<string, number>();
  const keysOf = (server: JsonObject): JsonObject[] => {
    const id = String(server.id);
    const count = rotations.get(id) ?? 0;
    return statuses.flatMap((status, i) => (count + 2 > i ? [keyOf(state, id, count + 1 - i, status)] : []));
  };
  routes.on(`GET ${path}/{server}/credentials/keys`, ({ ids }) => ({ body: keysOf(findServer(state, ids[0])) }));
  routes.on(`GET ${path}/{server}/credentials/keys/{key}`, ({ ids: [server, id = ''] }) => {
    const key = keysOf(findServer(state, server)).find(({ kid }) => kid === id);
    if (!key) throw notFound(id, 'JsonWebKey');
    return { body: key };
  });
  routes.on(`POST ${path}/{server}/credentials/lifecycle/keyRotate`, ({ ids, body }) => {
    const server = findServer(state, ids[0]);
    if (body.use !== 'sig') throw invalid('use', 'use: must be sig.');
    rotations.set(String(server.id), (rotations.get(String(server.id)) ?? 0) + 1);
    const { signing } = server.credentials as { signing: JsonObject };
    Object.assign(signing, { lastRotated: timestamp(state) });
    return { body: keysOf(server) };
  });
}

function keyOf(state: OrgState, server: string, number: number, status: string): JsonObject {
  const digest = (of: string) => createHash('sha256').update(`${of} ${server} ${number}`).digest('base64url');
  const kid = digest('kid');
  return {
    status,
    alg: 'RS256',
    kty: 'RSA',
    kid,
    use: 'sig',
    e: 'AQAB',
    n: digest('n'),
    _links: { self: link(`${urlOf(state, server)}/credentials/keys/${kid}`, 'GET') },
  };
}
