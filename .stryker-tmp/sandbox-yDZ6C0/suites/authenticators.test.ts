// @ts-nocheck
import type { Json } from '../src/domain/json.js';
import { textAt } from '../src/engine/fill.js';
import type { FixtureSpec } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';

const authenticators = '/api/v1/authenticators';
const authenticator = `${authenticators}/{authenticatorId}`;
const method = `${authenticator}/methods/{methodType}`;
type JsonObject = { [key: string]: Json };

const found = (where: (item: JsonObject) => boolean): FixtureSpec => ({
  parameter: 'authenticatorId',
  found: { operation: `GET ${authenticators}`, where },
});
/** The values that were read just before, so that nothing changes. */
const asItIs =
  (names: string[]) =>
  ({ object }: { object: JsonObject }): Json =>
    Object.fromEntries(names.flatMap((name) => (object[name] === undefined ? [] : [[name, object[name]]])));

suite('authenticators', ({ call, fixture }) => {
  for (const key of ['okta_email', 'okta_verify', 'phone_number', 'webauthn', 'custom_app', 'tac']) {
    const one = fixture(found((item) => item.key === key));
    call(`GET ${authenticator}`, { on: one });
    const its = fixture({
      parameter: 'methodType',
      id: 'type',
      found: { operation: `GET ${authenticator}/methods` },
      parents: [one],
    });
    call(`GET ${method}`, { on: its });
    if (key === 'okta_email') {
      call(`GET ${authenticator}`, { on: one });
      call(`PUT ${authenticator}`, {
        on: one,
        tier: 'org',
        rereads: `GET ${authenticator}`,
        body: asItIs(['key', 'name', 'type', 'status', 'settings']),
      });
    }
    if (key === 'webauthn') {
      call(`GET ${method}`, { on: its });
      call(`PUT ${method}`, {
        on: its,
        tier: 'org',
        rereads: `GET ${method}`,
        body: asItIs(['type', 'status', 'settings']),
      });
    }
    if (key === 'custom_app')
      call('GET /.well-known/app-authenticator-configuration', {
        on: one,
        queryOf: ({ object }) => ({ oauthClientId: textAt(object, '/settings/oauthClientId') }),
      });
  }

  // Users can use an active authenticator, and Okta refuses to deactivate it if a policy uses it. It must not be one that is
  // written unchanged above: that write could make the activation permanent.
  const off = fixture(found((item) => !['tac', 'okta_email'].includes(String(item.key)) && item.status === 'INACTIVE'));
  fixture({
    parameter: 'authenticatorId',
    make: { operation: `POST ${authenticator}/lifecycle/activate`, changes: true, onlyNamed: true },
    remove: [`POST ${authenticator}/lifecycle/deactivate`],
    parents: [off],
  });
  const offMethod = fixture({
    parameter: 'methodType',
    id: 'type',
    found: { operation: `GET ${authenticator}/methods`, where: (item) => item.status === 'INACTIVE' },
    parents: [fixture(found((item) => item.key === 'phone_number'))],
  });
  fixture({
    parameter: 'methodType',
    make: { operation: `POST ${method}/lifecycle/activate`, changes: true, onlyNamed: true },
    remove: [`POST ${method}/lifecycle/deactivate`],
    parents: [offMethod],
  });

  // An authenticator cannot be deleted.
  call(`POST ${authenticators}`, {
    tier: 'org',
    onlyNamed: true,
    body: () => ({ key: 'yubikey_token', name: 'Yubikey' }),
  });
});
