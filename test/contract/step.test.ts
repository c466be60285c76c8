import { describe, expect, test } from 'vitest';
import type { Schema } from '../../src/contract/model.js';
import { entryIn } from '../../src/contract/operation-step.js';
import { compareEditions, phaseOf, type Step, schemaIn } from '../../src/contract/step.js';

const step: Step = { from: '2025.08.0', to: '2026.03.0' };
const [before, inside, after] = ['2025.01.1', '2025.10.0', '2026.05.1'];

/** A property of the step, and whether its object requires it. */
function inStep(property: Schema, isRequired = false): [Schema | undefined, boolean] {
  const schema: Schema = { properties: { a: property }, required: isRequired ? ['a', 'b'] : ['b'] };
  const { properties, required } = schemaIn(step, schema);
  return [withoutOthers(properties?.a), required?.includes('a') ?? false];
}

/** A schema of a step without the changes of editions outside it: they do not describe its values. */
function withoutOthers(schema: Schema | undefined): Schema | undefined {
  if (!schema) return undefined;
  const { otherChanges: _, ...rest } = schema;
  return rest;
}

test('editions are compared by their numbers', () => {
  const sorted = ['2025.10.0', '2025.8.11', '2025.8.2', '2024.12.1'].sort(compareEditions);
  expect(sorted).toEqual(['2024.12.1', '2025.8.2', '2025.8.11', '2025.10.0']);
  expect(compareEditions('2025.08.0', '2025.08.0')).toBe(0);
});

describe('the phase of a location', () => {
  test.each([
    [{}, 'ordinary'],
    [{ addedIn: before }, 'ordinary'],
    [{ addedIn: step.from }, 'ordinary'],
    [{ addedIn: inside }, 'added'],
    [{ addedIn: step.to }, 'added'],
    [{ addedIn: after }, 'later'],
    [{ removedIn: before }, 'gone'],
    [{ removedIn: inside }, 'removed'],
    [{ removedIn: after }, 'ordinary'],
    [{ addedIn: before, removedIn: inside }, 'removed'],
    [{ addedIn: inside, removedIn: '2026.03.0' }, 'gone'],
    [{ addedIn: inside, removedIn: after }, 'added'],
    [{ history: [{ removedIn: before }], addedIn: inside }, 'added'],
    [{ history: [{ removedIn: before }], addedIn: after }, 'later'],
    [{ history: [{ removedIn: inside }], addedIn: after }, 'removed'],
    [{ history: [{ removedIn: '2025.09.0' }], addedIn: inside }, 'ordinary'],
  ])('%j: %s', (marks, phase) => {
    expect(phaseOf(marks, step)).toBe(phase);
  });
});

