import { expect, test } from 'vitest';
import { assertionsOf, evaluate, placeWithin } from '../../src/contract/assertions.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { describeErrors } from '../../src/contract/describe.js';
import type { Schema } from '../../src/contract/model.js';
import type { Json } from '../../src/domain/json.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { loadSamples } from './read-samples.js';

const { schemas } = loadCatalogue();
const samples = loadSamples(ownContractsFolder(), schemas);

/** The assertions that a body violates: as counted for the evidence, and as the validator reports them. */
function violated(place: string, body: Json): { counted: string[]; reported: string[] } {
  const root = schemas.at(place);
  const counted = new Set<string>();
  evaluate(schemas, root, body, (id, isSatisfied) => void (isSatisfied || counted.add(id)));
  // Removed properties, and names and values that the contract does not know, are not assertions.
  const errors = schemas.validate(place, body).errors.filter(({ parentSchema }) => parentSchema?.not === undefined);
  const reported = describeErrors(errors, body, schemas, root).filter(
    ({ kind }) => kind !== 'undocumented' && kind !== 'unknown-value',
  );
  return { counted: [...counted].sort(), reported: [...new Set(reported.map(({ contract }) => contract))].sort() };
}

test.each(samples.map((sample) => [sample.file, sample] as const))(
  'the evidence of %s is counted for the assertions that the validator reports',
  (_, { place, valid, invalid, before }) => {
    const all = new Set(assertionsOf(schemas, schemas.at(place)).map(({ id }) => id));
    for (const body of [...Object.values(valid), ...[...invalid, ...before].map((one) => one.body)]) {
      const { counted, reported } = violated(place, body);
      expect(counted).toEqual(reported);
      expect(counted.filter((id) => !all.has(id))).toEqual([]);
    }
  },
);

test('a body without errors satisfies every assertion that applies to it', () => {
  const user = samples.find(({ place }) => place === 'users/user.schema.json');
  const seen = new Map<string, boolean>();
  const [body = null] = Object.values(user?.valid ?? {});
  evaluate(schemas, schemas.at('users/user.schema.json'), body, (id, isSatisfied) => seen.set(id, isSatisfied));
  expect(seen.size).toBeGreaterThan(10);
  expect([...seen.values()]).not.toContain(false);
});

test('an assertion of a shared schema belongs to the location that refers to it', () => {
  const found = samples.flatMap(({ place }) => assertionsOf(schemas, schemas.at(place)));
  const ofLinks = new Set(found.filter(({ pointer }) => pointer.endsWith('/_links/self/href')).map(({ id }) => id));
  expect(ofLinks.size).toBeGreaterThan(10);
  expect([...ofLinks].filter((id) => id.startsWith('shared/links'))).toEqual([]);
});

test('a part has its own place, except in shared schemas', () => {
  const organization = schemas.at('org-metadata/org-metadata.schema.json');
  const own = 'org-metadata/org-metadata.schema.json#';
  const id = organization.properties?.id as Schema;
  expect(placeWithin(schemas, organization, own, id)).toBe(`${own}/properties/id`);
  const error = schemas.at('shared/error.schema.json');
  const place = `${own}/properties/failure`;
  // Entering a shared schema keeps the place; inside of it, the place grows.
  expect(placeWithin(schemas, organization, place, error)).toBe(place);
  expect(placeWithin(schemas, error, place, error.properties?.errorCode as Schema)).toBe(
    `${place}/properties/errorCode`,
  );
});
