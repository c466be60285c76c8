import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import { OktaDocument } from '../../.ci/document.js';
import { type Difference, differencesOf } from '../../.ci/ledger-diff.js';
import { appliesTo, type DifferenceRule, isNamed, type Mark, markFor, matches } from '../../.ci/ledger-rules.js';
import { readMigrationLines } from '../../.ci/migration-lines.js';
import type { Change } from '../../src/domain/change.js';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const operation = 'GET /api/v1/widgets';
const difference = (kind: Difference['kind'], pointer: string, more: Partial<Difference> = {}): Difference => ({
  operation,
  part: 'response 200',
  kind,
  pointer,
  before: '',
  after: '',
  ...more,
});
const change = (kind: Change['kind'], pointer: string, more: Partial<Change> = {}): Change => ({
  id: `${kind} ${pointer}`,
  operation,
  kind,
  pointer,
  contract: '',
  ...more,
});
const mark = (kind: Change['kind'], pointer: string, more: Partial<Mark> = {}): Mark => ({
  part: 'response',
  change: change(kind, pointer),
  ...more,
});

test('a pattern matches one segment with `*` and any number with `**`', () => {
  expect(matches('/*/type', '/a/type')).toBe(true);
  expect(matches('/*/type', '/type')).toBe(false);
  expect(matches('/**/type', '/a/b/type')).toBe(true);
  expect(matches('/**/type', '/a/b/types')).toBe(false);
});

test.each(['response', 'request', 'parameter'])('a rule of a %s names kinds, and pointers or variants', (part) => {
  const isValid = new Ajv2020({ strict: false }).compile(read('contracts/meta/ledger.schema.json'));
  const rule = { resource: 'users', part, reason: 'request-not-checked', note: 'x' };
  const isAccepted = (more: object) => isValid({ differences: [{ ...rule, ...more }], lines: [] });
  expect(isAccepted({})).toBe(false);
  expect(isAccepted({ pointers: ['/a'] })).toBe(false);
  expect(isAccepted({ kinds: ['added'] })).toBe(false);
  expect(isAccepted({ kinds: ['added'], pointers: ['/a'] })).toBe(true);
  expect(isValid(read('contracts/ledger.json'))).toBe(true);
});

describe('a change explains a difference', () => {
  test('of the same kind, at its location or below', () => {
    const marks = [mark('added', '/a'), mark('removed', '/b'), mark('added', '/map/*/default')];
    expect(markFor(difference('added', '/a'), marks)).toBe(marks[0]);
    expect(markFor(difference('added', '/a/b'), marks)).toBe(marks[0]);
    expect(markFor(difference('removed', '/a'), marks)).toBeUndefined();
    expect(markFor(difference('removed', '/a/b'), marks)).toBeUndefined();
    expect(markFor(difference('removed', '/b'), marks)).toBe(marks[1]);
    expect(markFor(difference('added', '/map/city/default'), marks)).toBe(marks[2]);
    expect(markFor(difference('added', '/ab'), marks)).toBeUndefined();
  });

  test.each(['type', 'enum', 'format', 'nullable', 'required', 'bounds'] as const)(
    'of %s only if the property is marked as changed, at its own location',
    (kind) => {
      const changed = mark('changed', '/a');
      expect(markFor(difference(kind, '/a'), [mark('added', '/a'), mark('removed', '/a'), changed])).toBe(changed);
      expect(markFor(difference(kind, '/a/b'), [mark('added', '/a'), changed])).toBeUndefined();
    },
  );

  test('inside of a changed property only if it was an object or a list', () => {
    const whole = (was: string): Mark => ({ part: 'response', change: change('changed', '/a', { was }) });
    expect(markFor(difference('removed', '/a/b'), [whole('a text')])).toBeUndefined();
    for (const was of ['an object', 'a list of texts']) {
      expect(markFor(difference('removed', '/a/b'), [whole(was)])).toBeDefined();
      expect(markFor(difference('added', '/a/b'), [whole(was)])).toBeDefined();
      expect(markFor(difference('removed', '/a'), [whole(was)])).toBeUndefined();
      expect(markFor(difference('enum', '/a/b'), [whole(was)])).toBeUndefined();
    }
  });

  test('of a document that describes one object instead of a list, or the reverse', () => {
    const [inList, inObject] = [mark('added', '/*/a'), mark('added', '/b')];
    expect(markFor(difference('added', '/a'), [inList, inObject])).toBe(inList);
    expect(markFor(difference('added', '/*/b'), [inList, inObject])).toBe(inObject);
  });

  test('of a response with its status, or with any if the documents do not have its status', () => {
    const marks = [mark('added', '/a', { status: '201' })];
    const statuses = ['200', '201'];
    expect(markFor(difference('added', '/a', { part: 'response 201', statuses }), marks)).toBe(marks[0]);
    expect(markFor(difference('added', '/a', { statuses }), marks)).toBeUndefined();
    expect(markFor(difference('added', '/a', { statuses: ['200'] }), marks)).toBe(marks[0]);
  });

  test('of its variant', () => {
    const inCircle = mark('added', '/a', { variants: [{ property: 'kind', values: ['CIRCLE', 'OVAL'] }] });
    expect(markFor(difference('added', '/a', { variant: 'kind=OVAL' }), [inCircle])).toBe(inCircle);
    expect(markFor(difference('added', '/a', { variant: 'kind=SQUARE' }), [inCircle])).toBeUndefined();
    expect(markFor(difference('added', '/a'), [inCircle])).toBe(inCircle);
    const added = { after: 'kind=OVAL', variant: 'kind=OVAL' };
    expect(markFor(difference('variant', '', added), [inCircle])).toBe(inCircle);
    expect(
      markFor(difference('variant', '', { ...added, before: 'kind=OVAL', after: '' }), [inCircle]),
    ).toBeUndefined();
    expect(markFor(difference('variant', '', added), [mark('added', '/a')])).toBeUndefined();
  });

  test('of a request if it is in the response, but not the reverse', () => {
    const [request, response] = [mark('added', '/a', { part: 'request' }), mark('added', '/b')];
    expect(markFor(difference('added', '/b', { part: 'request' }), [request, response])).toBe(response);
    expect(markFor(difference('added', '/a', { part: 'request' }), [request, response])).toBe(request);
    expect(markFor(difference('added', '/a'), [request, response])).toBeUndefined();
    expect(markFor(difference('added', '/b', { part: 'parameter' }), [request, response])).toBeUndefined();
  });

  test('of a status or of the operation', () => {
    const status = { part: 'operation', change: change('new status', '', { status: 201 }) } as Mark;
    const isNew = { part: 'operation', change: change('new operation', '') } as Mark;
    expect(markFor(difference('added', '201', { part: 'status' }), [isNew, status])).toBe(status);
    expect(markFor(difference('added', '200', { part: 'status' }), [isNew, status])).toBeUndefined();
    expect(markFor(difference('removed', '201', { part: 'status' }), [isNew, status])).toBeUndefined();
    expect(markFor(difference('added', '', { part: 'operation' }), [status, isNew])).toBe(isNew);
    expect(markFor(difference('removed', '', { part: 'operation' }), [status, isNew])).toBeUndefined();
  });
});

