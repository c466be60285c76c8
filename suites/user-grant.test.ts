import { suite } from '../src/vitest/suite.js';
import { client } from './app-fixtures.js';
import { admin, somebody } from './fixtures.js';

const user = '/api/v1/users/{userId}';

suite('user-grant', ({ call, fixture, reads }) => {
  const person = fixture(admin);
  const theirs = fixture({
    parameter: 'clientId',
    id: 'client_id',
    found: { operation: `GET ${user}/clients` },
    parents: [person],
  });
  reads({ on: [person, theirs] });

  // The user of the run never signed in, and has no grants.
  const made = fixture(somebody);
  const own = fixture(client);
  call(`DELETE ${user}/clients/{clientId}/grants`, { on: [made, own], unchanged: [own] });
  call(`DELETE ${user}/grants`, { on: made });
});
