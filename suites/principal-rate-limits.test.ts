import { suite } from '../src/suite/index.js';
import { client } from './fixtures.js';

const limits = '/api/v1/principal-rate-limits';
const limit = `${limits}/{principalRateLimitId}`;
const body = ({ ids }: { ids: Record<string, string> }) => ({
  principalId: ids.appId ?? '',
  principalType: 'OAUTH_CLIENT',
  defaultPercentage: 50,
  defaultConcurrencyPercentage: 50,
});

suite('principal-rate-limits', ({ call, fixture }) => {
  const found = fixture({
    parameter: 'principalRateLimitId',
    found: { operation: `GET ${limits}`, query: { filter: 'principalType eq "SSWS_TOKEN"' } },
  });
  call(`GET ${limit}`, { on: found });

  // The share of a client of the run; it goes with the client.
  const itsClient = fixture(client);
  const made = fixture({
    parameter: 'principalRateLimitId',
    make: { operation: `POST ${limits}`, body, name: ({ ids }) => ids.appId ?? '' },
    // It has no name, but the client of the run.
    mark: '/principalId',
    template: limit,
    in: [itsClient],
  });
  call(`GET ${limit}`, { on: made });
  call(`PUT ${limit}`, { on: made, body });
});
