import type { Trial } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';
import { client } from './app-fixtures.js';

const limits = '/api/v1/principal-rate-limits';
const limit = `${limits}/{principalRateLimitId}`;
const body = ({ ids }: { ids: Record<string, string> }) => ({
  principalId: ids.appId ?? '',
  principalType: 'OAUTH_CLIENT',
  defaultPercentage: 50,
  defaultConcurrencyPercentage: 50,
});

/** Read-only in the previous edition. */
const shares: Trial = { '/defaultPercentage': 40, '/defaultConcurrencyPercentage': 60 };

suite('principal-rate-limits', ({ call, fixture }) => {
  const found = fixture({
    parameter: 'principalRateLimitId',
    found: { operation: `GET ${limits}`, query: { filter: 'principalType eq "SSWS_TOKEN"' } },
  });
  call(`GET ${limit}`, { on: found });
  const filter = 'principalType eq "SSWS_TOKEN"';
  call(`GET ${limits}`, { query: { filter }, alsoSend: [{ '?filter': undefined }] });

  // The share of a client of the run, which is removed with the client. Some orgs create it together with the client.
  const itsClient = fixture(client);
  const made = fixture({
    parameter: 'principalRateLimitId',
    make: {
      operation: `POST ${limits}`,
      body,
      alsoSend: shares,
      name: ({ ids }) => ids.appId ?? '',
      refusal: { reason: 'no-such-object-on-this-org', detail: 'this org has created the share with its client' },
    },
    found: {
      operation: `GET ${limits}`,
      queryOf: ({ appId }) => ({ filter: `principalType eq "OAUTH_CLIENT" and principalId eq "${appId}"` }),
      where: ({ principalId }, { appId }) => principalId === appId,
    },
    partOf: { parameter: 'appId', pointer: '/principalId' },
    // It has no name. The client of the run identifies it.
    mark: '/principalId',
    template: limit,
    parents: [itsClient],
  });
  call(`GET ${limit}`, { on: made });
  call(`PUT ${limit}`, { on: made, body, alsoSend: [shares] });
});
