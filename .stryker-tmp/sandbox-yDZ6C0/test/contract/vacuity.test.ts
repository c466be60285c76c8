// @ts-nocheck
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { listFiles, listResources } from '../../src/contract/files.js';
import { Schemas } from '../../src/contract/schemas.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { claimsOf } from './check-samples.js';
import { loadSamples } from './read-samples.js';
import { loadPolicy, without } from './rules.js';

// A rule that can go without a sample noticing is a rule that nobody keeps: each is taken away in its turn.
const folder = ownContractsFolder();
const catalogue = loadCatalogue(folder);
const samples = loadSamples(folder, catalogue.schemas);
const read = new Map<string, unknown>();
const readFile = (file: string): unknown => {
  const known = read.get(file) ?? JSON.parse(readFileSync(join(folder, file), 'utf8'));
  read.set(file, known);
  return known;
};

const files = [...listResources(folder), 'shared'].flatMap((room) => listFiles(folder, room, '.schema.json'));

describe('a sample notices each rule', () => {
  test.each(files)('of %s', (file) => {
    const unnoticed = loadPolicy(readFile(file))
      .filter((rule) => !isNoticed(file, without(readFile(file), rule)))
      .map((rule) => rule.join('/'));
    expect(unnoticed.join('\n')).toBe('');
  });
});

function isNoticed(file: string, changed: unknown): boolean {
  const schemas = new Schemas(folder, (asked) => (asked === file ? changed : readFile(asked)));
  // Its own samples first: they are the ones that should notice.
  const nearest = [...samples].sort((a, b) => distance(a.place, file) - distance(b.place, file));
  return nearest
    .filter((sample) => distance(sample.place, file) < 2)
    .some((sample) =>
      claimsOf(sample, { ...catalogue, schemas }).some(({ said, found }) => {
        try {
          return JSON.stringify(found()) !== JSON.stringify(said);
        } catch {
          // What does not compile any more is noticed as well.
          return true;
        }
      }),
    );
}

function distance(place: string, file: string): number {
  if (place.split('#')[0] === file) return 0;
  return place.split('/')[0] === file.split('/')[0] ? 1 : 2;
}
