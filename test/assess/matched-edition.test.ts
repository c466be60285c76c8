import { describe, expect, test } from 'vitest';
import { Accumulator } from '../../src/assess/accumulator.js';
import { editionMatchOf, editionMatchOfRun } from '../../src/assess/edition-match.js';
import { matchedEdition } from '../../src/assess/matched-edition.js';
import type { Catalogue } from '../../src/contract/catalogue.js';
import { createCheck } from '../../src/contract/check.js';
import type { Schema } from '../../src/contract/model.js';
import type { Change } from '../../src/domain/change.js';
import { makeExchange } from '../../src/domain/exchange.js';
import { type Finding, makeFinding } from '../../src/domain/finding.js';
import type { Json } from '../../src/domain/json.js';
import type { OperationResult } from '../../src/domain/outcome.js';
import { editionMatchText, editionsText } from '../../src/report/render/texts.js';
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

function resultOf(catalogue: Catalogue, body: Json, status = 200): OperationResult {
  const operation = catalogue.operations.get(id);
  if (!operation) throw new Error('no contract');
  const accumulator = new Accumulator(catalogue, operation);
  const exchange = makeExchange({
    id: '1',
    request: { method: 'GET', url: 'https://org/api/v1/things/1' },
    response: { status, headers: { 'content-type': 'application/json' }, body },
  });
  accumulator.add(exchange, createCheck(catalogue)(operation, exchange));
  return accumulator.result();
}

function matchOf(catalogue: Catalogue, body: Json, status = 200): string | undefined {
  return resultOf(catalogue, body, status).matches;
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
  expect(editionMatchOfRun([], [])).not.toHaveProperty('editions');
  expect(editionsText({ editionMatch: editionMatchOfRun([], []) })).toBe('');
});

test('a report counts the operations of each edition', () => {
  const operations = ['2026.03.0', '2025.08.0', undefined, '2026.03.0'].map((matches) => ({ matches }));
  const editionMatch = editionMatchOfRun(operations as never, []);
  expect(editionMatch.editions).toEqual({ '2025.08.0': 1, '2026.03.0': 2 });
  expect(editionsText({ editionMatch })).toBe('2026.03.0 2 · 2025.08.0 1');
});

describe('changes of values, statuses and operations outside the step', () => {
  const step = { from: '2024.08.3', to: '2025.08.0' };
  const laterStep = { from: '2026.03.0', to: '2026.05.1' };
  const withValue = (value: Schema) => ({ ...thing, properties: { id: { type: 'string' }, value } });
  const operationOf = (schema: Schema, chosen: typeof step, entry: object = {}) =>
    smallCatalogue(
      { [id]: { answers: { 200: { schema: 'thing.schema.json' } }, ...entry } },
      { thing: { ...schema, required: ['id'] } as Schema },
      chosen,
    );
  const retyped = withValue({ type: 'integer', changedIn: '2025.10.0', was: 'a text', before: { type: 'string' } });

  test.each([step, laterStep])('a changed type, from $from to $to', (chosen) => {
    const catalogue = operationOf(retyped, chosen);
    expect(matchOf(catalogue, { id: '1', value: 1 })).toBe('2025.10.0');
    expect(matchOf(catalogue, { id: '1', value: 'x' })).toBe('2025.08.0');
    expect(matchOf(catalogue, { id: '1' })).toBeUndefined();
  });

  test.each([step, laterStep])('a changed format of a text, from $from to $to', (chosen) => {
    const time = { type: 'string', pattern: '^[0-9]+$', changedIn: '2025.10.0', was: 'ISO 8601 date-time' };
    const catalogue = operationOf(withValue(time), chosen);
    expect(matchOf(catalogue, { id: '1', value: '1767225600' })).toBe('2025.10.0');
    expect(matchOf(catalogue, { id: '1', value: '2026-01-01T00:00:00.000Z' })).toBe('2025.08.0');
  });

  test('a value that changed twice', () => {
    const first = { changedIn: '2025.10.0', was: 'a text', before: { type: 'string' } };
    const twice: Schema = { type: 'boolean', changedIn: '2026.03.0', was: 'an integer', before: { type: 'integer' } };
    const catalogue = operationOf(withValue({ ...twice, history: [first] }), step);
    const matches = ['x', 1, true].map((value) => matchOf(catalogue, { id: '1', value }));
    expect(matches).toEqual(['2025.08.0', '2025.10.0', '2026.03.0']);
  });

  test('a changed value in a list, and in one variant', () => {
    const marked: Schema = { type: 'integer', changedIn: '2025.10.0', was: 'a text', before: { type: 'string' } };
    const item: Schema = { type: 'object', properties: { kind: { type: 'string' } } };
    const variant: Schema = { if: { properties: { kind: { const: 'A' } } }, then: { properties: { value: marked } } };
    const list: Schema = { type: 'array', items: { ...item, allOf: [variant] } };
    const catalogue = operationOf(withValue(list), step);
    expect(matchOf(catalogue, { id: '1', value: [{ kind: 'B', value: 1 }] })).toBeUndefined();
    expect(matchOf(catalogue, { id: '1', value: [{ kind: 'A', value: 1 }] })).toBe('2025.10.0');
  });

  test('a status that a later edition adds or removes', () => {
    const schema = 'thing.schema.json';
    const answers = { 200: { schema, removedIn: '2026.03.0' }, 201: { schema, addedIn: '2026.03.0' } };
    const catalogue = operationOf(withValue({}), step, { answers });
    expect(matchOf(catalogue, { id: '1' }, 200)).toBe('2025.10.0');
    expect(matchOf(catalogue, { id: '1' }, 201)).toBe('2026.03.0');
  });

  const unknownPath = { errorCode: 'E0000022', errorSummary: 'The endpoint does not support the provided HTTP method' };
  test('an operation that an earlier edition adds: without it, the org may lack a feature', () => {
    const catalogue = operationOf(withValue({}), laterStep, { addedIn: '2025.10.0' });
    expect(matchOf(catalogue, { id: '1' })).toBe('2025.10.0');
    expect(matchOf(catalogue, unknownPath, 405)).toBeUndefined();
  });

  test('an operation that a later edition removes', () => {
    const catalogue = operationOf(withValue({}), step, { removedIn: '2025.10.0' });
    expect(matchOf(catalogue, { id: '1' })).toBeUndefined();
    expect(matchOf(catalogue, unknownPath, 405)).toBeUndefined();
  });

  test('an org that does not serve an operation, which a later edition removes, may have any edition', () => {
    const added = { category: 'new' as const, addedIn: '2025.08.0', removedIn: '2025.10.0' };
    const result = resultOf(operationOf(withValue({}), step, added), unknownPath, 405);
    expect(result).not.toHaveProperty('matches');
    expect(result.findings.map(({ message }) => message)).toEqual([
      'This org does not serve the operation yet (405); 2025.10.0 removes it',
    ]);
  });
});

