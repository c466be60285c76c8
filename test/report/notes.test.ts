import { expect, test } from 'vitest';
import type { OperationId } from '../../src/domain/operation.js';
import { renderOperation } from '../../src/report/render/details.js';
import { renderHtml } from '../../src/report/render/html.js';
import { renderMarkdown } from '../../src/report/render/markdown.js';
import { renderTraffic } from '../../src/report/render/traffic.js';
import { plainView } from '../../src/report/render/view.js';
import { finding, report, result, schemas } from './sample-report.js';

const noted: OperationId = 'GET /api/v1/users';
const plain: OperationId = 'GET /api/v1/groups';
const note = 'The documents of both editions agree.';
const given = report(
  [noted, plain].map((operation) =>
    result(operation, { outcome: { kind: 'verified', verdict: 'violation' }, findings: [finding(operation)] }),
  ),
  {
    catalogue: {
      edition: { edition: '2025.08.0', previous: '2024.08.3', apiVersion: '5.1.0', errors: {}, writeErrors: {} },
      editions: [],
      operations: new Map([[noted, { id: noted, category: 'breaking', note } as never]]),
      schemas,
    },
  },
);
const totals = { exchanges: 2, unreadable: 0, unmatched: 0, refused: 0, pass: 0, stale: 0, violation: 2 };
const times = (text: string) => text.split(note).length - 1;

test('the note of a contract is shown where its operation is listed with findings', () => {
  expect(given.operations.map((operation) => operation.note)).toEqual([note, undefined]);
  const [first, second] = given.operations.map((operation) => renderOperation(operation));
  expect(first).toContain(`GET /api/v1/users\n  Note: ${note}\n`);
  expect(second).not.toContain('Note:');
  expect(times(renderMarkdown(given))).toBe(1);
  expect(times(renderTraffic({ ...totals, operations: new Map([[noted, 1]]) }, given, plainView({ full: true })))).toBe(
    1,
  );
  // The page shows it with the details of the operation.
  expect(times(renderHtml(given))).toBe(1);
});
