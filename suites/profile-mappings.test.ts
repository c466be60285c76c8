import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';
import { provider } from './fixtures.js';

const mappings = '/api/v1/mappings';
const mapping = `${mappings}/{mappingId}`;

suite('profile-mappings', ({ call, fixture }) => {
  const found = fixture({ parameter: 'mappingId', found: { operation: `GET ${mappings}`, query: { limit: '1' } } });
  call(`GET ${mapping}`, { on: found });
  call(`GET ${mappings}`, { query: { limit: '1' }, alsoSend: [{ '?limit': '201' }] });

  // The mapping of a provider is created and removed with it.
  const from = fixture(provider);
  const its = fixture({
    parameter: 'mappingId',
    partOf: { parameter: 'idpId', pointer: '/source/id' },
    found: {
      operation: `GET ${mappings}`,
      queryOf: ({ idpId = '' }) => ({ sourceId: idpId, limit: '1' }),
      // An org that ignores the query returns another mapping.
      where: ({ source }, { idpId }) => (source as { id?: Json } | undefined)?.id === idpId,
    },
    parents: [from],
  });
  call(`POST ${mapping}`, {
    on: its,
    body: () => ({ properties: { nickName: { expression: 'appuser.email', pushStatus: 'DONT_PUSH' } } }),
  });
  call(`GET ${mapping}`, { on: its });
  call(`POST ${mapping}`, { on: its, body: () => ({ properties: { nickName: null } }) });
});
