import { suite } from '../src/vitest/suite.js';
import { client } from './app-fixtures.js';
import { admin, somebody } from './fixtures.js';

const clients = '/api/v1/users/{userId}/clients';

suite('user-oauth', ({ call, fixture, reads }) => {
  const person = fixture(admin);
  const theirs = fixture({
    parameter: 'clientId',
    id: 'client_id',
    found: { operation: `GET ${clients}` },
    parents: [person],
  });
  reads({ on: [person, theirs] });

  // The user of the run never signed in, so that no token exists.
  const made = fixture(somebody);
  const own = fixture(client);
  call(`DELETE ${clients}/{clientId}/tokens`, { on: [made, own], unchanged: [own] });
});
