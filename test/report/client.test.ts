import { expect, test } from 'vitest';
import type { CalledOperation } from '../../src/assess/client.js';
import type { OperationId } from '../../src/domain/operation.js';
import { clientSections, clientText, renderClient } from '../../src/report/render/client.js';
import { renderHtml } from '../../src/report/render/html.js';
import { renderMarkdown } from '../../src/report/render/markdown.js';
import { change, report, result, seen } from './sample-report.js';

const users: OperationId = 'PUT /api/v1/users/{id}';
const groups: OperationId = 'GET /api/v1/groups';
const changes = [
  change(users, '/type'),
  change(users, '/type/id'),
  change(users, '/status', 'changed'),
  change(users, '/realmId', 'added'),
];

function called(operation: OperationId, parts: Partial<CalledOperation> = {}): CalledOperation {
  return { operation, count: 1, changes: [], requests: [], removed: [], ...parts };
}

const given = report([result(users, { changes: changes.map((one) => seen(one, 'applied')) }), result(groups)], {
  client: {
    calls: 9,
    operations: [
      called(groups, { count: 4 }),
      called(users, {
        count: 2,
        changes: changes.map(({ id }) => id),
        requests: [
          { pointer: '/status', message: 'no longer accepted', effect: 'refused', previousOnly: true, count: 2 },
          { pointer: '', message: 'wrong type', effect: 'ignored', count: 1 },
        ],
        removed: [{ pointer: '/type', count: 2, change: changes[0]?.id ?? '', disputed: 'because' }],
      }),
    ],
    withoutContract: [{ call: 'GET /api/v1/features/{featureId}', count: 3 }],
  },
});

test('the sections name what changed, what is refused, what is received, and what has no contract', () => {
  const [, ...blocks] = renderClient(given, clientSections(given), 20);
  expect(blocks).toEqual([
    [
      'Changed in 2025.08.0: 1 of 2 called operations',
      '  2  PUT /api/v1/users/{id}: removed /type; changed /status; 1 added',
    ],
    [
      'Not accepted in requests by 2025.08.0: 1 refused, 1 ignored',
      '  2  PUT /api/v1/users/{id}: refused /status: no longer accepted',
      '  1  PUT /api/v1/users/{id}: ignored: wrong type',
    ],
    ['Removed in 2025.08.0 and still received: 1 property', '  2  PUT /api/v1/users/{id}: /type (disputed)'],
    ['Without a contract: 3 calls of 1 operation', '  3  GET /api/v1/features/{featureId}'],
    ['Not changed in 2025.08.0: 1 called operation', '  4  GET /api/v1/groups'],
  ]);
  expect(given.client && clientText(given.client)).toBe('9 requests: 6 to 2 operations with a contract, 3 without');
});

test('a report of a run has no part about a client', () => {
  const run = report([result(groups)]);
  expect([clientSections(run), renderClient(run, [], 20)]).toEqual([[], []]);
  expect(renderMarkdown(run)).not.toContain('What the client does');
});

test('Markdown and the page contain the same sections', () => {
  expect(renderMarkdown(given)).toContain('| 3 | `GET /api/v1/features/{featureId}` |  |');
  expect(renderHtml(given)).toContain('"title":"Not accepted in requests by 2025.08.0: 1 refused, 1 ignored"');
});

test('a long path is broken before a slash', () => {
  const call = `GET /api/v1${'/templates'.repeat(8)}`;
  const rows = [{ count: 1, call }];
  const [, [, ...lines] = []] = renderClient(given, [{ kind: 'without-contract', title: 't', rows }], 5);
  expect(lines).toHaveLength(2);
  expect(lines.map((line) => line.trim()).join('')).toBe(`1  ${call}`);
  expect(lines.every((line) => line.length <= 80)).toBe(true);
});
