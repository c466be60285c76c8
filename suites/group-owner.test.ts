import { suite } from '../src/vitest/suite.js';
import { group, somebody } from './fixtures.js';

const owners = '/api/v1/groups/{groupId}/owners';

// The group is empty and nothing uses it. Its owner is a staged user, who cannot sign in.
suite('group-owner', ({ call, fixture }) => {
  const owned = fixture(group);
  const owner = fixture(somebody);
  call(`POST ${owners}`, {
    on: [owned, owner],
    unchanged: [owner],
    body: ({ ids }) => ({ id: ids.userId ?? '', type: 'USER' }),
  });
  call(`GET ${owners}`, { on: owned });
  call(`DELETE ${owners}/{ownerId}`, {
    on: [owned, owner],
    unchanged: [owner],
    with: { ownerId: ({ ids }) => ids.userId ?? '' },
  });
});
