import type { Trial } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';
import { host } from './fixtures.js';

const realms = '/api/v1/realms';
const realm = `${realms}/{realmId}`;

/** Added by the edition. No user has an address of this host. */
const domains: Trial = { '/profile/domains': [host] };

suite('realms', ({ call, fixture }) => {
  const made = fixture({
    parameter: 'realmId',
    make: { operation: `POST ${realms}`, body: ({ name }) => ({ profile: { name } }), alsoSend: domains },
    found: { operation: `GET ${realms}` },
    remove: [`DELETE ${realm}`],
    find: { path: `${realms}?limit=200`, name: '/profile/name' },
  });
  call(`GET ${realms}`, { on: made });
  call(`GET ${realm}`, { on: made });
  call(`PUT ${realm}`, {
    on: made,
    body: ({ name }) => ({ profile: { name } }),
    alsoSend: [domains],
  });
});
