import { expect, test } from 'vitest';
import { loadCatalogue, schemaPlace } from '../../src/contract/catalogue.js';
import { listSchemas } from '../../src/contract/files.js';
import type { Schema } from '../../src/contract/model.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { brokenValues, exampleOf } from './broken-values.js';

// An import writes what only a document states. Nobody has seen a response with it, so that it has no samples: values are made
// from its schemas. `npm run evidence -- FOLDER --check` compares each of its assertions with the document.
const folder = ownContractsFolder();
const written = loadCatalogue(folder, {});
const [from, to] = [written.edition.edition, written.editions.at(-1)?.edition ?? ''];
const catalogue = loadCatalogue(folder, { from, to });
const { schemas } = catalogue;
const operations = [...catalogue.operations.values()].filter(({ addedIn }) => addedIn !== undefined);

const bodies = operations.flatMap((operation) =>
  [operation.request, ...Object.values(operation.answers).map(({ schema }) => schema)].flatMap((schema) =>
    schema ? schemaPlace(operation, schema) : [],
  ),
);
const properties = listSchemas(folder).flatMap((file) => addedPlaces(schemas.document(file)));
const places = [...new Set([...bodies, ...properties])].sort();

/** The places of the properties that the step adds. */
function addedPlaces(node: object): string[] {
  const { addedIn } = node as Schema;
  const own = addedIn === undefined ? [] : [schemas.placeOf(node)];
  return [
    ...own,
    ...Object.values(node).flatMap((child) => (child && typeof child === 'object' ? addedPlaces(child) : [])),
  ];
}

test('the newest edition adds operations and locations', () => {
  expect(operations.length).toBeGreaterThanOrEqual(43);
  expect(bodies.length).toBeGreaterThanOrEqual(30);
  expect(properties.length).toBeGreaterThanOrEqual(55);
});

test('a value with all properties of an imported schema matches it', () => {
  const wrong = places.flatMap((place) =>
    schemas
      .validate(place, exampleOf(schemas, schemas.at(place)))
      .errors.map(({ instancePath, keyword }) => `${place} ${instancePath} ${keyword}`),
  );
  expect(wrong).toEqual([]);
});

test('each rule of an imported schema finds a value that breaks it', () => {
  const all = places.flatMap((place) => {
    const schema = schemas.at(place);
    return [...brokenValues(schemas, schema, exampleOf(schemas, schema))].map(([rule, value]) => ({
      rule: `${place} ${rule}`,
      isFound: schemas.validate(place, value).errors.length > 0,
    }));
  });
  expect(all.filter(({ isFound }) => !isFound).map(({ rule }) => rule)).toEqual([]);
  expect(all.length).toBeGreaterThanOrEqual(400);
});
