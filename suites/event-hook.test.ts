import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';
import { host } from './fixtures.js';

const hooks = '/api/v1/eventHooks';
const hook = `${hooks}/{eventHookId}`;
// A hook that was not verified gets no events, and the host does not exist.
const body = ({ name }: { name: string }): Json => ({
  name,
  events: { type: 'EVENT_TYPE', items: ['group.lifecycle.create'] },
  channel: {
    type: 'HTTP',
    version: '1.0.0',
    config: { uri: `https://${host}/`, authScheme: { type: 'HEADER', key: 'Authorization', value: name } },
  },
});

suite('event-hook', ({ call, fixture, reads }) => {
  const made = fixture({
    parameter: 'eventHookId',
    make: { operation: `POST ${hooks}`, body },
    found: { operation: `GET ${hooks}` },
    remove: [`POST ${hook}/lifecycle/deactivate`, `DELETE ${hook}`],
    find: { path: hooks, name: '/name' },
  });
  call(`GET ${hooks}`, { on: made });
  call(`GET ${hook}`, { on: made });
  call(`POST ${hook}/lifecycle/deactivate`, { on: made });
  // An inactive hook has other links.
  call(`GET ${hook}`, { on: made });
  call(`PUT ${hook}`, { on: made, body });
  call(`POST ${hook}/lifecycle/activate`, { on: made });
  reads();
});
