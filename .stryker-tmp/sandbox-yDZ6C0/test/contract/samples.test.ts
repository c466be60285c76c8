// @ts-nocheck
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { listFiles, listResources } from '../../src/contract/files.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { claimsOf } from './check-samples.js';
import { loadSamples } from './read-samples.js';

const folder = ownContractsFolder();
const catalogue = loadCatalogue(folder);
const samples = loadSamples(folder, catalogue.schemas);

test('every schema has samples', () => {
  const sampled = new Set(samples.map((sample) => sample.place.split('#')[0]));
  const all = [...listResources(folder), 'shared'].flatMap((resource) => listFiles(folder, resource, '.schema.json'));
  expect(all.filter((file) => !sampled.has(file))).toEqual([]);
});

describe.each(samples.map((sample) => [sample.file, sample] as const))('%s', (_, sample) => {
  for (const { title, said, found } of claimsOf(sample, catalogue)) {
    test(title, () => {
      expect(found()).toEqual(said);
    });
  }
});
