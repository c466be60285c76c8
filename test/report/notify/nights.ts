import { historyEntryOf } from '../../../src/assess/history.js';
import type { RunReport } from '../../../src/assess/run-report.js';
import type { OperationResult } from '../../../src/domain/outcome.js';
import { change, finding, report, result, seen } from '../sample-report.js';

const org = 'GET /.well-known/okta-organization';
const users = 'GET /api/v1/users';
const groups = 'GET /api/v1/groups';
const hooks = 'GET /api/v1/inlineHooks';

const removed = change(org, '/settings');
const added = { ...change(hooks, '/*/_links/execute', 'added'), contract: 'inline-hooks/h.json#/execute' };

/** The findings of the nights. */
export const findings = {
  /** Until night 9, because the org has not applied the removal. */
  stale: finding(org, {
    kind: 'removed',
    level: 'stale',
    pointer: '/settings',
    message: '`settings` was removed in 2025.08.0 but is still returned',
    change: removed.id,
  }),
  /** Nights 40 to 49. */
  broken: finding(users, { pointer: '/*/id', level: 'violation' }),
  /** Each second night from 15 to 35. */
  flapping: finding(groups, { pointer: '/*/type', contract: 'groups/g.json#/type', level: 'violation' }),
};

/** The nights with something special. */
export const special = {
  removal: 10,
  flapping: [15, 35],
  addition: 25,
  outage: 30,
  broken: [40, 49],
  noRun: 45,
} as const;

/** Whether a finding is there in a night. */
export function has(name: keyof typeof findings, night: number): boolean {
  if (name === 'stale') return night < special.removal;
  const [from, to] = special[name];
  return night >= from && night <= to && (name === 'broken' || (night - from) % 2 === 0);
}

function resultsOf(night: number): OperationResult[] {
  const found = (name: keyof typeof findings) => (has(name, night) ? [findings[name]] : []);
  const results = [
    result(org, {
      resource: 'org-metadata',
      findings: found('stale'),
      changes: [seen(removed, night < special.removal ? 'not applied' : 'applied')],
    }),
    result(users, { findings: found('broken') }),
    result(groups, { resource: 'groups', findings: found('flapping') }),
    result(hooks, {
      resource: 'inline-hooks',
      changes: [seen(added, night < special.addition ? 'not applied' : 'applied')],
    }),
  ];
  if (night !== special.outage) return results;
  return results.map((one) => ({
    ...one,
    findings: [],
    changes: one.changes.map(({ change: same }) => seen(same, 'not observable')),
    outcome: { kind: 'inconclusive', reason: 'unreachable', detail: 'ECONNREFUSED' },
    checked: 0,
  }));
}

/** The reports of nights 1 to 60, each with the history of those before. None for the night without a run. */
export function sixtyNights(): (RunReport | undefined)[] {
  const reports: (RunReport | undefined)[] = [];
  const history: ReturnType<typeof historyEntryOf>[] = [];
  for (let night = 1; night <= 60; night += 1) {
    if (night === special.noRun) {
      reports.push(undefined);
      continue;
    }
    const startedAt = new Date(Date.UTC(2026, 7, 31 + night, 3, 17));
    const made = report(resultsOf(night), { startedAt, history: [...history] });
    history.push(historyEntryOf(made));
    reports.push(made);
  }
  return reports;
}
