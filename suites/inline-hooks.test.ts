import type { FixtureSpec, Trial } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';
import { host } from './fixtures.js';

// The host does not exist: a hook that is left calls no server.
const channel = (name: string) => ({
  type: 'HTTP',
  version: '1.0.0',
  // The value is sent to the host of the hook. It is not a secret.
  config: {
    uri: `https://${host}/`,
    method: 'POST',
    authScheme: { type: 'HEADER', key: 'Authorization', value: name },
  },
});

/** What the edition no longer accepts. */
const removed: Trial = { '/metadata': { contract: 'text' } };
const oauth: Trial = {
  '/channel': {
    type: 'OAUTH',
    version: '1.0.0',
    config: {
      uri: `https://${host}/`,
      method: 'POST',
      authType: 'client_secret_post',
      tokenUrl: `https://${host}/token`,
      scope: 'contract',
      clientId: 'okta-contracts',
      clientSecret: 'okta-contracts',
      authScheme: { type: 'HEADER', key: 'Authorization' },
    },
  },
};

suite('inline-hooks', ({ call, fixture }) => {
  const spec = {
    parameter: 'inlineHookId',
    // No sign-in calls an import hook, and an additional one changes nothing on the org.
    make: {
      operation: 'POST /api/v1/inlineHooks',
      body: ({ name }) => ({ name, type: 'com.okta.import.transform', version: '1.0.0', channel: channel(name) }),
    },
    found: { operation: 'GET /api/v1/inlineHooks' },
    remove: [
      'POST /api/v1/inlineHooks/{inlineHookId}/lifecycle/deactivate',
      'DELETE /api/v1/inlineHooks/{inlineHookId}',
    ],
    find: { path: '/api/v1/inlineHooks', name: '/name' },
  } satisfies FixtureSpec;
  const hook = fixture({ ...spec, make: { ...spec.make, alsoSend: { ...removed, ...oauth } } });
  // Only its creation is of interest: the edition accepts a hook without a scheme.
  fixture({
    ...spec,
    make: { ...spec.make, alsoSend: { '/channel/config/authScheme': null } },
  });
  const look = (alsoSend: Trial[] = []) => {
    // The edition lists the types of hooks.
    call('GET /api/v1/inlineHooks', {
      on: hook,
      alsoSend: alsoSend.length > 0 ? [{ '?type': 'com.okta.contract' }] : [],
    });
    call('GET /api/v1/inlineHooks/{inlineHookId}', { on: hook });
    call('PUT /api/v1/inlineHooks/{inlineHookId}', {
      on: hook,
      body: ({ name }) => ({ name, version: '1.0.1', channel: channel(name) }),
      alsoSend,
    });
    call('POST /api/v1/inlineHooks/{inlineHookId}', {
      on: hook,
      body: ({ name }) => ({ name, version: '1.0.1', channel: channel(name) }),
      alsoSend,
    });
  };
  // The edition ignores the type: a hook cannot change it.
  look([{ ...removed, '/type': 'com.okta.saml.tokens.transform', '/channel/config/authScheme': null }, oauth]);
  // Calls the hook's service, so that it runs in the org tier only.
  call('POST /api/v1/inlineHooks/{inlineHookId}/execute', { on: hook, tier: 'org', body: () => ({}) });
  call('POST /api/v1/inlineHooks/{inlineHookId}/lifecycle/deactivate', { on: hook });
  // An inactive hook has other links.
  look();
  call('POST /api/v1/inlineHooks/{inlineHookId}/lifecycle/activate', { on: hook });
  // The previous edition deactivates it. This comes last, because other responses depend on the status.
  for (const method of ['PUT', 'POST'] as const)
    call(`${method} /api/v1/inlineHooks/{inlineHookId}`, {
      on: hook,
      body: ({ name }) => ({ name, version: '1.0.1', channel: channel(name) }),
      alsoSend: [{ '/status': 'INACTIVE' }],
    });
});
