import type { Json } from '../src/domain/json.js';
import type { Trial } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';
import {
  app,
  bookmark,
  bookmarkApp,
  curveKey,
  orgToOrg,
  publicKey,
  secretOf,
  serviceApp,
  webClient,
} from './app-fixtures.js';
import { group } from './fixtures.js';

const one = '/api/v1/apps/{appId}';
const keys = `${one}/credentials/jwks`;
const modes: Record<string, { [key: string]: Json }> = {
  BOOKMARK: bookmark,
  OPENID_CONNECT: serviceApp,
};

/** What one of the editions does not accept: the algorithm of a key, a key without an id, rules for the network of a client. */
const ofClients: Trial = {
  '/settings/oauthClient/network': { connection: 'ANYWHERE' },
  '/settings/oauthClient/jwks/keys/0/alg': 'RS256',
  // A service app has no provisioning that a feature could start.
  '/features': ['PUSH_NEW_USERS'],
};

suite('apps', ({ call, fixture, reads }) => {
  for (const mode of ['SAML_2_0', 'BROWSER_PLUGIN', 'SECURE_PASSWORD_STORE', 'AUTO_LOGIN', 'BASIC_AUTH']) {
    const { parameter, found } = app(mode, {});
    const known = fixture({ parameter, found });
    call(`GET ${one}`, { on: known });
  }
  for (const [mode, body] of Object.entries(modes)) {
    const spec = app(mode, body);
    const alsoSend = mode === 'OPENID_CONNECT' ? ofClients : undefined;
    const made = fixture({ ...spec, make: { ...spec.make, ...(alsoSend && { alsoSend }) } });
    call(`GET ${one}`, { on: made });
    call(`PUT ${one}`, {
      on: made,
      body: ({ name }) => ({ ...body, signOnMode: mode, label: name }),
      alsoSend: alsoSend ? [{ ...alsoSend, '/settings/oauthClient/jwks/keys/0/kid': null }] : [],
    });
    if (mode !== 'OPENID_CONNECT') {
      call(`POST ${one}/lifecycle/deactivate`, { on: made });
      call(`POST ${one}/lifecycle/activate`, { on: made });
      continue;
    }
    const key = fixture({
      parameter: 'keyId',
      // Keys on an elliptic curve were added by the edition.
      make: { operation: `POST ${keys}`, body: () => publicKey('second'), alsoSend: { '': curveKey() } },
      remove: [`POST ${keys}/{keyId}/lifecycle/deactivate`, `DELETE ${keys}/{keyId}`],
      found: { operation: `GET ${keys}` },
      // A key is removed with its app.
      parents: [made],
    });
    call(`GET ${keys}`, { on: made });
    call(`GET ${keys}/{keyId}`, { on: key });
    call(`POST ${keys}/{keyId}/lifecycle/deactivate`, { on: key });
    call(`POST ${keys}/{keyId}/lifecycle/activate`, { on: key });
  }

  const people = fixture(group);
  call('GET /api/v1/groups/{groupId}/apps', { on: people, query: { limit: '5' } });
  const theirs = fixture(bookmarkApp);
  const appId = ({ ids }: { ids: Record<string, string> }) => ids.bookmarkId ?? '';
  const assigned = '/api/v1/apps/{appId}/groups/{groupId}';
  call(`PUT ${assigned}`, { on: [theirs, people], with: { appId }, body: () => ({ priority: 0 }) });
  call('GET /api/v1/groups/{groupId}/apps', { on: people, query: { limit: '5' } });
  call(`DELETE ${assigned}`, { on: [theirs, people], with: { appId } });

  // The profile of this app has attributes. The group is empty, and the app provisions nothing.
  const other = fixture(orgToOrg);
  call(`PUT ${assigned}`, { on: [other, people], body: () => ({ priority: 0 }) });
  call(`PATCH ${assigned}`, {
    on: [other, people],
    body: () => [{ op: 'replace', path: '/profile/department', value: 'Contract' }],
    refusal: { reason: 'no-such-object-on-this-org', detail: 'the profile of the app has no such attribute' },
  });
  call(`GET ${assigned}`, { on: [other, people] });
  call(`DELETE ${assigned}`, { on: [other, people] });

  // A run reads secrets of its own clients only.
  const web = fixture(webClient);
  const secrets = `${one}/credentials/secrets`;
  const secret = fixture({ ...secretOf(secrets), parents: [web] });
  call(`GET ${secrets}/{secretId}`, { on: secret });
  call(`POST ${secrets}/{secretId}/lifecycle/deactivate`, { on: secret });
  call(`POST ${secrets}/{secretId}/lifecycle/activate`, { on: secret });
  call(`GET ${secrets}`, { on: secret });
  reads();
});
