// @ts-nocheck
import { uuid } from '../src/org/ids.js';
import { uuidOf } from '../src/org/journal/names.js';
import { suite } from '../src/vitest/suite.js';

const aaguids = '/api/v1/authenticators/{authenticatorId}/aaguids';
const aaguid = `${aaguids}/{aaguid}`;
const characteristics = { fipsCompliant: false, hardwareProtected: false, platformAttached: false };

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
      // No real security key has it.
      name: ({ name }) => uuidOf(name),
      // Orgs require the name. The edition's document does not mention it.
      body: ({ name }) => ({ aaguid: uuidOf(name), name, authenticatorCharacteristics: characteristics }),
    },
    found: { operation: `GET ${aaguids}` },
    remove: [`DELETE ${aaguid}`],
    find: { path: aaguids, name: '/aaguid' },
    parents: [webauthn],
  });
  call(`GET ${aaguid}`, { on: made });
  call(`PUT ${aaguid}`, {
    on: made,
    body: ({ name }) => ({ name, authenticatorCharacteristics: { ...characteristics, hardwareProtected: true } }),
  });
  call(`PATCH ${aaguid}`, { on: made, body: ({ name }) => ({ name }) });
  call(`GET ${aaguid}`, { on: made });
});
