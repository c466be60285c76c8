import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeErrors } from '../../src/contract/describe.js';
import { Schemas } from '../../src/contract/schemas.js';
import { ownContractsFolder } from '../../src/io/package-root.js';

/** The findings of a body under a schema, in a temporary contracts folder. */
function said(schema: object, body: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'describe-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'meta'));
  mkdirSync(join(folder, 'things'));
  const meta = 'meta/contract.schema.json';
  writeFileSync(join(folder, meta), readFileSync(join(ownContractsFolder(), meta)));
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://okta-contracts.example/things/thing.schema.json',
    title: 'A thing',
    ...schema,
  };
  writeFileSync(join(folder, 'things', 'thing.schema.json'), JSON.stringify(document));
  const schemas = new Schemas(folder);
  const file = 'things/thing.schema.json';
  const validate = schemas.validator(file);
  return validate(body) ? [] : describeErrors(validate.errors ?? [], body, schemas, schemas.at(file));
}

function thing(properties: Record<string, object>, more: object = {}) {
  return { type: 'object', properties, ...more };
}

const place = 'things/thing.schema.json#';

test('a body that matches its schema has no findings', () => {
  expect(said(thing({ id: { type: 'string' } }, { required: ['id'] }), { id: 'x' })).toEqual([]);
});

test('a required property that is absent is missing, at its own place', () => {
  expect(said(thing({ id: { type: 'string' } }, { required: ['id'] }), {})).toEqual([
    {
      kind: 'missing',
      pointer: '/id',
      message: 'Missing required property `id`',
      contract: `${place}/required/id`,
      count: 1,
    },
  ]);
});

test.each<[string, object, unknown, string, string]>([
  ['a wrong type', { type: 'string' }, 7, 'type', 'Expected string, got a number'],
  ['none of several types', { type: ['string', 'null'] }, 7, 'type', 'Expected string or null, got a number'],
  [
    'not a date and time',
    { type: 'string', format: 'date-time' },
    'Alice',
    'format',
    'Expected ISO 8601, got a string of 5 characters',
  ],
  [
    'a text that does not match the pattern',
    { type: 'string', pattern: '^[a-z]$' },
    'Alice',
    'format',
    'Expected a string that matches `^[a-z]$`, got a string of 5 characters',
  ],
  [
    'outside a closed set',
    { type: 'string', enum: ['ACTIVE', 'INACTIVE'] },
    'LOVELACE',
    'value',
    'Expected one of ACTIVE, INACTIVE, got an unknown value (#b7ea)',
  ],
  ['not the constant', { const: 'ACTIVE' }, 'Alice', 'value', 'Expected ACTIVE, got a string of 5 characters'],
  [
    'outside an open set',
    { type: 'string', openEnum: ['A', 'B', 'C', 'D', 'E'] },
    'NEW_ONE',
    'unknown-value',
    'Expected a known value (A, B, C, D, …), got an unknown value (#52fd)',
  ],
  [
    'outside a short open set',
    { type: 'string', openEnum: ['A', 'B'] },
    'alice',
    'unknown-value',
    'Expected a known value (A, B), got a string of 5 characters',
  ],
])('%s', (_, schema, value, kind, message) => {
  const keyword = kind === 'format' && 'pattern' in schema ? 'pattern' : Object.keys(schema).at(-1);
  expect(said(thing({ x: schema }), { x: value })).toEqual([
    { kind, pointer: '/x', message, contract: `${place}/properties/x/${keyword}`, count: 1 },
  ]);
});

test('a property that a closed object does not know is undocumented, and its value is not told', () => {
  const parts = said(thing({ a: {} }, { unevaluatedProperties: false }), { a: 1, extra: 'Alice' });
  expect(parts.map(({ kind, pointer, message }) => [kind, pointer, message])).toEqual([
    ['undocumented', '/unknown-c8de', 'Unknown property `unknown-c8de`'],
  ]);
});

