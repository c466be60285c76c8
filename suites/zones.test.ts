import type { Trial } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';

const zones = '/api/v1/zones';
const zone = `${zones}/{zoneId}`;
// The addresses are reserved for documentation, and no policy uses the zone.
const office = { type: 'IP', usage: 'POLICY', status: 'ACTIVE', gateways: [{ type: 'CIDR', value: '192.0.2.0/24' }] };

/** Added by the edition: whether the zone contains addresses that are exempt. */
const notExempt: Trial = { '/useAsExemptList': false };

suite('zones', ({ call, fixture }) => {
  const made = fixture({
    parameter: 'zoneId',
    make: { operation: `POST ${zones}`, body: ({ name }) => ({ name, ...office }) },
    found: { operation: `GET ${zones}` },
    remove: [`DELETE ${zone}`],
    find: { path: `${zones}?limit=200`, name: '/name' },
  });
  call(`GET ${zones}`, { on: made });
  call(`GET ${zone}`, { on: made });
  call(`PUT ${zone}`, { on: made, body: ({ name }) => ({ name, ...office, proxies: null }), alsoSend: [notExempt] });
  call(`POST ${zone}/lifecycle/deactivate`, { on: made });
  call(`GET ${zone}`, { on: made });
  call(`POST ${zone}/lifecycle/activate`, { on: made });
});
