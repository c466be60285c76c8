import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrafficTotals } from '../../src/assess/exchanges.js';
import type { RunReport } from '../../src/assess/run-report.js';
import type { ChangeKind, ChangeState } from '../../src/domain/change.js';
import { levels } from '../../src/domain/finding.js';
import type { OperationId } from '../../src/domain/operation.js';
import type { OperationResult, Reason } from '../../src/domain/outcome.js';
import { compareReports } from '../../src/report/compare.js';
import { renderComparison } from '../../src/report/render/compare.js';
import { fit, fold, share } from '../../src/report/render/fold.js';
import { renderReport } from '../../src/report/render/terminal.js';
import { renderTraffic } from '../../src/report/render/traffic.js';
import { plainView } from '../../src/report/render/view.js';
import { change, finding, policy, report, result, seen } from './sample-report.js';

const kinds: ChangeKind[] = ['added', 'removed', 'changed', 'required', 'new operation', 'deprecated'];
const states: ChangeState[] = ['applied', 'not applied', 'not observable'];
const reasons: Reason[] = ['missing-scope', 'rate-limited', 'org-fault', 'needs-write-tier', 'request-refused'];
const word = fc.stringMatching(/^[a-z]{1,30}$/);
const name = fc.array(word, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('/'));

/** An operation with up to 10 findings and 5 changes. */
const operation = fc
  .record({
    path: name,
    resource: word,
    message: fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
    pointers: fc.array(name, { maxLength: 10 }),
    changed: fc.array(fc.tuple(name, fc.constantFrom(...kinds), fc.constantFrom(...states)), { maxLength: 5 }),
    level: fc.constantFrom(...levels),
    reason: fc.option(fc.constantFrom(...reasons)),
  })
  .map(({ path, resource, message, pointers, changed, level, reason }): OperationResult => {
    const id: OperationId = `GET /api/v1/${path}`;
    return result(id, {
      resource,
      outcome: reason ? { kind: 'skipped', reason, detail: message } : { kind: 'verified', verdict: 'violation' },
      findings: pointers.map((pointer) =>
        finding(id, { level, pointer: `/${pointer}`, message, contract: `${resource}/${resource}.json#/${pointer}` }),
      ),
      changes: changed.map(([pointer, kind, state]) => ({
        ...seen(
          {
            ...change(id, kind === 'new operation' ? '' : `/${pointer}`, kind),
            contract: `${resource}/x.json#/${pointer}`,
          },
          state,
        ),
      })),
    });
  });

/** A report with about 500 findings. */
const anyReport = fc
  .tuple(fc.array(operation, { minLength: 1, maxLength: 100, size: 'max' }), fc.nat({ max: 12 }), fc.boolean())
  .map(([operations, left, isWaived]) => {
    const leftovers = Array.from({ length: left }, (_, i) => ({
      kind: `kind ${i}`,
      why: 'the org refused the removal of this object',
      fix: 'sweep',
      fails: i % 2 === 0,
    }));
    const [first] = operations;
    const waivers = Array.from({ length: isWaived ? 30 : 0 }, (_, i) => ({
      operation: first?.operation ?? ('GET /x' as const),
      pointer: `/${i}`,
      ...{ reason: 'they are accepted until the end of the year', owner: 'the identity team', expires: '2026-11-01' },
    }));
    return report(operations, { facts: { leftovers, policy: { ...policy, waivers } } });
  });
const columns = fc.integer({ min: 40, max: 200 });
const totals: TrafficTotals = {
  ...{ exchanges: 123_456, unreadable: 3, unmatched: 4, refused: 5, pass: 6, stale: 7, violation: 8 },
  operations: new Map([['GET /api/v1/users', 1]]),
};
const most = 60;
/** Lines that a run prints before and after the report: the command, the org, the pre-flight. */
const around = 16;

/** Lines that are longer than the terminal. Commands stay in one line so that they can be copied. */
const tooLong = (text: string, width: number) =>
  text.split('\n').filter((line) => line.length > width && !/^ +(→ |contracts\/)/.test(line));
