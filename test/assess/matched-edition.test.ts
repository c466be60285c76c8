import { describe, expect, test } from 'vitest';
import { Accumulator } from '../../src/assess/accumulator.js';
import { editionMatchOfRun } from '../../src/assess/edition-match.js';
import type { Catalogue } from '../../src/contract/catalogue.js';
import { createCheck } from '../../src/contract/check.js';
import type { Schema } from '../../src/contract/model.js';
import { makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import { editionsText } from '../../src/report/render/texts.js';
import { smallCatalogue } from '../contract/small-catalogue.js';

/** Three editions change it: 2025.08.0, 2025.10.0 and 2026.03.0. */
const thing: Schema = {
  type: 'object',
  required: ['id', 'first'],
  properties: {
    id: { type: 'string' },
    first: { type: 'string', addedIn: '2025.08.0' },
    second: { type: 'string', addedIn: '2025.10.0' },
    third: { type: 'string', addedIn: '2026.03.0' },
    old: { not: {}, removedIn: '2026.03.0' },
    plain: { type: 'string' },
  },
  unevaluatedProperties: false,
};
const id = 'GET /api/v1/things/{thingId}';
const catalogueOf = (from: string, to: string) =>
  smallCatalogue({ [id]: { answers: { 200: { schema: 'thing.schema.json' } } } }, { thing }, { from, to });
const catalogues = [
  catalogueOf('2024.08.3', '2025.08.0'),
  catalogueOf('2025.08.0', '2025.10.0'),
  catalogueOf('2025.08.0', '2026.03.0'),
  catalogueOf('2024.08.3', '2026.05.1'),
  catalogueOf('2026.03.0', '2026.05.1'),
];

function matchOf(catalogue: Catalogue, body: Json): string | undefined {
  const operation = catalogue.operations.get(id);
  if (!operation) throw new Error('no contract');
  const accumulator = new Accumulator(catalogue, operation);
  const exchange = makeExchange({
    id: '1',
    request: { method: 'GET', url: 'https://org/api/v1/things/1' },
    response: { status: 200, headers: { 'content-type': 'application/json' }, body },
  });
  accumulator.add(exchange, createCheck(catalogue)(operation, exchange));
  return accumulator.result().matches;
}

const all = { id: '1', first: 'x', second: 'x', third: 'x' };
describe.each(
  catalogues.map((catalogue) => [catalogue.edition.previous, catalogue.edition.edition, catalogue] as const),
)('from %s to %s', (_, __, catalogue) => {
  test('the newest edition whose changes the response has', () => {
    expect(matchOf(catalogue, all)).toBe('2026.03.0');
  });

  test('a location that a newer edition removed: the one before that', () => {
    expect(matchOf(catalogue, { id: '1', first: 'x', second: 'x', old: 1 })).toBe('2025.10.0');
  });
});

test('a required location that is missing: the last edition without it', () => {
  expect(matchOf(catalogues[0] as Catalogue, { id: '1', old: 1 })).toBe('2025.01.1');
  expect(matchOf(catalogues[3] as Catalogue, { id: '1', old: 1 })).toBe('2025.01.1');
});

test('without a sign of an edition, there is no match', () => {
  const catalogue = smallCatalogue({ [id]: { answers: { 200: { body: 'any' } } } }, {}, {});
  expect(matchOf(catalogue, {})).toBeUndefined();
  expect(editionMatchOfRun([])).not.toHaveProperty('editions');
  expect(editionsText({ editionMatch: editionMatchOfRun([]) })).toBe('');
});

test('a report counts the operations of each edition', () => {
  const operations = ['2026.03.0', '2025.08.0', undefined, '2026.03.0'].map((matches) => ({ matches }));
  const editionMatch = editionMatchOfRun(operations as never);
  expect(editionMatch.editions).toEqual({ '2025.08.0': 1, '2026.03.0': 2 });
  expect(editionsText({ editionMatch })).toBe('2026.03.0 2 · 2025.08.0 1');
});
