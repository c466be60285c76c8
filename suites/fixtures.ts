import { generateKeyPairSync } from 'node:crypto';
import type { FixtureSpec } from '../src/suite/plan.js';
import type { Json } from '../src/words.js';

/** The password of the users of this run. */
export const password = `Aa1!${crypto.randomUUID()}`;

/** A user who is staged and never hears of it: nothing is sent, and the domain is reserved. */
export const user: FixtureSpec = {
  parameter: 'id',
  also: ['userId'],
  kind: 'user',
  make: {
    operation: 'POST /api/v1/users',
    query: { activate: 'false' },
    body: ({ name }) => ({
      profile: { login: `${name}@example.com`, email: `${name}@example.com`, firstName: name, lastName: 'Contract' },
      credentials: { password: { value: password } },
    }),
  },
  found: { operation: 'GET /api/v1/users', query: { limit: '2' } },
  remove: [`POST /api/v1/users/{id}/lifecycle/deactivate`, 'DELETE /api/v1/users/{id}'],
  find: {
    path: '/api/v1/users?limit=200&search=profile.firstName+sw+%22okta-contracts-%22',
    name: '/profile/firstName',
  },
};

/** A group that nothing else on the org knows of. */
export const group: FixtureSpec = {
  parameter: 'groupId',
  make: { operation: 'POST /api/v1/groups', body: ({ name }) => ({ profile: { name } }) },
  found: { operation: 'GET /api/v1/groups', query: { limit: '1' } },
  remove: ['DELETE /api/v1/groups/{groupId}'],
  find: { path: '/api/v1/groups?q=okta-contracts-', name: '/profile/name' },
};

/** A user type that no user has. Its name has no dashes, because Okta takes none. */
export const userType: FixtureSpec = {
  parameter: 'typeId',
  make: {
    operation: 'POST /api/v1/meta/types/user',
    name: ({ name }) => name.replaceAll('-', '_'),
    body: ({ name }) => ({ name: name.replaceAll('-', '_'), displayName: name, description: 'Contract' }),
  },
  found: { operation: 'GET /api/v1/meta/types/user' },
  remove: ['DELETE /api/v1/meta/types/user/{typeId}'],
  find: { path: '/api/v1/meta/types/user', name: '/name' },
  brings: (type) => [schemaOf(type)],
};

/** The id of the schema that belongs to a user type. */
export function schemaOf(type: { [key: string]: Json }): string {
  const { schema } = type._links as { schema: { href: string } };
  return schema.href.split('/').at(-1) ?? '';
}

/** An app of a sign-on mode. Nobody is assigned to it, and no sign-in page shows it. */
export const app = (signOnMode: string, body: { [key: string]: Json }): FixtureSpec => ({
  parameter: 'appId',
  also: ['clientId'],
  make: {
    operation: 'POST /api/v1/apps',
    body: ({ name }) => ({ ...body, signOnMode, label: name, visibility: { hide: { iOS: true, web: true } } }),
  },
  found: { operation: 'GET /api/v1/apps', query: { limit: '50' }, where: (item) => item.signOnMode === signOnMode },
  remove: ['POST /api/v1/apps/{appId}/lifecycle/deactivate', 'DELETE /api/v1/apps/{appId}'],
  find: { path: '/api/v1/apps?q=okta-contracts-&limit=200', name: '/label' },
});

/** What an app is that calls the org by itself, with a key. */
export const serviceApp: { [key: string]: Json } = {
  name: 'oidc_client',
  credentials: { oauthClient: { token_endpoint_auth_method: 'private_key_jwt' } },
  settings: {
    oauthClient: {
      application_type: 'service',
      grant_types: ['client_credentials'],
      response_types: ['token'],
      jwks: { keys: [publicKey('first')] },
    },
  },
};

/** A public key whose other half nobody has any more. */
export function publicKey(kid: string): { [key: string]: Json } {
  const { n = '', e = '' } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
  return { kty: 'RSA', use: 'sig', kid, n, e };
}