const linesOf = (text: string) => text.trimEnd().split('\n');
const runs = { numRuns: 40 };

function withClient(given: RunReport): RunReport {
  const operations = given.operations.map(({ operation: id, changes }, i) => ({
    operation: id,
    count: i,
    changes: changes.map(({ change: one }) => one.id),
    requests: [{ pointer: '/a', message: 'unknown property', effect: 'ignored' as const, count: 1 }],
    removed: [{ pointer: '/b', count: 3, change: '' }],
  }));
  return { ...given, client: { calls: 9, operations, withoutContract: [{ call: 'GET /x', count: 9 }] } };
}

describe('in any report', () => {
  test('a run has few lines, none wider than the terminal, and the verdict is first and last', () => {
    fc.assert(
      fc.property(anyReport, columns, (given, width) => {
        const text = renderReport(given, plainView({ columns: width }), ['Reports: reports/index.html']);
        expect(linesOf(text).length).toBeLessThanOrEqual(most - around);
        expect(tooLong(text, width)).toEqual([]);
        expect(linesOf(text)[0]).toMatch(/^(?:PASSED|FAILED|LEFT ON THE ORG|NOT RESTORED) /);
        expect(linesOf(text).at(-1)).toMatch(/^(?:PASSED|FAILED) /);
      }),
      runs,
    );
  });

  test('a check of traffic has at most 60 lines, none wider than the terminal', () => {
    fc.assert(
      fc.property(anyReport, columns, (given, width) => {
        const text = renderTraffic(totals, withClient(given), plainView({ columns: width }), ['Not sent: 3 requests.']);
        expect(linesOf(text).length).toBeLessThanOrEqual(most);
        expect(tooLong(text, width)).toEqual([]);
        expect(linesOf(text).at(-1)).toMatch(/^FAILED /);
      }),
      runs,
    );
  });

  test('a comparison has at most 60 lines, none wider than the terminal', () => {
    fc.assert(
      fc.property(anyReport, anyReport, columns, (left, right, width) => {
        const text = renderComparison(compareReports(left, right), plainView({ columns: width }));
        expect(linesOf(text).length).toBeLessThanOrEqual(most);
        expect(tooLong(text, width)).toEqual([]);
      }),
      runs,
    );
  });

  test('in full, no line is wider than the terminal, and every finding is there', () => {
    fc.assert(
      fc.property(anyReport, columns, (given, width) => {
        const text = renderReport(given, plainView({ columns: width, full: true }));
        expect(tooLong(text, width)).toEqual([]);
        const shown = given.operations.flatMap(({ findings }) => findings.filter(({ level }) => level !== 'notice'));
        expect(shown.filter(({ fingerprint }) => !text.includes(fingerprint))).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});

test('a long path is broken before a slash, and another long word anywhere', () => {
  expect(fit('  - GET /api/v1/policies/{policyId}/rules', 31, 4)).toEqual([
    '  - GET',
    '    /api/v1/policies/{policyId}',
    '    /rules',
  ]);
  expect(fit('x'.repeat(12), 10, 2)).toEqual(['xxxxxxxxxx', '  xx']);
});

test('entries that do not fit are counted', () => {
  const entries = [['a', 'b'], ['c'], ['d']];
  expect(fold(entries, 4)).toEqual(['a', 'b', 'c', 'd']);
  expect(fold(entries, 3)).toEqual(['a', 'b', '  … and 2 more']);
  expect(fold(entries, 2)).toEqual([]);
  expect(fold([['a']], 2, 5)).toEqual(['a', '  … and 5 more']);
});

test('lines are shared in turn until every list has what it needs', () => {
  expect(share(7, [1, 9, 3])).toEqual([1, 3, 3]);
  expect(share(2, [4, 4, 4])).toEqual([1, 1, 0]);
  expect(share(99, [1, 2])).toEqual([1, 2]);
  expect(share(-5, [1])).toEqual([0]);
});
