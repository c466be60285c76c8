import { buildReport, type RunFacts, type RunParts } from '../../src/assess/build.js';
import type { FailurePolicy } from '../../src/assess/policy.js';
import type { RunReport } from '../../src/assess/run-report.js';
import { Schemas } from '../../src/contract/schemas.js';
import type { Change, ChangeState } from '../../src/domain/change.js';
import type { Finding } from '../../src/domain/finding.js';
import { makeFinding } from '../../src/domain/finding.js';
import type { OperationId } from '../../src/domain/operation.js';
import type { OperationResult } from '../../src/domain/outcome.js';
import { ownContractsFolder } from '../../src/io/package-root.js';

/** A change of an operation. */
export function change(operation: OperationId, pointer: string, kind: Change['kind'] = 'removed'): Change {
  return {
    id: `${operation}: ${kind} ${pointer}`.trim(),
    operation,
    kind,
    pointer,
    contract: `users/u.json#${pointer || '/c'}`,
  };
}

/** A finding of an operation. */
export function finding(operation: OperationId, parts: Partial<Finding> = {}): Finding {
  const { kind = 'type', pointer = '/id' } = parts;
  const made = makeFinding(operation, 200, {
    kind,
    pointer,
    message: 'Expected string, got null',
    contract: 'users/user.schema.json#/properties/id/type',
    evidence: { documents: 'both', satisfied: 560, violated: 0, orgs: 3, kinds: 2 },
  });
  return { ...made, ...parts };
}

/** The result of an operation that matches its contract, with other parts as given. */
export function result(operation: OperationId, parts: Partial<OperationResult> = {}): OperationResult {
  return {
    operation,
    resource: 'users',
    outcome: { kind: 'verified', verdict: 'pass' },
    evidence: 'documented',
    findings: [],
    changes: [],
    checked: 1,
    ...parts,
  };
}

/** A change with its state. */
export function seen(one: Change, state: ChangeState): OperationResult['changes'][number] {
  return { change: one, state };
}

export const policy: FailurePolicy = { strict: false, stale: 'fail', waivers: [], known: [], today: '2026-11-24' };

/** The schemas of this package, for reports without contracts of operations. */
export const schemas = new Schemas(ownContractsFolder());

const facts: RunFacts = {
  org: { url: 'https://acme.oktapreview.com', tiers: ['read'] },
  policy,
  minCoverage: 0,
  requests: 12,
  answered429: 1,
  waitedMs: 2500,
  slotSeconds: 0.25,
  buckets: [{ name: '/api/v1/users', limit: 600, sent: [3, 9], waitedMs: [0, 2500] }],
  peakRssMb: 100,
  longestChain: 3,
};

/** The report of a run. */
export function report(
  results: OperationResult[],
  more: Partial<Omit<RunParts, 'facts'>> & { facts?: Partial<RunFacts> } = {},
): RunReport {
  return buildReport({
    startedAt: new Date('2026-11-24T06:00:00Z'),
    seconds: 3.25,
    results,
    catalogue: {
      edition: { edition: '2025.08.0', previous: '2024.08.3', apiVersion: '5.1.0', errors: {} } as never,
      editions: [],
      operations: new Map(),
      schemas,
    },
    history: [],
    faults: 0,
    ...more,
    facts: { ...facts, ...more.facts },
  });
}

const users = 'GET /api/v1/users';
const org = 'GET /.well-known/okta-organization';
const hooks = 'POST /api/v1/inlineHooks';

/** One operation of each kind: violation, stale, skipped and passed. */
export const one = {
  broken: result(users, {
    outcome: { kind: 'verified', verdict: 'violation' },
    findings: [finding(users, { pointer: '/*/id', count: 3, level: 'violation' })],
  }),
  stale: result(org, {
    resource: 'org-metadata',
    outcome: { kind: 'verified', verdict: 'stale' },
    findings: [
      finding(org, {
        kind: 'removed',
        level: 'stale',
        pointer: '/settings',
        message: '`settings` was removed in 2025.08.0 but is still returned',
        change: change(org, '/settings').id,
      }),
    ],
    changes: [seen(change(org, '/settings'), 'not applied')],
  }),
  skipped: result(hooks, {
    resource: 'inline-hooks',
    outcome: { kind: 'skipped', reason: 'needs-write-tier', detail: 'runs in the write tier only' },
    checked: 0,
  }),
  kept: result('GET /api/v1/inlineHooks', {
    resource: 'inline-hooks',
    evidence: { answers: 12, cassettes: 3, orgs: 2, last: '2026-05' },
    changes: [seen(change('GET /api/v1/inlineHooks', '/*/_links/execute', 'added'), 'applied')],
  }),
};

export const oneOfEach = Object.values(one);
