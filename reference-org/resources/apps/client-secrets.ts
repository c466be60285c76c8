import { randomBytes } from 'node:crypto';
import { invalid, notFound } from '../../errors.js';
import { lifecycle } from '../../lifecycle.js';
import { link } from '../../links.js';
import { repositoryOf } from '../../repository.js';
import type { Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { keyIdOf } from './key-ids.js';

/** The clients whose secrets a resource serves. */
export interface Clients {
  /** The path of a client, with `{client}` in place of its id. */
  path: string;
  /** Throws 404 if there is no client. */
  find(id: string | undefined): JsonObject;
  /** Whether the client had a secret from the start. */
  hasSecret(client: JsonObject): boolean;
  /** A secret as lists show it; default: as it is. */
  mask?(secret: string): string;
}

/**
 * Registers the operations of client secrets. A client has two at most. One of them stays active: only another one can be
 * deactivated, and only an inactive one can be deleted.
 */
export function serveClientSecrets(routes: Routes, state: OrgState, clients: Clients): void {
  const path = `${clients.path}/credentials/secrets`;
  const { of, find, make, present } = secretsOf(state, clients);
  const secrets = state.collection('clientSecrets');

  routes.on(`GET ${path}`, ({ ids }) => {
    const mask = clients.mask ?? ((secret: string) => secret);
    const shown = of(ids[0]).map((secret) => ({ ...secret, client_secret: mask(String(secret.client_secret)) }));
    return { body: shown.map(present) };
  });
  routes.on(`POST ${path}`, ({ ids, body }) => {
    if (of(ids[0]).length > 1) throw invalid('secrets', 'secrets: A client has at most two secrets.');
    return { status: 201, body: present(make(ids[0], body)) };
  });
  routes.on(`DELETE ${path}/{secret}`, ({ ids }) => {
    const secret = find(ids);
    if (secret.status === 'ACTIVE') throw invalid('status', 'status: An active secret cannot be deleted.');
    secrets.delete(String(secret.id));
    return { status: 204 };
  });
  for (const [verb, status] of lifecycle)
    routes.on(`POST ${path}/{secret}/lifecycle/${verb}`, ({ ids }) => {
      const secret = find(ids);
      const others = of(ids[0]).filter((other) => other !== secret && other.status === 'ACTIVE');
      if (verb === 'deactivate' && others.length === 0)
        throw invalid('status', 'status: The only secret of a client cannot be deactivated.');
      return { body: present(Object.assign(secret, { status, lastUpdated: timestamp(state) })) };
    });
}

/** Finds, creates and shows the secrets of clients. */
export function secretsOf(state: OrgState, { path, find: client, hasSecret }: Clients) {
  const secrets = repositoryOf(state, 'clientSecrets', { idPrefix: 'ocs', type: 'ClientSecret' });
  const make = (id = '', { client_secret, status = 'ACTIVE' }: JsonObject = {}): JsonObject =>
    secrets.add(
      {
        status,
        client_secret: client_secret ?? `invented-secret-${randomBytes(16).toString('base64url')}`,
        secret_hash: keyIdOf(String(client_secret ?? id)).slice(0, 22),
      },
      id,
    );
  const of = (id = ''): JsonObject[] => {
    const owner = client(id);
    if (secrets.list(id).length === 0 && hasSecret(owner)) make(id);
    return secrets.list(id);
  };
  const find = (ids: string[]): JsonObject => {
    const secret = of(ids[0]).find(({ id }) => id === ids[1]);
    if (!secret) throw notFound(ids[1] ?? '', 'ClientSecret');
    return secret;
  };
  const present = ({ parentId, ...secret }: JsonObject): JsonObject => {
    const base = path.replace(/\{\w+\}/, String(parentId));
    const self = `${state.url()}${base}/credentials/secrets/${secret.id}`;
    const _links =
      secret.status === 'ACTIVE'
        ? { deactivate: link(`${self}/lifecycle/deactivate`, 'POST') }
        : { activate: link(`${self}/lifecycle/activate`, 'POST'), delete: link(self, 'DELETE') };
    return { ...secret, _links };
  };
  return { of, find, make, present };
}
