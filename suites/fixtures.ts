import type { Json } from '../src/domain/json.js';
import { textAt } from '../src/engine/fill.js';
import type { CreatedFixture, CreatedOrFoundFixture, FoundFixture, Need } from '../src/engine/model.js';
import { oktaIdOf } from '../src/org/ids.js';
import { mailHost } from '../src/org/journal/names.js';

/** The password of the users of this run. */
export const password = `Aa1!${crypto.randomUUID()}`;

/** The host of every address and URL of a run. */
export const host = mailHost;

/** A staged user: Okta sends no mail to it. */
export const user: CreatedOrFoundFixture = {
  parameter: 'id',
  aliases: ['userId'],
  kind: 'user',
  format: oktaIdOf('00u'),
  make: {
    operation: 'POST /api/v1/users',
    query: { activate: 'false' },
    needs: ['user-profile'],
    body: ({ name, required }) => ({
      profile: {
        ...required,
        login: `${name}@${host}`,
        email: `${name}@${host}`,
        firstName: name,
        lastName: 'Contract',
      },
      credentials: { password: { value: password } },
    }),
  },
  found: { operation: 'GET /api/v1/users', query: { limit: '2' } },
  // Both can send a mail to administrators.
  remove: [
    { operation: 'POST /api/v1/users/{id}/lifecycle/deactivate', query: { sendEmail: 'false' } },
    { operation: 'DELETE /api/v1/users/{id}', query: { sendEmail: 'false' } },
  ],
  find: {
    path: '/api/v1/users?limit=200&search=profile.firstName+sw+%22okta-contracts-%22',
    name: '/profile/firstName',
  },
  otherId: ({ name }) => `${name}@${host}`,
};

/** A fixture that is created only if a condition is met. Otherwise an object of the org is read, if it can be found. */
export function needing<Spec extends CreatedFixture | CreatedOrFoundFixture>(need: Need, spec: Spec): Spec {
  return { ...spec, make: { ...spec.make, needs: [...(spec.make.needs ?? []), need] } };
}

/** A user that several suites share. They undo what they change. */
export const somebody: CreatedOrFoundFixture = { ...user, shared: 'somebody' };

/** A group that nothing else on the org uses. */
export const group: CreatedOrFoundFixture = {
  parameter: 'groupId',
  format: oktaIdOf('00g'),
  make: { operation: 'POST /api/v1/groups', body: ({ name }) => ({ profile: { name } }) },
  found: { operation: 'GET /api/v1/groups', query: { limit: '1' } },
  remove: ['DELETE /api/v1/groups/{groupId}'],
  find: { path: '/api/v1/groups?q=okta-contracts-', name: '/profile/name' },
};

/** A user type that no user has. Okta does not allow dashes in its name. */
export const userType: CreatedOrFoundFixture = {
  parameter: 'typeId',
  format: oktaIdOf('oty'),
  make: {
    operation: 'POST /api/v1/meta/types/user',
    needs: ['user-type-quota'],
    name: ({ name }) => name.replaceAll('-', '_'),
    body: ({ name }) => ({ name: name.replaceAll('-', '_'), displayName: name, description: 'Contract' }),
  },
  found: { operation: 'GET /api/v1/meta/types/user' },
  remove: ['DELETE /api/v1/meta/types/user/{typeId}'],
  find: { path: '/api/v1/meta/types/user', name: '/name' },
  owns: (type) => ({ schemaId: schemaOf(type) }),
};

/** The id of the schema of a user type. Throws if the response does not contain it. */
export function schemaOf(type: { [key: string]: Json }): string {
  // The run may write to this schema, so that another id must not be accepted.
  const [, id] = /\/api\/v1\/meta\/schemas\/user\/(osc\w{17})$/.exec(textAt(type, '/_links/schema/href')) ?? [];
  if (id === undefined) throw new TypeError('the link to the schema is not one of a user type');
  return id;
}

/** The body of an authorization server. No client uses it. */
export const serverBody = ({ name }: { name: string }): Json => ({
  name,
  description: 'Contract',
  audiences: [`api://${name}`],
});

