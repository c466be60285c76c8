import type { Json } from '../src/domain/json.js';
import type { Trial } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';

const policies = '/api/v1/device-assurances';
const policy = `${policies}/{deviceAssuranceId}`;
const bodies: Record<string, { [key: string]: Json }> = {
  WINDOWS: { osVersion: { minimum: '10.0.19041' }, secureHardwarePresent: true, displayRemediationMode: 'HIDE' },
  MACOS: { osVersion: { minimum: '12.0' }, diskEncryptionType: { include: ['ALL_INTERNAL_VOLUMES'] } },
  IOS: { osVersion: { minimum: '15.0' }, jailbreak: false, screenLockType: { include: ['BIOMETRIC'] } },
  ANDROID: { osVersion: { minimum: '12' }, jailbreak: false },
};

/** What the edition added. Orgs without the feature may refuse it. */
const added: Record<string, Trial> = {
  ANDROID: {
    '/displayRemediationMode': 'SHOW',
    '/gracePeriod': { type: 'BY_DATE_TIME', expiry: '2099-12-01T00:00:00.000Z' },
  },
};

// No rule uses the policies of the run.
suite('device-assurances', ({ call, fixture }) => {
  call(`GET ${policies}`);
  for (const [platform, conditions] of Object.entries(bodies)) {
    const body = ({ name }: { name: string }): Json => ({ name, platform, ...conditions });
    const alsoSend = added[platform];
    const made = fixture({
      parameter: 'deviceAssuranceId',
      make: { operation: `POST ${policies}`, body, ...(alsoSend && { alsoSend }) },
      found: { operation: `GET ${policies}`, where: (item) => item.platform === platform },
      remove: [`DELETE ${policy}`],
      find: { path: policies, name: '/name' },
    });
    call(`GET ${policy}`, { on: made });
    call(`PUT ${policy}`, { on: made, body, alsoSend: alsoSend ? [alsoSend] : [] });
    call(`GET ${policy}`, { on: made });
  }
});
