import type { Json } from '../src/domain/json.js';
import { textAt } from '../src/engine/fill.js';
import type { BodyContext } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';

const stream = '/api/v1/ssf/stream';
const receiver = ({ name }: { name: string }) => `https://okta-contracts.invalid/${name}`;

suite('ssf', ({ call, fixture }) => {
  call('GET /.well-known/ssf-configuration');

  // The org pushes events to a domain that cannot exist.
  const made = fixture({
    parameter: 'streamId',
    id: 'stream_id',
    make: {
      operation: `POST ${stream}`,
      name: receiver,
      body: (context) => ({
        delivery: { method: 'urn:ietf:rfc:8935', endpoint_url: receiver(context) },
        events_requested: ['https://schemas.openid.net/secevent/risc/event-type/account-disabled'],
      }),
    },
    find: { path: stream, name: '/delivery/endpoint_url' },
    remove: [{ operation: `DELETE ${stream}`, query: { stream_id: '{id}' } }],
  });
  call(`GET ${stream}`);
  const changed = ({ ids, object }: BodyContext): Json => ({
    stream_id: ids.streamId ?? '',
    // The name of the run is part of the address.
    delivery: { method: 'urn:ietf:rfc:8935', endpoint_url: textAt(object, '/delivery/endpoint_url') },
    events_requested: [
      'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
      'https://schemas.openid.net/secevent/risc/event-type/account-disabled',
    ],
  });
  for (const method of ['PUT', 'PATCH'] as const)
    call(`${method} ${stream}`, { on: made, inBody: 'streamId', body: changed });
  const streamOf = ({ ids }: { ids: Record<string, string> }) => ({ stream_id: ids.streamId ?? '' });
  call(`GET ${stream}`, { on: made, queryOf: streamOf });
  call(`GET ${stream}/status`, { on: made, queryOf: streamOf });
  call(`POST ${stream}/verification`, { on: made, inBody: 'streamId', body: (context) => streamOf(context) });
});