describe('a property', () => {
  test('a schema without marks of other editions is returned as it is', () => {
    const schema: Schema = {
      required: ['a'],
      properties: {
        a: { type: 'string', addedIn: inside },
        b: { not: {}, removedIn: step.to },
        c: { type: 'string', changedIn: inside, was: 'an object' },
        d: { items: { properties: { e: { type: 'string', requiredIn: inside } } } },
      },
      allOf: [{ if: { properties: { a: { const: 'A' } } }, then: { properties: { b: { type: 'string' } } } }],
    };
    expect(schemaIn(step, schema)).toBe(schema);
  });

  test.each<[string, Schema, boolean, Schema, boolean]>([
    [
      'added before: ordinary',
      { type: 'string', addedIn: before, when: 'a feature is on' },
      true,
      { type: 'string', addedBefore: before },
      true,
    ],
    ['added later: a notice, not required', { type: 'string', addedIn: after }, true, { addedLater: after }, false],
    ['removed before: must not be there', { not: {}, removedIn: before }, true, { removedBefore: before }, false],
    [
      'removed before, disputed: ordinary',
      { type: 'string', removedIn: before, disputed: 'orgs return it' },
      true,
      { type: 'string' },
      true,
    ],
    ['read-only, removed before: read-only', { readOnly: true, removedIn: before }, false, { readOnly: true }, false],
    [
      'removed later: with its former keywords',
      { not: {}, removedIn: after, before: { type: 'string' } },
      true,
      { type: 'string', removedLater: after },
      true,
    ],
    ['removed in the step: not required', { not: {}, removedIn: inside }, true, { not: {}, removedIn: inside }, false],
    ['required before: required', { type: 'string', requiredIn: before }, false, { type: 'string' }, true],
    ['required later: not required', { type: 'string', requiredIn: after }, true, { type: 'string' }, false],
    [
      'added in the step, required later',
      { type: 'string', addedIn: inside, requiredIn: after },
      true,
      { type: 'string', addedIn: inside },
      false,
    ],
    [
      'changed before: the new form',
      { type: 'string', changedIn: before, was: 'an object' },
      false,
      { type: 'string' },
      false,
    ],
    [
      'changed later: the former form',
      { type: 'string', changedIn: after, was: 'an object' },
      false,
      { type: 'object' },
      false,
    ],
    [
      'removed in the step, added again later',
      { type: 'string', history: [{ removedIn: inside }], addedIn: after },
      true,
      { not: {}, removedIn: inside },
      false,
    ],
  ])('%s', (_, property, isRequired, expected, isRequiredInStep) => {
    expect(inStep(property, isRequired)).toEqual([expected, isRequiredInStep]);
  });

  test.each<[string, Schema]>([
    ['an object or a text', { type: ['object', 'string'] }],
    ['a list of operations', { type: 'array' }],
    ['null', { type: 'null' }],
    ['ISO 8601 date-time', { type: 'string', format: 'date-time' }],
    ['any value', {}],
    ['maxLength 1024', { type: 'string', maxLength: 1024, openEnum: ['A'] }],
    ['without limits', { type: 'string', openEnum: ['A'] }],
    ['read-only', { type: 'string', maxLength: 9, pattern: 'x', openEnum: ['A'], readOnly: true }],
    ['one of B, C', { type: 'string', maxLength: 9, pattern: 'x', openEnum: ['B', 'C'] }],
  ])('the form that was %s', (was, form) => {
    expect(inStep({ type: 'string', maxLength: 9, pattern: 'x', openEnum: ['A'], changedIn: after, was })[0]).toEqual(
      form,
    );
  });

  test('several changes: the form of the last edition, and the change of the step', () => {
    const property: Schema = {
      type: 'integer',
      changedIn: after,
      was: 'a number',
      before: { type: 'number', minimum: 1 },
      history: [
        { changedIn: before, was: 'an object' },
        { changedIn: inside, was: 'a text', before: { type: 'string' } },
      ],
    };
    expect(inStep(property)[0]).toEqual({
      type: 'number',
      minimum: 1,
      changedIn: inside,
      was: 'a text',
      before: { type: 'string' },
    });
    const formIn = (from: string, to: string) =>
      withoutOthers(schemaIn({ from, to }, { properties: { a: property } }).properties?.a);
    expect(formIn('2024.08.3', '2024.12.1')).toEqual({ type: 'object' });
    expect(formIn('2026.05.1', '2026.06.3')).toEqual({ type: 'integer' });
    expect(schemaIn(step, { properties: { a: property } }).properties?.a?.otherChanges).toEqual([
      { edition: before, before: { type: 'object' }, after: { type: 'string' } },
      { edition: after, before: { type: 'number', minimum: 1 }, after: { type: 'integer' } },
    ]);
  });

  test('the form before a change can have marks of its own', () => {
    const removed: Schema = {
      not: {},
      removedIn: after,
      before: { type: 'string', addedIn: inside, when: 'it is set' },
    };
    expect(inStep(removed, true)).toEqual([
      expect.objectContaining({ type: 'string', addedIn: inside, when: 'it is set', removedLater: after }),
      true,
    ]);
    const changed: Schema = { type: 'integer', changedIn: after, was: 'a text', before: removed.before as Schema };
    expect(inStep(changed)[0]).toEqual({ type: 'string', addedIn: inside, when: 'it is set' });
    const whole = { from: '2025.01.1', to: '2026.06.3' };
    expect(schemaIn(whole, { properties: { removed, changed } }).properties).toEqual({
      removed: { removedBefore: after },
      changed: { type: 'integer', addedIn: inside },
    });
  });

  test.each<[string, (schema: Schema) => Schema]>([
    ['items', (schema) => ({ items: schema })],
    ['values of a map', (schema) => ({ additionalProperties: schema })],
    ['an alternative', (schema) => ({ allOf: [{ if: { properties: {} }, then: schema, else: schema }] })],
    ['a definition', (schema) => ({ $defs: { thing: schema } })],
    ['a property', (schema) => ({ properties: { thing: schema } })],
  ])('marks are found in %s', (_, wrap) => {
    const [marked, plain] = [{ addedIn: after }, { addedLater: after }].map((a) => wrap({ properties: { a } }));
    expect(schemaIn(step, marked as Schema)).toEqual(plain);
  });
});

