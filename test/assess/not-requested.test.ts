import { expect, test } from 'vitest';
import { notRequestedOf, notRequestedText } from '../../src/assess/not-requested.js';
import type { OperationContract } from '../../src/contract/model.js';
import type { OperationId } from '../../src/domain/operation.js';

const reasons: [OperationId, string][] = [
  ['DELETE /a', 'It cannot be undone'],
  ['POST /b', 'It sends a mail'],
  ['POST /c', 'It sends a mail'],
  ['POST /of-another-edition', 'It sends a mail'],
];
const resources: [OperationId, string][] = [
  ['GET /a', 'a'],
  ['DELETE /a', 'a'],
  ['GET /b', 'b'],
  ['POST /b', 'b'],
  ['POST /c', 'c'],
];
const catalogue = {
  operations: new Map(resources.map(([id, resource]) => [id, { id, resource } as OperationContract])),
  notRequested: new Map(reasons),
};
const of = (...operations: OperationId[]) =>
  notRequestedOf(
    catalogue,
    operations.map((operation) => ({ operation })),
  );

test('operations of the step that no suite calls are grouped by the reason', () => {
  expect(of('GET /a', 'GET /b')).toEqual([
    { reason: 'It sends a mail', operations: ['POST /b', 'POST /c'] },
    { reason: 'It cannot be undone', operations: ['DELETE /a'] },
  ]);
});

test('a run of some resources states only those of these resources', () => {
  expect(of('GET /a')).toEqual([{ reason: 'It cannot be undone', operations: ['DELETE /a'] }]);
});

test('one line counts them', () => {
  const text = 'Not requested: 3 operations. Reasons: docs/editions/not-requested.md.';
  expect(notRequestedText(of('GET /a', 'GET /b'))).toBe(text);
  expect(notRequestedText([])).toBe(undefined);
  expect(notRequestedText(undefined)).toBe(undefined);
});
