import { expect, test } from 'vitest';
import type { Difference } from '../../.ci/ledger-diff.js';
import { type Mark, markFor, matches } from '../../.ci/ledger-rules.js';
import { readMigrationLines } from '../../.ci/migration-lines.js';

const difference = (kind: Difference['kind'], pointer: string): Difference => ({
  operation: 'GET /api/v1/widgets',
  part: 'response 200',
  kind,
  pointer,
  before: '',
  after: '',
});
const mark = (kind: 'added' | 'removed' | 'changed', pointer: string): Mark => ({
  part: 'response',
  change: { id: `${kind} ${pointer}`, operation: 'GET /api/v1/widgets', kind, pointer, contract: '' },
});

test('a pattern matches one segment with `*` and any number with `**`', () => {
  expect(matches('/*/type', '/a/type')).toBe(true);
  expect(matches('/*/type', '/type')).toBe(false);
  expect(matches('/**/type', '/a/b/type')).toBe(true);
  expect(matches('/**/type', '/a/b/types')).toBe(false);
});

test('a difference is explained by a change at its location or at an ancestor, of a fitting kind', () => {
  const marks = [mark('added', '/a'), mark('removed', '/b'), mark('added', '/map/*/default')];
  expect(markFor(difference('added', '/a/b'), marks)).toBe(marks[0]);
  expect(markFor(difference('removed', '/a'), marks)).toBeUndefined();
  expect(markFor(difference('removed', '/b'), marks)).toBe(marks[1]);
  expect(markFor(difference('added', '/map/city/default'), marks)).toBe(marks[2]);
  expect(markFor(difference('added', '/ab'), marks)).toBeUndefined();
});

test('a change explains a difference of a document that describes one object instead of a list, or the reverse', () => {
  const [inList, inObject] = [mark('added', '/*/a'), mark('added', '/b')];
  expect(markFor(difference('added', '/a'), [inList, inObject])).toBe(inList);
  expect(markFor(difference('added', '/*/b'), [inList, inObject])).toBe(inObject);
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
