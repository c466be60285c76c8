import { suite } from '../src/vitest/suite.js';

const settings = '/attack-protection/api/v1';

suite('attack-protection', ({ call, fixture, reads }) => {
  // These protect accounts, so they are sent only if they are named, with the value that was read just before.
  for (const [name, key] of [
    ['authenticator-settings', 'verifyKnowledgeSecondWhen2faRequired'],
    ['user-lockout-settings', 'preventBruteForceLockoutFromUnknownDevices'],
  ] as const) {
    const path: `/${string}` = `${settings}/${name}`;
    const setting = fixture({ parameter: name, found: { operation: `GET ${path}`, one: true } });
    call(`PUT ${path}`, {
      on: setting,
      tier: 'org',
      onlyNamed: true,
      rereads: `GET ${path}`,
      body: ({ object }) => {
        if (typeof object[key] !== 'boolean') throw new TypeError(`${key} cannot be read`);
        return { [key]: object[key] };
      },
    });
  }
  reads();
});
