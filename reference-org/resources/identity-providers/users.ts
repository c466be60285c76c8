import { invalid, notFound, OrgError } from '../../errors.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { resource as users, usersOf } from '../users/users.js';
import {
  findProvider,
  resource as identityProviders,
  presentProvider,
  path as providers,
} from './identity-providers.js';

const path = `${providers}/{idp}/users`;
const profile: JsonObject = { profileUrl: null, firstName: null, lastName: null, displayName: null, email: null };

/** The users who are linked to an account at an identity provider. */
export const resource: Resource = { scope: 'okta.idps', after: [users, identityProviders], serve };

function serve(routes: Routes, state: OrgState): void {
  /** The links, by the ids of the provider and of the user. */
  const links = new Map<string, JsonObject>();
  const keyOf = ([idp, user]: string[]) => `${findProvider(state, idp).id} ${usersOf(state).get(user).id}`;
  const find = (ids: string[]): JsonObject => {
    const found = links.get(keyOf(ids));
    if (!found) throw notFound(ids[1] ?? '', 'AppUser');
    return found;
  };
  const present = ({ idp, ...shown }: JsonObject): JsonObject => {
    const self = `${state.url()}${providers}/${idp}`;
    return {
      ...shown,
      _links: {
        self: link(`${self}/users/${shown.id}`, 'GET', 'DELETE'),
        idp: link(self),
        user: link(`${state.url()}/api/v1/users/${shown.id}`),
      },
    };
  };
  const add = (ids: string[], externalId: string, values: JsonObject): JsonObject => {
    const [idp = '', id = ''] = keyOf(ids).split(' ');
    const at = timestamp(state);
    const linked = { id, idp, externalId, created: at, lastUpdated: at, profile: { ...profile, ...values } };
    links.set(keyOf(ids), linked);
    return linked;
  };
  routes.list(`GET ${path}`, { limit: 20 }, ({ ids }) => {
    const { id } = findProvider(state, ids[0]);
    return { body: [...links.values()].filter(({ idp }) => idp === id).map(present) };
  });
  routes.on(`GET ${path}/{user}`, ({ ids }) => ({ body: present(find(ids)) }));
  routes.on(
    `POST ${path}/{user}`,
    ({ ids, body }) => {
      if (links.has(keyOf(ids)))
        throw new OrgError(400, 'E0000001', 'Api validation failed: the user is linked already');
      if (typeof body.externalId !== 'string')
        throw invalid('externalId', 'externalId: The field cannot be left blank');
      return { body: present(add(ids, body.externalId, {})) };
    },
    { scope: 'okta.users' },
  );
  routes.on(`DELETE ${path}/{user}`, ({ ids }) => {
    links.delete(keyOf([String(find(ids).idp), ids[1] ?? '']));
    return { status: 204 };
  });
  routes.on(`GET ${path}/{user}/credentials/tokens`, ({ ids }) => ({ body: tokensOf(state, find(ids)) }));
  routes.on('GET /api/v1/users/{user}/idps', ({ ids }) => {
    const user = usersOf(state).get(ids[0]).id;
    const linked = [...links.values()].filter(({ id }) => id === user);
    return { body: linked.map(({ idp }) => presentProvider(state, findProvider(state, String(idp)))) };
  });
  const [owner = ''] = state.collection('users').keys();
  for (const idp of state.collection('idps').keys()) add([idp, owner], 'an-account', { firstName: 'Ada' });
}

/** The tokens that a social provider issued for a user. Other providers issue none. */
function tokensOf(state: OrgState, { idp }: JsonObject): JsonObject[] {
  const { type } = findProvider(state, String(idp));
  if (type === 'SAML2') return [];
  const expiresAt = new Date(state.now() + 3_600_000).toISOString();
  const tokenType = 'urn:ietf:params:oauth:token-type:access_token';
  return [
    { id: 'an-invented-id', token: 'invented', tokenType, tokenAuthScheme: 'Bearer', expiresAt, scopes: ['openid'] },
  ];
}
