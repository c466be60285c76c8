import { expect, test } from 'vitest';
import type { RunReport } from '../../../src/assess/run-report.js';
import type { OperationResult } from '../../../src/domain/outcome.js';
import { situationOf } from '../../../src/report/notify/canary.js';
import { eventsSince } from '../../../src/report/notify/events.js';
import type { Known } from '../../../src/report/notify/state.js';
import { change, finding, one, policy, report, result, seen } from '../sample-report.js';

const users = 'GET /api/v1/users';
const groups = 'GET /api/v1/groups';
const broken = finding(users, { level: 'violation' });
const print = broken.fingerprint;
const now = new Date('2026-11-24T18:00:00Z');
const unreachable = { kind: 'inconclusive', reason: 'unreachable', detail: 'ECONNREFUSED' } as const;

/** Adds runs to what a channel knows. Returns the events of the last one as `kind key`. */
function after(...reports: RunReport[]): { events: string[]; known: Known | undefined } {
  let known: Known | undefined;
  let events: string[] = [];
  for (const [i, given] of reports.entries()) {
    const startedAt = new Date(Date.UTC(2026, 8, 1 + i)).toISOString();
    const run = { ...given, run: { ...given.run, startedAt } };
    const step = eventsSince(known, 'org', { kind: 'run', report: run }, now);
    known = step.next;
    events = step.events.map(({ kind, key }) => `${kind} ${key}`);
  }
  return { events, known };
}

const withFinding = (more: Partial<OperationResult> = {}) =>
  report([result(users, { findings: [broken], ...more }), result(groups)]);
const without = (more: Partial<OperationResult> = {}) => report([result(users, more), result(groups)]);

test.each<[string, RunReport[], string[]]>([
  ['a finding of the first run is new', [withFinding()], [`new ${print}`]],
  ['a finding that is known is no event', [withFinding(), withFinding()], []],
  ['a finding is resolved if its operation was verified without it', [withFinding(), without()], [`resolved ${print}`]],
  ['an operation that was not verified resolves nothing', [withFinding(), without({ outcome: unreachable })], []],
  ['an operation that was not selected resolves nothing', [withFinding(), report([result(groups)])], []],
  [
    'a run without the operation does not hide that it is resolved',
    [withFinding(), without({ outcome: unreachable }), without()],
    [`resolved ${print}`],
  ],
  ['a notice is no event', [report([result(users, { findings: [{ ...broken, level: 'notice' }] })])], []],
  ['a warning that passes is no event', [report([result(users, { findings: [{ ...broken, level: 'warning' }] })])], []],
  [
    'a level that changes is an event',
    [withFinding(), report([result(users, { findings: [{ ...broken, level: 'stale' }] })])],
    [`changed ${print}`],
  ],
  [
    'leftovers need attention',
    [
      without(),
      report([result(users)], { facts: { leftovers: [{ kind: 'groups', why: 'w', fix: 'f', fails: true }] } }),
    ],
    ['canary needs attention canary'],
  ],
  [
    'a run that verified nothing fails after one that needed attention',
    [
      report([result(users)], { faults: 1 }),
      without({ outcome: unreachable }),
      report([result(users, { outcome: unreachable })]),
    ],
    ['canary failed canary'],
  ],
])('%s', (_, reports, events) => {
  expect(after(...reports).events).toEqual(events);
});

test('a finding that is accepted is closed, and is no event after that', () => {
  const accepted = report([result(users, { findings: [broken] })], {
    facts: { policy: { ...policy, known: [print] } },
  });
  expect(after(accepted).events).toEqual([]);
  expect(after(withFinding(), accepted).events).toEqual([`accepted ${print}`]);
  expect(after(withFinding(), accepted, accepted, without()).events).toEqual([]);
  expect(after(withFinding(), accepted, withFinding()).events).toEqual([`new ${print}`]);
});

test('on the first call, the history shows which findings are not new; they are resolved later', () => {
  const known = withFinding();
  const [users] = known.operations;
  if (users?.findings[0]) users.findings[0].since = '2026-08-01T00:00:00.000Z';
  expect(after(known).events).toEqual([]);
  expect(after(known, without()).events).toEqual([`resolved ${print}`]);
});

