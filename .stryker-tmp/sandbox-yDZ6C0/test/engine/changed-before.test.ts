// @ts-nocheck
import { expect, test } from 'vitest';
import { nobodysId } from '../../src/org/ids.js';
import { carryOut } from './carry-out.js';

const list = '/api/v1/device-integrations';
const integration = `${list}/{deviceIntegrationId}`;

test('a setting that someone else changed after the run read it is not changed, and not in the journal', async () => {
  let id = '';
  const { org, results, leftovers } = await carryOut(
    'device-integrations',
    ({ fixture }) => {
      const off = fixture({
        parameter: 'deviceIntegrationId',
        found: { operation: `GET ${list}`, where: ({ status }) => status !== 'ACTIVE' },
      });
      fixture({
        parameter: 'deviceIntegrationId',
        make: { operation: `POST ${integration}/lifecycle/activate`, changes: true },
        remove: [`POST ${integration}/lifecycle/deactivate`],
        parents: [off],
      });
    },
    {
      tiers: 'write,org',
      before: async (started) => {
        // An administrator activates it while the run waits.
        started.after(1, () => {
          const all = started.administrator('GET', list) as unknown as { id: string; status: string }[];
          id = all.find(({ status }) => status !== 'ACTIVE')?.id ?? '';
          started.administrator('POST', `${list}/${id}/lifecycle/activate`);
        });
      },
    },
  );
  expect(id).not.toBe('');
  // A probe for an object that does not exist changes nothing.
  const writes = org.requests().filter(({ method, path }) => method !== 'GET' && !path.includes(nobodysId));
  expect(writes).toEqual([]);
  expect(org.administrator('GET', `${list}/${id}`)).toMatchObject({ status: 'ACTIVE' });
  expect(leftovers).toEqual([]);
  expect(results.get(`POST ${integration}/lifecycle/activate`)?.outcome).toMatchObject({
    kind: 'inconclusive',
    detail: 'someone else changed it during the run',
  });
});
