import { generateKeyPairSync } from 'node:crypto';
import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';

const providers = '/api/v1/push-providers';
const provider = `${providers}/{pushProviderId}`;
const configuration = { fileName: 'contract.p8', keyId: 'CONTRACT00', teamId: 'CONTRACT00' };
// No authenticator uses the provider, so that its key is never used.
const body = ({ name }: { name: string }): Json => ({ name, providerType: 'APNS', configuration });

/** A private key as Apple issues them. It is never stored. */
function signingKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return String(privateKey.export({ format: 'pem', type: 'pkcs8' }));
}

suite('push-provider', ({ call, fixture, reads }) => {
  const made = fixture({
    parameter: 'pushProviderId',
    make: {
      operation: `POST ${providers}`,
      body: ({ name }) => ({
        name,
        providerType: 'APNS',
        configuration: { ...configuration, tokenSigningKey: signingKey() },
      }),
    },
    found: { operation: `GET ${providers}` },
    remove: [`DELETE ${provider}`],
    find: { path: providers, name: '/name' },
  });
  call(`GET ${providers}`, { on: made });
  call(`GET ${provider}`, { on: made });
  call(`PUT ${provider}`, { on: made, body });
  reads();
});
