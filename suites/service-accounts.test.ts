import { textAt } from '../src/engine/fill.js';
import { uuid } from '../src/org/ids.js';
import { suite } from '../src/vitest/suite.js';
import { bookmarkApp } from './app-fixtures.js';
import { password } from './fixtures.js';

const accounts = '/privileged-access/api/v1/service-accounts';
const account = `${accounts}/{id}`;

// The account belongs to an app of the run, which is only a link.
suite('service-accounts', ({ call, fixture }) => {
  call(`GET ${accounts}`, { query: { limit: '20' } });
  const of = fixture(bookmarkApp);
  const made = fixture({
    parameter: 'id',
    format: uuid,
    make: {
      operation: `POST ${accounts}`,
      body: ({ name, object }) => ({
        name,
        username: name,
        password,
        description: 'Contract',
        containerOrn: textAt(object, 'orn'),
      }),
    },
    found: { operation: `GET ${accounts}` },
    remove: [`DELETE ${account}`],
    find: { path: `${accounts}?limit=200`, name: '/name' },
    parents: [of],
  });
  call(`GET ${account}`, { on: made });
  call(`PATCH ${account}`, { on: made, body: () => ({ description: 'Contract, changed' }) });
  call(`GET ${account}`, { on: made });
});
