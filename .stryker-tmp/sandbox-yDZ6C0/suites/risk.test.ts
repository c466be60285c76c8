// @ts-nocheck
import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';

const providers = '/api/v1/risk/providers';
const provider = `${providers}/{riskProviderId}`;
// No org has this client, so that it logs nothing.
const body = ({ name }: { name: string }): Json => ({ name, action: 'none', clientId: 'okta-contracts' });

suite('risk', ({ call, fixture }) => {
  const made = fixture({
    parameter: 'riskProviderId',
    make: { operation: `POST ${providers}`, body },
    found: { operation: `GET ${providers}` },
    remove: [`DELETE ${provider}`],
    find: { path: providers, name: '/name' },
  });
  call(`GET ${providers}`);
  call(`GET ${provider}`, { on: made });
  call(`PUT ${provider}`, { on: made, body });
  // Events are irreversible.
  call('POST /api/v1/risk/events/ip', {
    tier: 'org',
    onlyNamed: true,
    body: () => [{ subjects: [{ ip: '192.0.2.1', riskLevel: 'LOW', message: 'Contract' }] }],
  });
});
