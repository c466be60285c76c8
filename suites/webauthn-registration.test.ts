import { generateKeyPairSync } from 'node:crypto';
import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';
import { admin, somebody } from './fixtures.js';

const registration = '/webauthn-registration/api/v1';

suite('webauthn-registration', ({ call, fixture }) => {
  const person = fixture(somebody);
  // Orders security keys from a vendor, so it is sent only if it is named.
  call(`POST ${registration}/initiate-fulfillment-request`, {
    on: person,
    tier: 'org',
    onlyNamed: true,
    body: ({ ids }) => ({
      userId: ids.id ?? '',
      fulfillmentProvider: 'yubico',
      fulfillmentData: [{ productId: 'contract', inventoryProductId: 'contract', customizationId: 'contract' }],
    }),
  });

  // A started enrollment is removed with its user.
  const begun = (use: 'enc' | 'sig' = 'sig') =>
    fixture({
      parameter: 'authenticatorEnrollmentId',
      id: '/credRequests/0/authenticatorEnrollmentId',
      make: {
        operation: `POST ${registration}/enroll`,
        body: ({ ids }) => ({
          userId: ids.userId ?? '',
          fulfillmentProvider: 'yubico',
          yubicoTransportKeyJWK: publicKey(use),
        }),
      },
      parents: [person],
    });
  call(`POST ${registration}/activate`, {
    on: begun(),
    inBody: 'userId',
    body: ({ ids }) => ({
      userId: ids.userId ?? '',
      fulfillmentProvider: 'yubico',
      serial: '1',
      version: '5.7',
      pinResponseJwe: 'contract',
      credResponses: [{ authenticatorEnrollmentId: ids.authenticatorEnrollmentId ?? '', credResponseJwe: 'contract' }],
      yubicoSigningJwks: [publicKey()],
    }),
  });
  call(`POST ${registration}/users/{userId}/enrollments/{authenticatorEnrollmentId}/mark-error`, { on: begun() });

  // Both editions accept a key for encryption.
  const started = begun('enc');
  call(`GET ${registration}/users/{userId}/enrollments`, { on: [person, started] });
  call(`DELETE ${registration}/users/{userId}/enrollments/{authenticatorEnrollmentId}`, { on: started });
  call(`GET ${registration}/users/{userId}/enrollments`, { on: fixture(admin) });
});

/** The public part of a key. The private part is discarded. */
function publicKey(use: 'enc' | 'sig' = 'sig'): Json {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' });
  return { kty: 'EC', crv: 'P-384', use, kid: 'contract', x, y };
}
