import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';

const settings = '/api/v1/first-party-app-settings/{appName}';
const admin = { appName: 'admin-console' };

/** The number of minutes of a setting. Throws if the response does not contain it, because it cannot be written back. */
function minutesOf(object: { [key: string]: Json }, name: string): number {
  const value = object[name];
  if (typeof value !== 'number') throw new TypeError(`${name} cannot be read`);
  return value;
}

// They decide when sessions of administrators end, so they are sent only if they are named, with the values that were read just before.
suite('okta-application-settings', ({ call, fixture }) => {
  const found = fixture({ parameter: 'appName', found: { operation: `GET ${settings}`, with: admin, one: true } });
  call(`PUT ${settings}`, {
    on: found,
    with: admin,
    tier: 'org',
    onlyNamed: true,
    rereads: `GET ${settings}`,
    body: ({ object }) => ({
      sessionIdleTimeoutMinutes: minutesOf(object, 'sessionIdleTimeoutMinutes'),
      sessionMaxLifetimeMinutes: minutesOf(object, 'sessionMaxLifetimeMinutes'),
    }),
  });
  call(`GET ${settings}`, { on: found, with: admin });
});
