import { suite } from '../src/vitest/suite.js';

const servers = '/api/v1/email-servers';

suite('email-server', ({ call, fixture }) => {
  const server = fixture({ parameter: 'emailServerId', found: { operation: `GET ${servers}`, list: 'email-servers' } });
  call(`GET ${servers}/{emailServerId}`, { on: server });
});
