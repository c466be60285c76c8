// @ts-nocheck
import { textAt } from '../src/engine/fill.js';
import { suite } from '../src/vitest/suite.js';
import { userType } from './fixtures.js';

const type = '/api/v1/meta/types/user/{typeId}';

suite('user-types', ({ call, fixture }) => {
  call('GET /api/v1/meta/types/user');
  const made = fixture(userType);
  call(`GET ${type}`, { on: made });
  call(`POST ${type}`, { on: made, body: () => ({ displayName: 'Contract', description: 'Contract, changed' }) });
  call(`PUT ${type}`, {
    on: made,
    body: ({ object }) => ({
      name: textAt(object, 'name'),
      displayName: textAt(object, 'displayName'),
      description: 'Contract, replaced',
    }),
  });
});