test("an unknown value and an unknown property that have names of Okta's elsewhere are named", () => {
  const elsewhere = { properties: { shape: { enum: ['ROUND'] }, colour: {} } };
  const schema = thing({ a: { openEnum: ['A'] }, b: elsewhere }, { unevaluatedProperties: false });
  expect(said(schema, { a: 'ROUND', colour: 1 }).map(({ pointer, message }) => `${pointer}: ${message}`)).toEqual([
    '/a: Expected a known value (A), got ROUND',
    '/colour: Unknown property `colour`',
  ]);
});

test('what people chose as a name is not told, in the middle of a pointer either', () => {
  const inner = thing({ known: {} }, { unevaluatedProperties: false });
  const schema = thing({ list: { type: 'array', items: inner } }, { unevaluatedProperties: false });
  const parts = said(schema, {
    ssn_123456789: 1,
    list: [{ ssn_123456789: 'x' }, { ssn_123456789: 'y' }, { ssn_987654321: 1 }],
  });
  expect(JSON.stringify(parts)).not.toMatch(/ssn|123456789|987654321/);
  expect(parts.map(({ pointer, count }) => [pointer.replace(/unknown-[0-9a-f]{4}$/, 'x'), count]).sort()).toEqual([
    ['/list/*/x', 1],
    ['/list/*/x', 2],
    ['/x', 1],
  ]);
});

test('names with slashes and tildes are escaped in the pointer', () => {
  expect(said(thing({}, { required: ['a/b~c'] }), {})[0]?.pointer).toBe('/a~1b~0c');
});

test('the same fault of several elements of a list is said once, and counted', () => {
  const schema = { type: 'array', items: thing({ id: { type: 'string' } }, { required: ['id'] }) };
  const parts = said(schema, [{ id: 1 }, { id: 2 }, {}, { id: 'x' }]);
  expect(parts.map(({ pointer, message, count }) => [pointer, message, count])).toEqual([
    ['/*/id', 'Expected string, got a number', 2],
    ['/*/id', 'Missing required property `id`', 1],
  ]);
});

test('different faults at one place are said apart', () => {
  const parts = said({ type: 'array', items: { type: 'string' } }, [1, null]);
  expect(parts.map(({ message }) => message)).toEqual(['Expected string, got a number', 'Expected string, got null']);
});

test('of a failed alternative its own fault is said, and not that the alternative failed', () => {
  const schema = thing(
    { type: {} },
    {
      if: { required: ['type'], properties: { type: { const: 'A' } } },
      then: thing({ a: { type: 'string' } }, { required: ['a'] }),
      unevaluatedProperties: false,
    },
  );
  expect(said(schema, { type: 'A', a: 1 }).map(({ kind, pointer }) => `${kind} ${pointer}`)).toEqual(['type /a']);
});

test('an unknown property inside one element does not hide a fault of another place', () => {
  const schema = thing(
    { a: thing({ x: { type: 'string' } }, { unevaluatedProperties: false }), b: { type: 'string' } },
    { unevaluatedProperties: false },
  );
  const parts = said(schema, { a: { x: 'y', extra: 1 }, b: 7 });
  expect(parts.map(({ kind, pointer }) => `${kind} ${pointer}`).sort()).toEqual([
    'type /b',
    'undocumented /a/unknown-c8de',
  ]);
});

test('a removed property is looked for elsewhere: `not` adds nothing of its own', () => {
  const schema = thing({ gone: { not: {}, removedIn: '2025.08.0' } });
  expect(said(schema, { gone: 1 })).toEqual([]);
});

test('a key that belongs to the org is not told', () => {
  const map = { type: 'object', properties: { known: { type: 'string' } }, additionalProperties: { type: 'string' } };
  const pointers = said(thing({ map }), { map: { known: 1, shoeSize: 2, hatSize: 3 } }).map(
    ({ pointer, count }) => `${pointer} ${count}`,
  );
  expect(pointers.sort()).toEqual(['/map/* 2', '/map/known 1']);
});
