import { randomBytes } from 'node:crypto';
import { OrgError } from '../errors.js';
import { link } from '../links.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';
import { resource as users } from './users/users.js';

const path = '/api/v1/sessions';
const lifetime = 2 * 60 * 60 * 1000;

/** Sessions of users. No one can sign in to the reference org, so that a session token is never valid. */
export const resource: Resource = { scope: 'okta.sessions', after: [users], serve };

function serve(routes: Routes, state: OrgState): void {
  const sessions = repositoryOf(state, 'sessions', { idPrefix: '102', type: 'Session' });
  const present = ({ created: _, lastUpdated: __, ...session }: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${session.id}`;
    const user = `${state.url()}/api/v1/users/${session.userId}`;
    return {
      ...session,
      expiresAt: new Date(Date.parse(timestamp(state)) + lifetime).toISOString(),
      _links: {
        self: link(self, 'GET', 'DELETE'),
        refresh: link(`${self}/lifecycle/refresh`, 'POST'),
        user: { name: 'Owner Example', ...link(user, 'GET') },
      },
    };
  };
  routes.on(
    `POST ${path}`,
    () => {
      throw new OrgError(401, 'E0000004', 'Authentication failed');
    },
    { scope: null, until: '2025.10.0' },
  );
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(sessions.get(ids[0])) }));
  routes.on(`DELETE ${path}/{id}`, removalFrom(sessions));
  routes.on(`POST ${path}/{id}/lifecycle/refresh`, ({ ids }) => ({ body: present(sessions.get(ids[0])) }));

  const [user] = state.collection('users').values();
  if (!user) return;
  sessions.add({
    id: `102${randomBytes(16).toString('base64url')}`,
    userId: user.id ?? null,
    login: (user.profile as JsonObject).login ?? null,
    createdAt: timestamp(state),
    status: 'ACTIVE',
    lastPasswordVerification: timestamp(state),
    lastFactorVerification: null,
    amr: ['pwd'],
    idp: { id: state.newId('00o'), type: 'OKTA' },
    mfaActive: true,
  });
}