test('a change is named by a line at its location, above it or inside it, but not by a longer name', () => {
  expect(isNamed(change('changed', '/_links/resend'), '_links.resend')).toBe(true);
  expect(isNamed(change('added', '/*/profile/size'), '[n].profile')).toBe(true);
  expect(isNamed(change('added', '/profile'), 'profile.size')).toBe(true);
  expect(isNamed(change('added', '/*/profile'), '[n].profile.size')).toBe(true);
  expect(isNamed(change('added', '/profile'), 'profileUrl')).toBe(false);
  expect(isNamed(change('added', '/profileUrl'), 'profile')).toBe(false);
  expect(isNamed(change('new status', '', { status: 409 }), '409 Conflict')).toBe(true);
  expect(isNamed(change('new status', '', { status: 409 }), '400')).toBe(false);
});

describe('a reason applies', () => {
  const rule = (more: Partial<DifferenceRule>): DifferenceRule => ({
    resource: 'widgets',
    part: 'response',
    reason: 'documentation-correction',
    note: 'Why',
    ...more,
  });
  const applies = (more: Partial<DifferenceRule>, to: Difference, marks: Mark[] = []) =>
    appliesTo(rule(more), to, 'widgets', marks);

  test('to the resource, operation, part, kinds, pointers and variants that its rule names', () => {
    const added = difference('added', '/a', { variant: 'kind=OVAL' });
    expect(applies({}, added)).toBe(true);
    expect(applies({ operations: [operation], kinds: ['added'], pointers: ['/a'] }, added)).toBe(true);
    expect(applies({ variants: ['kind=OVAL'] }, added)).toBe(true);
    for (const other of [
      { resource: 'gadgets' },
      { operations: ['GET /api/v1/gadgets'] },
      { part: 'request' },
      { kinds: ['removed' as const] },
      { pointers: ['/b'] },
      { variants: ['kind=CIRCLE'] },
    ])
      expect(applies(other, added)).toBe(false);
    expect(applies({ variants: ['kind=OVAL'] }, difference('added', '/a'))).toBe(false);
  });

  test.each([
    ['wider-enum', 'enum'],
    ['wider-type', 'type'],
  ] as const)('%s only if the edition removed no value', (reason, kind) => {
    const from = (before: string, after: string) => applies({ reason }, difference(kind, '/a', { before, after }));
    expect(from('A | B', 'A | B | C')).toBe(true);
    expect(from('A', '')).toBe(true);
    expect(from('A | B', 'A | C')).toBe(false);
    expect(from('', 'A')).toBe(false);
    expect(applies({ reason }, difference('nullable', '/a', { before: 'false', after: 'true' }))).toBe(false);
  });

  test('new-variant only if the previous edition does not have the variant', () => {
    const variant = 'kind=OVAL';
    expect(applies({ reason: 'new-variant' }, difference('variant', '', { variant, after: variant }))).toBe(true);
    expect(applies({ reason: 'new-variant' }, difference('variant', '', { variant, before: variant }))).toBe(false);
  });

  test('marked-inside only if something inside is marked', () => {
    const reason = 'marked-inside';
    expect(applies({ reason }, difference('added', '/a'), [mark('added', '/*/a/b')])).toBe(true);
    expect(applies({ reason }, difference('added', '/a'), [mark('added', '/ab'), mark('removed', '/a/b')])).toBe(false);
  });
});

