import { suite } from '../src/vitest/suite.js';
import { ownOrgToOrg, samlApp } from './app-fixtures.js';

const credentials = '/api/v1/apps/{appId}/credentials';
const keys = `${credentials}/keys`;
const csrs = `${credentials}/csrs`;
/** SHA-256 in base64url. */
const keyId = /^[\w-]{43}$/;

// No assertion is signed with the keys, which are deleted with their apps.
suite('application-sso-credential-key', ({ call, fixture }) => {
  const its = fixture(samlApp);
  const key = fixture({
    parameter: 'keyId',
    id: 'kid',
    format: keyId,
    make: { operation: `POST ${keys}/generate`, query: { validityYears: '2' } },
    found: { operation: `GET ${keys}` },
    parents: [its],
  });
  call(`GET ${keys}`, { on: its });
  call(`GET ${keys}/{keyId}`, { on: key });
  const target = fixture({ ...ownOrgToOrg, alias: 'targetId' });
  call(`POST ${keys}/{keyId}/clone`, {
    on: [key, target],
    inBody: 'targetId',
    queryOf: ({ ids }) => ({ targetAid: ids.targetId ?? '' }),
  });

  const csr = fixture({
    parameter: 'csrId',
    format: keyId,
    make: {
      operation: `POST ${csrs}`,
      body: ({ name }) => ({
        subject: { commonName: name, organizationName: 'Contract', countryName: 'US' },
        subjectAltNames: { dnsNames: ['contract.invalid'] },
      }),
    },
    found: { operation: `GET ${csrs}` },
    remove: [`DELETE ${csrs}/{csrId}`],
    parents: [its],
  });
  call(`GET ${csrs}`, { on: its });
  call(`GET ${csrs}/{csrId}`, { on: csr });
});
