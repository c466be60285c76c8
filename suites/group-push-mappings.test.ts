import { suite } from '../src/vitest/suite.js';
import { client } from './app-fixtures.js';
import { group } from './fixtures.js';

const mappings = '/api/v1/apps/{appId}/group-push/mappings';
const mapping = `${mappings}/{mappingId}`;

suite('group-push-mappings', ({ call, fixture }) => {
  const into = fixture(client);
  const source = fixture(group);
  const made = fixture({
    parameter: 'mappingId',
    make: {
      operation: `POST ${mappings}`,
      // No other mapping has the group of the run as its source.
      name: ({ ids }) => ids.groupId ?? '',
      body: ({ ids, name }) => ({ sourceGroupId: ids.groupId ?? '', targetGroupName: name, status: 'ACTIVE' }),
    },
    found: { operation: `GET ${mappings}` },
    // The group that the mapping created is deleted with it.
    remove: [
      { operation: `PATCH ${mapping}`, body: () => ({ status: 'INACTIVE' }) },
      { operation: `DELETE ${mapping}`, query: { deleteTargetGroup: 'true' } },
    ],
    find: { path: `${mappings}?limit=200`, name: '/sourceGroupId' },
    parents: [into, source],
  });
  call(`GET ${mapping}`, { on: made });
  call(`GET ${mappings}`, { on: into, query: { limit: '5', status: 'ACTIVE' } });
});
