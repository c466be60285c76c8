import { describe, expect, test } from 'vitest';
import { chosenInEnvironment } from '../../src/config/chosen-step.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { changesOf } from '../../src/contract/changes.js';
import { createCheck } from '../../src/contract/check.js';
import type { Schema } from '../../src/contract/model.js';
import { makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { smallCatalogue } from './small-catalogue.js';

const chosen = { from: '2025.08.0', to: '2026.03.0' };
const thing: Schema = {
  type: 'object',
  required: ['id', 'later', 'added'],
  properties: {
    id: { type: 'string' },
    since: { type: 'string', addedIn: '2025.08.0' },
    added: { type: 'string', addedIn: '2025.10.0' },
    later: { type: 'string', addedIn: '2026.05.1' },
    gone: { not: {}, removedIn: '2025.08.0' },
    removed: { not: {}, removedIn: '2026.03.0' },
    kept: { not: {}, removedIn: '2026.05.1' },
    changed: { type: 'string', changedIn: '2026.05.1', was: 'an object' },
    named: { $ref: '#/$defs/named', properties: { label: { addedIn: '2026.05.1' } } },
  },
  $defs: { named: { type: 'object', required: ['name', 'label'], properties: { label: { type: 'string' } } } },
  unevaluatedProperties: false,
};
const answers = { 200: { schema: 'thing.schema.json' } };
const one = 'GET /api/v1/things/{thingId}';
const catalogue = smallCatalogue(
  {
    [one]: { answers },
    'POST /api/v1/things': { answers, request: 'thing.schema.json' },
    'GET /api/v1/things/later': { answers, addedIn: '2026.05.1' },
    'GET /api/v1/things/gone': { answers, removedIn: '2025.08.0' },
    'GET /api/v1/things/new': { answers, addedIn: '2025.10.0' },
  },
  { thing },
  chosen,
);
const check = createCheck(catalogue);

/** The findings about a body. */
function found(body: Json, id: string = one, method = 'GET') {
  const operation = catalogue.operations.get(id as typeof one);
  if (!operation) throw new Error(`no contract of ${id}`);
  const { findings, verdict } = check(
    operation,
    makeExchange({
      id: '1',
      request: { method, url: 'https://org/api/v1/things/1', ...(method === 'POST' && { body }) },
      response: {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: method === 'POST' ? { id: '1', added: 'x' } : body,
      },
    }),
  );
  return [verdict, ...findings.map(({ level, kind, message }) => `${level} ${kind}: ${message}`)];
}

describe('the check of a step', () => {
  const good = { id: '1', added: 'x' };

  test('accepts what both editions have', () => {
    expect(found({ ...good, since: 'x', kept: 1, changed: {} })).toEqual(['pass']);
  });

  test('a location that a later edition adds is a notice at most', () => {
    expect(found({ ...good, later: 'x' })).toEqual([
      'pass',
      'notice undocumented: `later` was added in 2026.05.1, after the editions of this run',
    ]);
  });

  test('a location that a later edition adds is not required, wherever the contract requires it', () => {
    expect(found({ ...good, named: {} })).toEqual(['pass', 'warning missing: Missing required property `name`']);
  });

  test('a location that an earlier edition removed is a warning', () => {
    expect(found({ ...good, gone: 'x' })).toEqual(['pass', 'warning removed: `gone` was removed in 2025.08.0']);
  });

  test('changes of the step are not applied yet', () => {
    expect(found({ id: '1', removed: 1 })).toEqual([
      'stale',
      'stale not-yet: `added` was added in 2025.10.0 but is not returned yet',
      'stale removed: `removed` was removed in 2026.03.0 but is still returned',
    ]);
  });

  test('a form that a later edition changes is the former one', () => {
    expect(found({ ...good, changed: 'x' })).toEqual([
      'pass',
      'warning type: Expected object, got a string of 1 character',
    ]);
  });

  test('requests are checked in the same way', () => {
    expect(found({ ...good, later: 'x', gone: 'x', kept: 1 }, 'POST /api/v1/things', 'POST')).toEqual([
      'pass',
      expect.stringContaining('notice request: `later` was added in 2026.05.1'),
      expect.stringContaining('warning request: `gone` was removed in 2025.08.0'),
      expect.stringContaining('warning request: The org accepted a request that no edition accepts'),
    ]);
  });

  test('only its changes and its operations are selected', () => {
    const operation = catalogue.operations.get(one);
    expect(operation && changesOf(catalogue, operation).map(({ id }) => id)).toEqual([
      `${one}: added /added`,
      `${one}: removed /removed`,
    ]);
    expect([...catalogue.operations.keys()]).toEqual([one, 'POST /api/v1/things', 'GET /api/v1/things/new']);
    expect([...catalogue.others.keys()]).toEqual(['GET /api/v1/things/later', 'GET /api/v1/things/gone']);
    expect(catalogue.edition).toMatchObject({ edition: '2026.03.0', previous: '2025.08.0', apiVersion: '2026.03.0' });
  });
});

describe('the choice of a step', () => {
  const folder = ownContractsFolder();

  test('the default is the step of the contracts', () => {
    expect(chosenInEnvironment({ OKTA_CONTRACTS_FROM: ' ', OKTA_CONTRACTS_TO: '2026.03.0' })).toEqual({
      from: undefined,
      to: '2026.03.0',
    });
    const { edition, editions, others } = loadCatalogue(folder, {});
    expect(edition).toMatchObject({ previous: '2024.08.3', edition: '2025.08.0', apiVersion: '5.1.0' });
    expect(editions.map((one) => one.edition)).toEqual([...editions.map((one) => one.edition)].sort());
    expect(others.size).toBeGreaterThanOrEqual(0);
  });

  test.each([
    [
      { from: '2024.08.4' },
      /^OKTA_CONTRACTS_FROM \(--from\) is not a known edition: use 2024\.08\.3, .* or 2026\.06\.3\.$/,
    ],
    [{ to: '00secret' }, /^OKTA_CONTRACTS_TO \(--to\) is not a known edition/],
    [
      { from: '2026.03.0' },
      /^OKTA_CONTRACTS_FROM \(--from\) is 2026\.03\.0, which is after 2025\.08\.0 of OKTA_CONTRACTS_TO \(--to\): choose/,
    ],
    [
      { from: '2025.08.0', to: '2025.08.0' },
      /are both 2025\.08\.0: choose an edition before 2025\.08\.0 for --from, or one after 2025\.08\.0 for --to/,
    ],
    [{ to: '2024.08.3' }, /are both 2024\.08\.3: choose one after 2024\.08\.3 for --to\.$/],
    [{ from: '2026.06.3', to: '2026.06.3' }, /choose an edition before 2026\.06\.3 for --from\.$/],
  ])('%j is refused with one sentence', (step, sentence) => {
    const load = () => loadCatalogue(folder, step);
    expect(load).toThrow(sentence);
    expect(load).not.toThrow('secret');
  });
});
