import { suite } from '../src/suite/index.js';

const stream = '/api/v1/ssf/stream';

suite('ssf', ({ call, fixture }) => {
  call('GET /.well-known/ssf-configuration');

  // The receiver's domain can never exist: what the org pushes reaches nobody.
  const made = fixture({
    parameter: 'streamId',
    id: 'stream_id',
    make: {
      operation: `POST ${stream}`,
      body: () => ({
        delivery: { method: 'urn:ietf:rfc:8935', endpoint_url: 'https://okta-contracts.invalid/signals' },
        events_requested: ['https://schemas.openid.net/secevent/risc/event-type/account-disabled'],
      }),
    },
    remove: [{ operation: `DELETE ${stream}`, query: { stream_id: '{id}' } }],
  });
  const streamOf = ({ ids }: { ids: Record<string, string> }) => ({ stream_id: ids.streamId ?? '' });
  call(`GET ${stream}/status`, { on: made, queryOf: streamOf });
  call(`POST ${stream}/verification`, { on: made, inBody: true, body: (context) => streamOf(context) });
});
