import { expect, test } from 'vitest';
import type { ReferenceOrg } from '../../reference-org/index.js';
import { authenticate } from '../../src/org/auth/credentials.js';
import { createHttp } from '../../src/org/http.js';
import { readCreatedKinds } from '../../src/org/journal/created-kinds.js';
import { findCreated, sortByAge } from '../../src/org/journal/find-created.js';
import { CreatedObjects } from '../../src/org/journal/remove-created.js';
import { accessOf } from '../access-of.js';
import { carryOutSuites, readSuites } from './all-plans.js';

/** Finds and removes objects on an org by name, without a journal. */
async function sweepByName(org: ReferenceOrg) {
  const network = createHttp(30);
  const tiers = ['read', 'write'] as const;
  try {
    const { http } = authenticate(accessOf(org), network.http, tiers);
    const created = new CreatedObjects({ url: org.url, http, tiers, rateShare: 1, concurrency: 20 }, [100, 1_000]);
    const { objects, unread } = await findCreated(created.client, readCreatedKinds());
    const { undated, young } = sortByAge(objects, 3_600_000);
    return { objects, unread, undated, young, ...(await created.remove(objects)) };
  } finally {
    await network.close();
  }
}

const methodsOf = (org: ReferenceOrg) => org.requests().map(({ method }) => method);

test('sweep --all finds objects of the suites by name and removes them, and nothing else', async () => {
  const suites = await readSuites();
  const begun: string[][] = [];
  let seeded: string[] = [];
  await carryOutSuites(
    suites.keys(),
    {},
    {
      begin: (org) => {
        seeded = org.objects();
        org.fault({ kind: 'refused change', when: (method) => method === 'DELETE' });
      },
      end: async (org) => {
        org.recover();
        begun.push(org.leftovers());
        const before = org.requests().length;
        const { objects, unread, undated, young, removed, left } = await sweepByName(org);
        expect(unread).toEqual([]);
        expect(left).toEqual([]);
        expect(removed).toHaveLength(objects.length);
        expect([undated, young.length]).toEqual([[], objects.length]);
        const all = readCreatedKinds().map(({ kind }) => kind);
        expect(all.filter((kind) => !removed.some((object) => object.kind.kind === kind))).toEqual([]);
        // An authenticator cannot be deleted; the other two cannot have a name of the run.
        const kinds = org
          .leftovers()
          .map((object) => object.split(' ')[0])
          .sort();
        expect(kinds).toEqual(['aaguids', 'apiServices', 'authenticators']);
        expect(seeded.filter((object) => !org.objects().includes(object))).toEqual([]);
        const reads = methodsOf(org)
          .slice(before)
          .filter((method) => method === 'GET');
        expect(reads.length).toBeGreaterThan(2 * objects.length);
      },
    },
  );
  expect(begun[0]?.length).toBeGreaterThan(40);
});
