import { suite } from '../src/suite/index.js';
import { user } from './fixtures.js';

// Orders keys from a seller: never without being named.
suite('webauthn-registration', ({ call, fixture }) => {
  const somebody = fixture(user);
  call('POST /webauthn-registration/api/v1/initiate-fulfillment-request', {
    on: somebody,
    tier: 'org',
    onlyNamed: true,
    body: ({ ids }) => ({
      userId: ids.id ?? '',
      fulfillmentProvider: 'yubico',
      fulfillmentData: [{ productId: 'contract', inventoryProductId: 'contract', customizationId: 'contract' }],
    }),
  });
});
