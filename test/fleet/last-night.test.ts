import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunReport } from '../../src/assess/run-report.js';
import { prune } from '../../src/cli/fleet/prune.js';
import type { ChangeState } from '../../src/domain/change.js';
import type { Level } from '../../src/domain/finding.js';
import type { Outcome } from '../../src/domain/outcome.js';
import { change, finding, report, result, seen } from '../report/sample-report.js';
import { rowsOf, storeNight } from './stored-night.js';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'last-night-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const [users, groups] = ['GET /api/v1/users', 'GET /api/v1/groups'] as const;
const unreachable: Outcome = { kind: 'inconclusive', reason: 'unreachable', detail: '' };
const broken = finding(users, { pointer: '/*/id', level: 'violation' });
const renamed = change(users, '/*/type');

/** A night of users, beside groups, which are always verified. */
function night(ofUsers: 'not verified' | 'broken' | 'correct'): RunReport {
  const findings = ofUsers === 'broken' ? [broken] : [];
  const outcome: Outcome =
    ofUsers === 'not verified'
      ? unreachable
      : { kind: 'verified', verdict: findings.length > 0 ? 'violation' : 'pass' };
  return report([result(users, { outcome, findings }), result(groups)]);
}

const dayOf = (n: number) => `2026-11-${String(n + 1).padStart(2, '0')}`;

/** The events of each night, without the first. */
async function eventsOf(nights: RunReport[]): Promise<unknown[]> {
  const events: unknown[] = [];
  for (const [n, made] of nights.entries()) {
    storeNight(out, 'acme', dayOf(n), made);
    if (n > 0) events.push((await rowsOf(out, '--query', 'last-night')).map(({ event }) => event));
  }
  return events;
}

test('a finding of an operation that was not verified is not resolved, and not new when it is verified again', async () => {
  const nights = (['broken', 'not verified', 'not verified', 'broken', 'correct'] as const).map(night);
  expect(await eventsOf(nights)).toEqual([[], [], [], ['resolved finding']]);
});

test('a finding that is resolved while its operation is not verified is reported when it is verified again', async () => {
  const nights = (['broken', 'not verified', 'correct', 'not verified', 'broken'] as const).map(night);
  expect(await eventsOf(nights)).toEqual([[], ['resolved finding'], [], ['new finding']]);
});

test('a finding of an operation that was verified for the first time is not new', async () => {
  const nights = (['not verified', 'broken', 'broken'] as const).map(night);
  expect(await eventsOf(nights)).toEqual([['finding, first verified'], []]);
});

test('notices are no events, but a finding that was a notice is new, and one that becomes a notice is resolved', async () => {
  const found = (...levels: Level[]) =>
    report([result(users, { findings: levels.map((level) => finding(users, { pointer: '/*/id', level })) })]);
  const nights = [found(), found('notice'), found('violation'), found('violation', 'notice'), found('notice'), found()];
  expect(await eventsOf(nights)).toEqual([[], ['new finding'], [], ['resolved finding'], []]);
});

test('findings of operations that the last run did not verify are not part of the findings', async () => {
  await eventsOf([night('broken'), night('not verified')]);
  expect(await rowsOf(out, '--query', 'findings', '--more-than', '0')).toEqual([]);
});

test('two runs of a day count once', async () => {
  await eventsOf([night('broken'), night('correct')]);
  storeNight(out, 'acme', dayOf(1), night('not verified'));
  storeNight(out, 'acme', dayOf(1), night('correct'));
  expect((await rowsOf(out, '--query', 'last-night')).map(({ event }) => event)).toEqual(['resolved finding']);
});

test('the events of the last night are the same after a prune', async () => {
  await eventsOf([night('broken'), night('not verified'), night('correct')]);
  prune(out, '2027-01-01', false);
  expect((await rowsOf(out, '--query', 'last-night')).map(({ event }) => event)).toEqual(['resolved finding']);
});

test('a change that a run did not observe keeps its state, and its first observation is no event', async () => {
  const ofState = (state: ChangeState) => report([result(users, { changes: [seen(renamed, state)] })]);
  const nights = (['not observable', 'not applied', 'not observable', 'applied', 'applied'] as const).map(ofState);
  expect(await eventsOf(nights)).toEqual([[], [], ['change is applied'], []]);
});
