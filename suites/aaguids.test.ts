import { createHash } from 'node:crypto';
import { uuid } from '../src/org/ids.js';
import { suite } from '../src/suite/index.js';

const aaguids = '/api/v1/authenticators/{authenticatorId}/aaguids';
const aaguid = `${aaguids}/{aaguid}`;
const characteristics = { fipsCompliant: false, hardwareProtected: false, platformAttached: false };

/** An AAGUID that no security key in the world has; a new one is known by nothing else. */
const aaguidOf = (name: string): string => {
  const hash = createHash('sha256').update(name).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
};

suite('aaguids', ({ call, fixture }) => {
  const webauthn = fixture({
    parameter: 'authenticatorId',
    found: { operation: 'GET /api/v1/authenticators', where: (item) => item.key === 'webauthn' },
  });
  call(`GET ${aaguids}`, { on: webauthn });
  const made = fixture({
    parameter: 'aaguid',
    id: 'aaguid',
    format: uuid,
    make: {
      operation: `POST ${aaguids}`,
      inOrgObject: true,
      name: ({ name }) => aaguidOf(name),
      body: ({ name }) => ({ aaguid: aaguidOf(name), authenticatorCharacteristics: characteristics }),
    },
    found: { operation: `GET ${aaguids}` },
    remove: [`DELETE ${aaguid}`],
    find: { path: aaguids, name: '/aaguid' },
    in: [webauthn],
  });
  call(`GET ${aaguid}`, { on: made });
  call(`PUT ${aaguid}`, {
    on: made,
    body: ({ name }) => ({ name, authenticatorCharacteristics: { ...characteristics, hardwareProtected: true } }),
  });
  call(`PATCH ${aaguid}`, { on: made, body: ({ name }) => ({ name }) });
  call(`GET ${aaguid}`, { on: made });
});
