import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';
import { host } from './fixtures.js';

const origins = '/api/v1/trustedOrigins';
const origin = `${origins}/{trustedOriginId}`;
// No page can have the origin, because the host does not exist. No sign-in redirects to it.
const body = ({ name }: { name: string }): Json => ({
  name,
  origin: `https://${name}.${host}`,
  scopes: [{ type: 'CORS' }],
});

suite('trusted-origin', ({ call, fixture, reads }) => {
  const made = fixture({
    parameter: 'trustedOriginId',
    make: { operation: `POST ${origins}`, body },
    found: { operation: `GET ${origins}` },
    remove: [`DELETE ${origin}`],
    find: { path: `${origins}?limit=200&q=okta-contracts-`, name: '/name' },
  });
  call(`GET ${origins}`, { on: made });
  call(`GET ${origin}`, { on: made });
  call(`POST ${origin}/lifecycle/deactivate`, { on: made });
  call(`GET ${origin}`, { on: made });
  call(`PUT ${origin}`, { on: made, body });
  call(`POST ${origin}/lifecycle/activate`, { on: made });
  reads();
});
