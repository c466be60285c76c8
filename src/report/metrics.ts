import { orgName, type RunReport } from '../assess/run-report.js';
import type { Level } from '../domain/finding.js';
import { sdkOutcomes } from '../domain/sdk.js';

/** One value of a metric. Labels contain names of the contracts, never ids or values of the org. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
}

/** A metric of a run: a gauge that has the value of the last run. */
export interface Metric {
  /** Words with dots between them, `run.duration`; after the prefix `okta_contracts`. */
  name: string;
  help: string;
  /** Seconds, or a ratio from 0 to 1. */
  unit?: 's' | '1';
  samples: Sample[];
}

/** The labels that all metrics of a run have. */
export function runLabels({ org, edition }: RunReport): Record<string, string> {
  return { org: orgName(org), edition: edition.edition };
}

/** The metrics of a run. Metrics without a value are left out. The number of samples is bounded by the operations of the contracts. */
export function metricsOf(report: RunReport): Metric[] {
  return [...metricsOfRun(report), ...metricsOfOperations(report), ...metricsOfSdks(report)].filter(
    ({ samples }) => samples.length > 0,
  );
}

/** The metrics of a run that could not start: the org is unreachable, or the token is invalid. */
export function metricsWithoutRun(now: Date): Metric[] {
  return stateOf({ passed: false, failed: true, end: now.getTime() / 1000 });
}

const one = (value: number): Sample[] => [{ labels: {}, value }];

/** A sample for each value, with the name of the value as a label: `not applied` becomes `not_applied`. */
function byName(label: string, values: Record<string, number>, labels: Record<string, string> = {}): Sample[] {
  return Object.entries(values).map(([name, value]) => ({ labels: { ...labels, [label]: labelValue(name) }, value }));
}

function labelValue(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll(' ', '_');
}

/** What to alert on: whether the last run passed, whether the canary itself works, and when that was. */
function stateOf({ passed, failed, end }: { passed: boolean; failed: boolean; end: number }): Metric[] {
  return [
    { name: 'run.passed', help: 'Whether the last run passed: 1 or 0.', samples: one(passed ? 1 : 0) },
    {
      name: 'canary.failed',
      help: 'Whether the last run could not start or verified nothing: 1 or 0.',
      samples: one(failed ? 1 : 0),
    },
    { name: 'run.timestamp', unit: 's', help: 'The end of the last run, in Unix time.', samples: one(end) },
  ];
}

function metricsOfRun({ run, coverage, requests, leftovers, waivers, baseline }: RunReport): Metric[] {
  const end = Date.parse(run.startedAt) / 1000 + run.seconds;
  const { used, expired, unused } = waivers;
  const numbersOfWaivers = { used, expired: expired.length, unused: unused.length };
  return [
    ...stateOf({ passed: run.passed, failed: coverage.verified === 0, end }),
    { name: 'run.duration', unit: 's', help: 'Duration of the last run.', samples: one(run.seconds) },
    { name: 'requests', help: 'Requests that the run sent.', samples: one(requests.sent) },
    { name: 'requests.limited', help: 'Requests that the org answered with 429.', samples: one(requests.answered429) },
    {
      name: 'requests.wait',
      unit: 's',
      help: 'Time that requests waited for rate limits, added up over requests.',
      samples: one(requests.waitedSeconds),
    },
    { name: 'leftovers', help: 'Objects and settings that are left on the org.', samples: one(leftovers.length) },
    { name: 'waivers', help: 'Waivers by state.', samples: byName('state', numbersOfWaivers) },
    {
      name: 'baseline.findings',
      help: 'Findings compared with the baseline.',
      samples: baseline ? byName('state', { new: baseline.new, known: baseline.known, gone: baseline.gone }) : [],
    },
  ];
}

function metricsOfOperations(report: RunReport): Metric[] {
  const { coverage, changes, requestChanges, editionMatch } = report;
  const { selected, verifiable, verified, verdicts, unverified } = coverage;
  const outcomes: Record<string, number> = { ...verdicts, skipped: 0, inconclusive: 0, 'not exercised': 0 };
  for (const { kind, operations } of unverified) outcomes[kind] = (outcomes[kind] ?? 0) + operations.length;
  const { editions, org: _org, of: _, ...matches } = editionMatch;
  return [
    {
      name: 'operations',
      help: 'Operations by verdict, or by why there is none.',
      samples: byName('outcome', outcomes),
    },
    {
      name: 'operations.unverified',
      help: 'Operations that were not verified, by reason.',
      samples: unverified.map(({ kind, reason = 'none', operations }) => ({
        labels: { outcome: labelValue(kind), reason },
        value: operations.length,
      })),
    },
    { name: 'operations.selected', help: 'Operations that were selected.', samples: one(selected) },
    {
      name: 'operations.verifiable',
      help: 'Selected operations that the tier, the scopes, the role and the org allow to verify.',
      samples: one(verifiable),
    },
    {
      name: 'coverage',
      unit: '1',
      help: 'Share of the verifiable operations that were verified.',
      samples: verifiable > 0 ? one(verified / verifiable) : [],
    },
    {
      name: 'changes',
      help: 'Changes of the edition by state.',
      samples: [
        ...byName('state', changes, { part: 'response' }),
        ...(requestChanges ? byName('state', requestChanges, { part: 'request' }) : []),
      ],
    },
    {
      name: 'edition.match',
      help: 'Operations that differ between the editions, by the edition that they match.',
      samples: byName('match', matches),
    },
    {
      name: 'edition.newest',
      help: 'Operations by the newest edition whose changes they have.',
      samples: Object.entries(editions ?? {}).map(([newest, value]) => ({ labels: { newest }, value })),
    },
    { name: 'findings', help: 'Findings by operation, except notices.', samples: findingsOf(report) },
  ];
}

/** Only operations with a finding have a sample. */
function findingsOf({ operations }: RunReport): Sample[] {
  return operations.flatMap(({ operation, resource, findings }) => {
    const numbers = new Map<string, Sample>();
    for (const { level, policyResult } of findings) {
      if (level === ('notice' satisfies Level)) continue;
      const key = `${level} ${policyResult}`;
      const labels = { resource, operation, level, policy: policyResult };
      numbers.set(key, { labels, value: (numbers.get(key)?.value ?? 0) + 1 });
    }
    return [...numbers.values()];
  });
}

function metricsOfSdks({ sdks = [] }: RunReport): Metric[] {
  const labelsOf = ({ name, version }: { name: string; version: string }) => ({ sdk: name, version });
  return [
    {
      name: 'sdk.responses',
      help: 'Responses by what the SDK made of them.',
      samples: sdks.flatMap((sdk) =>
        sdkOutcomes.map((result) => ({
          labels: { ...labelsOf(sdk), result: labelValue(result) },
          value: sdk.responses[result],
        })),
      ),
    },
    {
      name: 'sdk.findings',
      help: 'Different places that the SDK cannot read or drops.',
      samples: sdks.map((sdk) => ({
        labels: labelsOf(sdk),
        value: sdk.findings.length + (sdk.furtherFindings ?? 0),
      })),
    },
  ];
}
