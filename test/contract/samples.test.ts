import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { listFiles, listResources } from '../../src/contract/files.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { claimsOf, createClaimCheck, objectsIn } from './check-samples.js';
import { generalPointer } from './general-pointer.js';
import { loadSamples } from './read-samples.js';

const folder = ownContractsFolder();
const catalogue = loadCatalogue(folder);
const samples = loadSamples(folder, catalogue.schemas);

test('every schema has samples', () => {
  const sampled = new Set(samples.map((sample) => sample.place.split('#')[0]));
  const all = [...listResources(folder), 'shared'].flatMap((resource) => listFiles(folder, resource, '.schema.json'));
  // Requests and imported operations are written from the documents, and tested in requests.test.ts and imported.test.ts.
  const written = all.filter((file) => !/\/(requests|documented)\.schema\.json$/.test(file));
  expect(written.filter((file) => !sampled.has(file))).toEqual([]);
});

describe.each(samples.map((sample) => [sample.file, sample] as const))('%s', (_, sample) => {
  const check = createClaimCheck(sample, catalogue);

  for (const claim of claimsOf(sample)) {
    test(claim.title, () => {
      expect(check(claim)).toEqual(claim.expected);
    });
  }

  test('`open` names objects of its samples', () => {
    for (const [name, pointers] of Object.entries(sample.open)) {
      const body = sample.valid[name] ?? null;
      const objects = new Set(objectsIn(body, '').map((pointer) => generalPointer(body, pointer)));
      expect(pointers.filter((pointer) => !objects.has(pointer))).toEqual([]);
    }
  });
});
