import { suite } from '../src/vitest/suite.js';
import { somebody, webClient } from './fixtures.js';

const users = '/api/v1/apps/{appId}/users';

// A staged user of the run gets an app of the run that provisions nothing.
suite('application-users', ({ call, fixture, reads }) => {
  reads();
  const its = fixture(webClient);
  const user = fixture(somebody);
  const userName = ({ name }: { name: string }) => ({ credentials: { userName: name } });
  call(`POST ${users}`, {
    on: [its, user],
    inBody: 'id',
    body: (context) => ({ id: context.ids.id ?? '', scope: 'USER', ...userName(context) }),
  });
  call(`GET ${users}/{userId}`, { on: [its, user] });
  call(`POST ${users}/{userId}`, { on: [its, user], body: userName });
  call(`GET ${users}`, { on: [its, user] });
  call(`DELETE ${users}/{userId}`, { on: [its, user], query: { sendEmail: 'false' } });
});