describe('the edition of an org', () => {
  const published = ['2025.08.0', '2025.10.0', '2025.11.0', '2026.03.0', '2026.06.3'].map((edition) => ({
    edition,
    date: '2026-01',
    ...(edition === '2026.06.3' ? { sameAs: '2026.03.0' } : {}),
  }));
  const textOf = (...operations: { reached?: string; notYet?: string }[]) =>
    editionMatchText({ editionMatch: editionMatchOfRun(operations as never, published) });

  test('the newest edition of which it has a change, if it does not have one of the next edition', () => {
    expect(textOf({ reached: '2025.08.0' }, { reached: '2025.10.0' }, { notYet: '2025.11.0' })).toBe(
      'Migrated 0 · behaves as 2025.10.0',
    );
    expect(textOf({ reached: '2026.03.0' })).toBe('Migrated 0 · behaves as 2026.03.0');
  });

  test('all editions that its responses do not distinguish', () => {
    expect(textOf({ reached: '2025.10.0', notYet: '2026.03.0' })).toBe(
      'Migrated 0 · behaves as 2025.10.0 to 2025.11.0',
    );
    expect(textOf({ reached: '2025.08.0' })).toBe('Migrated 0 · behaves as 2025.08.0 to 2026.03.0');
    expect(textOf({ notYet: '2025.11.0' })).toBe('Migrated 0 · behaves as 2025.08.0 to 2025.10.0');
  });

  test('several editions if operations differ, and none without a sign', () => {
    expect(textOf({ reached: '2026.03.0' }, { notYet: '2025.10.0' })).toBe(
      'Migrated 0 · operations behave as 2025.08.0 to 2026.03.0',
    );
    expect(textOf({})).toBe('Migrated 0');
  });
});

test('an absent property that is optional shows no edition, whatever else the response violates', () => {
  const change: Change = {
    id: 'added /first',
    operation: id,
    kind: 'added',
    pointer: '/first',
    contract: '',
    edition: '2025.08.0',
  };
  const resultWith = (level: Finding['level']) => {
    const about = makeFinding(id, 200, {
      kind: 'unconfirmed',
      level,
      pointer: '/first',
      message: '',
      contract: '',
      change: change.id,
    });
    const other = makeFinding(id, 200, {
      kind: 'type',
      level: 'violation',
      pointer: '/id',
      message: '',
      contract: '',
    });
    const outcome = { kind: 'verified', verdict: 'violation' } as const;
    return { outcome, changes: [{ change, state: 'not applied' as const }], findings: [about, other] };
  };
  expect(matchedEdition(resultWith('notice'), [], [])).toEqual({});
  expect(matchedEdition(resultWith('stale'), [], [])).toEqual({ notYet: '2025.08.0' });
  expect(editionMatchOf(resultWith('notice'))).toBe('neither');
  expect(editionMatchOf(resultWith('stale'))).toBe('previous');
});

test('the absence of what an edition removed does not show that the org has reached it', () => {
  const result = resultOf(catalogueOf('2025.08.0', '2026.03.0'), { id: '1', first: 'x' });
  expect(result.reached).toBe('2025.08.0');
});