describe('the documents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const documentOf = (name: string, schemas: object) => {
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/Shape' } } };
    const paths = { '/api/v1/widgets': { get: { responses: { 200: { content } } } } };
    const file = join(folder, `${name}.yaml.gz`);
    writeFileSync(file, gzipSync(JSON.stringify({ paths, components: { schemas } })));
    return new OktaDocument(file);
  };
  const shapes = (circle: object, square: object, kinds = ['CIRCLE', 'SQUARE']) => ({
    Shape: {
      properties: { kind: { type: 'string', enum: kinds } },
      discriminator: {
        propertyName: 'kind',
        mapping: Object.fromEntries(kinds.map((kind) => [kind, `#/components/schemas/${kind}`])),
      },
    },
    CIRCLE: { allOf: [{ $ref: '#/components/schemas/Shape' }, { properties: circle }] },
    SQUARE: { allOf: [{ $ref: '#/components/schemas/Shape' }, { properties: square }] },
    OVAL: { allOf: [{ $ref: '#/components/schemas/Shape' }] },
  });
  const found = (before: object, after: object) =>
    differencesOf(
      { id: operation, method: 'GET', template: '/api/v1/widgets' },
      documentOf('before', before),
      documentOf('after', after),
    ).map(({ kind, pointer, variant, before: was, after: is }) => ({ kind, pointer, variant, was, is }));
  const size = { size: { type: 'string' } };

  test('have a difference that all variants together show', () => {
    const was = '';
    expect(found(shapes({}, {}), shapes(size, {}))).toEqual([{ kind: 'added', pointer: '/size', was, is: '' }]);
    expect(found(shapes(size, {}), shapes({ size: { type: 'number' } }, {}))).toEqual([
      { kind: 'type', pointer: '/size', was: 'string', is: 'number' },
    ]);
  });

  test('have a difference of one variant that is hidden behind another one', () => {
    expect(found(shapes(size, {}), shapes(size, size))).toEqual([
      { kind: 'added', pointer: '/size', variant: 'kind=SQUARE', was: '', is: '' },
    ]);
    expect(found(shapes(size, size), shapes(size, {}))).toMatchObject([{ kind: 'removed', variant: 'kind=SQUARE' }]);
  });

  test('have a variant that is only in one of them', () => {
    const more = ['CIRCLE', 'SQUARE', 'OVAL'];
    expect(found(shapes({}, {}), shapes({}, {}, more))).toMatchObject([
      { kind: 'enum', pointer: '/kind' },
      { kind: 'variant', variant: 'kind=OVAL', was: '', is: 'kind=OVAL' },
    ]);
  });

  test('have no difference in the badge of a value', () => {
    const badge = ['<x-lifecycle class="ea"></x-lifecycle> BIG'];
    expect(found(shapes({ size: { enum: ['BIG'] } }, {}), shapes({ size: { enum: badge } }, {}))).toEqual([]);
  });
});

test('a line that names only properties is about the operations listed before it in its section', () => {
  const text = [
    '# Widgets',
    '* `GET /api/v1/widgets` (Missing `[n].size`)',
    '* **Change:** The `_links.next` property has changed. See `Widget`.',
    '# Gadgets',
    '* `GET /api/v1/gadgets` returns `409 Conflict`',
  ].join('\n');
  const [widgets, gadgets] = ['GET /api/v1/widgets', 'GET /api/v1/gadgets'];
  expect(readMigrationLines(text)).toEqual([
    { line: 2, operation: widgets },
    { line: 2, operation: widgets, property: '[n].size' },
    { line: 3, operation: widgets, property: '_links.next' },
    { line: 5, operation: gadgets },
    { line: 5, operation: gadgets, property: '409 Conflict' },
  ]);
});