test('a finding about paging is resolved only if all of the paging was verified', () => {
  const paging = finding(users, { kind: 'paging', level: 'violation', pointer: '' });
  const before = report([result(users, { findings: [paging], paging: [{ part: 'pages' }] })]);
  const partly = report([result(users, { paging: [{ part: 'pages', why: 'one page only' }] })]);
  expect(after(before, partly).events).toEqual([]);
  expect(after(before, partly, report([result(users, { paging: [{ part: 'pages' }] })])).events).toEqual([
    `resolved ${paging.fingerprint}`,
  ]);
});

test('a resolved finding is forgotten after it stayed away', () => {
  const { known } = after(withFinding(), ...Array.from({ length: 7 }, () => without()));
  expect(known?.findings).toEqual({});
});

test('an operation that is not observed does not change the state of a change', () => {
  const inRun = (first: 'applied' | 'not applied' | 'not observable', second: typeof first) =>
    report([
      result(users, { changes: [seen(change(users, '/x'), first)] }),
      result(groups, { changes: [seen(change(groups, '/x'), second)] }),
    ]);
  const both = inRun('applied', 'not applied');
  const [id] = both.groups.map((group) => group.id);
  expect(after(both, inRun('applied', 'not observable'), inRun('not observable', 'not applied')).events).toEqual([]);
  expect(after(both, inRun('not observable', 'applied')).events).toEqual([`changed ${id}`]);
  expect(after(inRun('not observable', 'not observable'), both).events).toEqual([]);
});

test('the first observation of another operation of a change is no event', () => {
  const inRun = (first: 'applied' | 'not applied' | 'not observable', second: typeof first) =>
    report([
      result(users, { changes: [seen(change(users, '/x'), first)] }),
      result(groups, { changes: [seen(change(groups, '/x'), second)] }),
    ]);
  const [one, both] = [inRun('applied', 'not observable'), inRun('applied', 'not applied')];
  const [id] = both.groups.map((group) => group.id);
  expect(after(one, both).events).toEqual([]);
  expect(after(one, both, inRun('applied', 'applied')).events).toEqual([`changed ${id}`]);
  const [event] = eventsSince(
    after(one, both).known,
    'org',
    { kind: 'run', report: inRun('applied', 'applied') },
    now,
  ).events;
  expect(event).toMatchObject({ was: 'partly applied', now: 'applied' });
});

test('a level that changes after it alternated states what it was', () => {
  const stale = report([result(users, { findings: [{ ...broken, level: 'stale' }] }), result(groups)]);
  const { known } = after(withFinding(), without(), withFinding(), ...Array.from({ length: 6 }, () => stale));
  expect(known?.findings[print]?.flapping).toBe(true);
  const [event] = eventsSince(known, 'org', { kind: 'run', report: stale }, now).events;
  expect(event).toMatchObject({ kind: 'changed', was: 'violation', now: 'stale' });
});

test('a run that verified nothing is an event of the canary only, whatever it found', () => {
  const nothing = withFinding({ outcome: unreachable });
  nothing.coverage.verified = 0;
  expect(after(without(), nothing).events).toEqual(['canary failed canary']);
  expect(after(nothing).known?.step).toBeUndefined();
});

test('an older report, and the same one, are no events', () => {
  const { known } = after(withFinding(), withFinding());
  const older = without();
  older.run.startedAt = '2026-08-01T00:00:00.000Z';
  expect(eventsSince(known, 'org', { kind: 'run', report: older }, now)).toEqual({ events: [], next: known });
});

test('the events of a failed run name the reason, and no text of the org', () => {
  const failed = report([result(users, { outcome: { ...unreachable, reason: 'unauthenticated', detail: 'secret' } })]);
  const [event] = eventsSince(undefined, 'org', { kind: 'run', report: failed }, now).events;
  expect(event).toMatchObject({
    kind: 'canary failed',
    title: 'no operation could be verified; 1 operation unauthenticated',
  });
});

test.each([
  [{ exitCode: 2 }, 'the run could not start or was stopped (exit code 2): its output states why'],
  [{ exitCode: 137 }, 'the run could not start or was stopped (exit code 137): its output states why'],
  [{ report: undefined }, 'the run wrote no report'],
  [{ maxAgeHours: 1 }, 'there was no run in the last 1 hour'],
  [{ exitCode: 1 }, undefined],
  [{ exitCode: undefined }, undefined],
])('a run that did not take place is recognized: %o', (more, why) => {
  const situation = situationOf({ report: report([one.kept]), exitCode: 0, now, maxAgeHours: 36, ...more });
  expect(situation.kind === 'no run' ? situation.why : undefined).toBe(why);
});
