import { oktaIdOf } from '../src/org/ids.js';
import { suite } from '../src/vitest/suite.js';
import { webClient } from './app-fixtures.js';
import { somebody } from './fixtures.js';

const users = '/api/v1/apps/{appId}/users';
const user = `${users}/{userId}`;

// A staged user of the run gets an app of the run that provisions nothing.
suite('application-users', ({ call, fixture }) => {
  const its = fixture(webClient);
  const userName = ({ name }: { name: string }) => ({ credentials: { userName: name } });
  const assigned = fixture({
    parameter: 'userId',
    format: oktaIdOf('00u'),
    make: {
      operation: `POST ${users}`,
      body: (context) => ({ id: context.ids.id ?? '', scope: 'USER', ...userName(context) }),
    },
    found: { operation: `GET ${users}`, inAnyParent: true },
    remove: [{ operation: `DELETE ${user}`, query: { sendEmail: 'false' } }],
    parents: [its, fixture(somebody)],
  });
  call(`GET ${user}`, { on: assigned });
  call(`POST ${user}`, { on: assigned, body: userName });
  call(`GET ${users}`, { on: assigned });
});