/** An authorization server. */
export const authorizationServer: CreatedOrFoundFixture = {
  parameter: 'authServerId',
  format: oktaIdOf('aus'),
  make: { operation: 'POST /api/v1/authorizationServers', body: serverBody },
  found: { operation: 'GET /api/v1/authorizationServers' },
  remove: [
    'POST /api/v1/authorizationServers/{authServerId}/lifecycle/deactivate',
    'DELETE /api/v1/authorizationServers/{authServerId}',
  ],
  find: { path: '/api/v1/authorizationServers?limit=200', name: '/name' },
};

/** The body of a policy for all clients of an authorization server of the run, which no client uses. */
export const serverPolicyBody = ({ name }: { name: string }): Json => ({
  name,
  type: 'OAUTH_AUTHORIZATION_POLICY',
  description: 'Contract',
  priority: 1,
  conditions: { clients: { include: ['ALL_CLIENTS'] } },
});

/** A policy of an authorization server. It is removed with its server. */
export const serverPolicy: CreatedFixture = {
  parameter: 'policyId',
  make: { operation: 'POST /api/v1/authorizationServers/{authServerId}/policies', body: serverPolicyBody },
  remove: ['DELETE /api/v1/authorizationServers/{authServerId}/policies/{policyId}'],
};

/** A brand that no domain uses. */
export const brand: CreatedOrFoundFixture = {
  parameter: 'brandId',
  format: oktaIdOf('bnd'),
  make: { operation: 'POST /api/v1/brands', body: ({ name }) => ({ name }) },
  found: { operation: 'GET /api/v1/brands' },
  remove: ['DELETE /api/v1/brands/{brandId}'],
  find: { path: '/api/v1/brands?q=okta-contracts-&limit=200', name: '/name' },
};

/** The user of the API token. With an OAuth 2.0 client, any user with an administrator role: every org has one. */
export const admin: FoundFixture = {
  parameter: 'userId',
  aliases: ['id'],
  found: [
    { operation: 'GET /api/v1/users/{id}', with: { id: 'me' } },
    { operation: 'GET /api/v1/iam/assignees/users', list: 'value' },
  ],
};

const providerClient = { client_id: 'okta-contracts', client_secret: 'okta-contracts' };
const at = (path: string, binding: string): Json => ({ url: `https://${host}/${path}`, binding });
const providerPolicy = {
  accountLink: { action: 'DISABLED' },
  maxClockSkew: 0,
  provisioning: {
    action: 'DISABLED',
    conditions: { deprovisioned: { action: 'NONE' }, suspended: { action: 'NONE' } },
    groups: { action: 'NONE' },
    profileMaster: false,
  },
  subject: { matchType: 'USERNAME', userNameTemplate: { template: 'idpuser.email' } },
};
/** Providers that cannot be used to sign in: the host is reserved, accounts are not linked, and no routing rule uses them. */
export const protocols: { OIDC: Json; FACEBOOK: Json } = {
  OIDC: {
    type: 'OIDC',
    scopes: ['openid'],
    issuer: { url: `https://${host}` },
    endpoints: {
      authorization: at('authorize', 'HTTP-REDIRECT'),
      token: at('token', 'HTTP-POST'),
      userInfo: at('userinfo', 'HTTP-REDIRECT'),
      jwks: at('keys', 'HTTP-REDIRECT'),
    },
    credentials: { client: providerClient },
  },
  FACEBOOK: { type: 'OAUTH2', scopes: ['public_profile', 'email'], credentials: { client: providerClient } },
};

/** The body of an identity provider of a type. */
export const providerBody =
  (type: string, protocol: Json) =>
  ({ name }: { name: string }): Json => ({ name, type, issuerMode: 'ORG_URL', protocol, policy: providerPolicy });

/** An identity provider. */
export const provider: CreatedFixture = {
  parameter: 'idpId',
  format: oktaIdOf('0oa'),
  make: { operation: 'POST /api/v1/idps', body: providerBody('OIDC', protocols.OIDC) },
  remove: ['POST /api/v1/idps/{idpId}/lifecycle/deactivate', 'DELETE /api/v1/idps/{idpId}'],
  find: { path: '/api/v1/idps?q=okta-contracts-&limit=200', name: '/name' },
};
