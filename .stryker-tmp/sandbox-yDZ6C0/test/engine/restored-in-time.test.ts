// @ts-nocheck
import { expect, test } from 'vitest';
import { carryOut } from './carry-out.js';

const integration = '/api/v1/device-integrations/{deviceIntegrationId}';

test('with low rate limits a changed setting is restored within a second, even if many requests wait', async () => {
  const { org, leftovers } = await carryOut(
    'device-integrations',
    ({ call, fixture }) => {
      const off = fixture({
        parameter: 'deviceIntegrationId',
        found: { operation: 'GET /api/v1/device-integrations', where: ({ status }) => status !== 'ACTIVE' },
      });
      const on = fixture({
        parameter: 'deviceIntegrationId',
        make: { operation: `POST ${integration}/lifecycle/activate`, changes: true },
        remove: [`POST ${integration}/lifecycle/deactivate`],
        parents: [off],
      });
      call(`GET ${integration}`, { on });
      for (let i = 0; i < 40; i += 1) call('GET /api/v1/behaviors', { query: { limit: String(i + 1) } });
    },
    { tiers: 'write,org', limits: { perMinute: 14, windowMs: 1_000 } },
  );
  const at = (end: string) => org.requests().find(({ path }) => path.endsWith(end))?.at ?? Number.NaN;
  expect(at('/deactivate') - at('/activate')).toBeLessThan(1_000);
  expect(leftovers).toEqual([]);
  // More than half of the limit, which is the share of this run.
  expect(org.requests().length).toBeGreaterThan(4);
});