describe('an operation', () => {
  const defaults = { from: '2024.08.3', to: '2025.08.0' };
  const entry = { category: 'compatible' as const, oauthScopes: [], answers: { 200: { body: 'any' as const } } };

  test.each([
    ['new', {}, 'compatible', true],
    ['new', { addedIn: before }, 'compatible', true],
    ['new', { addedIn: inside }, 'new', true],
    ['new', { addedIn: after }, 'compatible', false],
    ['compatible', { removedIn: before }, 'compatible', false],
    ['breaking', { removedIn: inside }, 'deprecated', true],
    ['breaking', { removedIn: after }, 'compatible', true],
    ['deprecated', {}, 'deprecated', true],
    ['fixture', {}, 'compatible', true],
  ] as const)('%s %j is %s, selected: %s', (category, marks, expected, isSelected) => {
    const result = entryIn(step, { ...entry, category, ...marks }, defaults);
    expect([result.entry.category, result.isSelected]).toEqual([expected, isSelected]);
  });

  test('the default step keeps the category, and does not select what a later edition adds', () => {
    for (const category of ['new', 'breaking', 'deprecated', 'fixture', 'compatible'] as const)
      expect(entryIn(defaults, { ...entry, category }, defaults)).toEqual({
        entry: { ...entry, category, ...(category === 'new' ? { addedIn: defaults.to } : {}) },
        isSelected: true,
      });
    expect(entryIn(defaults, { ...entry, category: 'new', addedIn: inside }, defaults).isSelected).toBe(false);
    const earlier = entryIn({ from: '2024.08.3', to: before }, { ...entry, category: 'deprecated' }, defaults);
    expect(earlier.entry.category).toBe('compatible');
  });

  test('statuses', () => {
    const answers = {
      200: { body: 'any' as const, removedIn: before },
      201: { body: 'any' as const, addedIn: before },
      202: { body: 'any' as const, addedIn: inside },
      203: { body: 'any' as const, removedIn: inside },
      204: { body: 'any' as const, addedIn: after },
      205: { body: 'any' as const, removedIn: after },
    };
    const addedErrors = { 409: before, 412: inside, 415: after };
    const {
      answers: next,
      errors,
      addedErrors: added,
    } = entryIn(step, { ...entry, answers, addedErrors }, defaults).entry;
    const plain = { body: 'any' };
    expect(next).toEqual({
      201: { ...plain, addedOutside: before },
      202: answers[202],
      203: answers[203],
      204: { ...plain, addedOutside: after },
      205: { ...plain, removedLater: after },
    });
    expect([errors, added]).toEqual([[409, 415], { 412: inside }]);
  });

  test('query parameters and headers', () => {
    const query = {
      plain: { type: 'string' },
      since: { type: 'string', addedIn: before },
      added: { type: 'string', addedIn: inside },
      later: { type: 'string', addedIn: after },
      gone: { type: 'string', removedIn: before },
      needed: { type: 'string', requiredIn: before },
      neededLater: { type: 'string', requiredIn: after },
      changedLater: { type: 'string', changedIn: after, was: 'an integer' },
    };
    const next = entryIn(step, { ...entry, query, requiredQuery: ['plain'] }, defaults).entry;
    expect(next.query).toEqual({
      plain: { type: 'string' },
      since: { type: 'string', addedBefore: before },
      added: query.added,
      needed: { type: 'string' },
      neededLater: { type: 'string' },
      changedLater: expect.objectContaining({ type: 'integer' }),
    });
    expect(next.requiredQuery).toEqual(['plain', 'needed']);
    const headers = { 'If-Match': { type: 'string', addedIn: after }, Prefer: { type: 'string', requiredIn: before } };
    expect(entryIn(step, { ...entry, headers }, defaults).entry).toEqual({
      ...entry,
      headers: { Prefer: { type: 'string' } },
      requiredHeaders: ['Prefer'],
    });
  });
});
