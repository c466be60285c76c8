import { textAt } from '../src/engine/fill.js';
import { oktaIdOf } from '../src/org/ids.js';
import { suite } from '../src/vitest/suite.js';

const keys = '/api/v1/hook-keys';
const key = `${keys}/{id}`;
const body = ({ name }: { name: string }) => ({ name });

// No hook uses the key of the run.
suite('hook-key', ({ call, fixture }) => {
  const made = fixture({
    parameter: 'id',
    format: oktaIdOf('HKY'),
    make: { operation: `POST ${keys}`, body },
    found: { operation: `GET ${keys}` },
    remove: [`DELETE ${key}`],
    find: { path: keys, name: '/name' },
  });
  call(`GET ${keys}`);
  call(`GET ${key}`, { on: made });
  call(`GET ${keys}/public/{keyId}`, {
    on: made,
    with: { keyId: ({ object }) => textAt(object, 'keyId') },
  });
  call(`PUT ${key}`, { on: made, body });
});
