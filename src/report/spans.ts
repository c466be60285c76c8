import type { ReportedOperation, RunReport } from '../assess/run-report.js';
import { levels } from '../domain/finding.js';
import type { OperationTime } from '../domain/outcome.js';
import { runLabels } from './metrics.js';

/** A span of a run with the spans inside it. Times are milliseconds of Unix time. */
export interface SpanTree {
  name: string;
  start: number;
  end: number;
  attributes: Record<string, string | number | boolean>;
  /** Set if it failed. */
  error?: string;
  children: SpanTree[];
}

/**
 * The spans of a run: the run, its resources, and in each resource its operations, from the first request to the last response.
 * Operations without a request have no span. Paths are the templates of the contracts.
 */
export function spansOf(report: RunReport, times: readonly OperationTime[]): SpanTree {
  const { run, org, coverage, requests } = report;
  const start = Date.parse(run.startedAt);
  const byOperation = new Map(times.map((time) => [time.operation, time]));
  const resources = new Map<string, SpanTree[]>();
  for (const result of report.operations) {
    const time = byOperation.get(result.operation);
    if (!time) continue;
    resources.set(result.resource, [...(resources.get(result.resource) ?? []), spanOf(result, time)]);
  }
  const { org: name, edition } = runLabels(report);
  return {
    name: 'okta-contracts run',
    start,
    end: start + run.seconds * 1000,
    attributes: withPrefix({
      ...{ org: name ?? '', edition: edition ?? '', tiers: org.tiers.join(','), passed: run.passed },
      ...{ selected: coverage.selected, verifiable: coverage.verifiable, verified: coverage.verified },
      ...{ requests: requests.sent, 'requests.limited': requests.answered429 },
    }),
    ...(run.passed ? {} : { error: run.reasons.join('; ') }),
    children: [...resources].map(([resource, children]) => ({
      name: resource,
      start: Math.min(...children.map((child) => child.start)),
      end: Math.max(...children.map((child) => child.end)),
      attributes: withPrefix({ resource }),
      children,
    })),
  };
}

function spanOf(result: ReportedOperation, { start, end, requests }: OperationTime): SpanTree {
  const { operation, resource, outcome, findings, editionMatch } = result;
  const [method = '', template = ''] = operation.split(' ');
  const numbers = levels.map((level) => [`findings.${level}`, findings.filter((one) => one.level === level).length]);
  const isFailed = findings.some(({ policyResult }) => policyResult === 'fails');
  return {
    name: operation,
    start,
    end,
    attributes: {
      'http.request.method': method,
      'url.template': template,
      ...withPrefix({
        ...{ resource, requests, outcome: outcome.kind === 'verified' ? outcome.verdict : outcome.kind },
        ...('reason' in outcome ? { reason: outcome.reason } : {}),
        ...(editionMatch ? { 'edition.match': editionMatch } : {}),
        ...Object.fromEntries(numbers.filter(([, number]) => number !== 0)),
      }),
    },
    ...(isFailed ? { error: 'findings fail the run' } : {}),
    children: [],
  };
}

function withPrefix(attributes: SpanTree['attributes']): SpanTree['attributes'] {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`okta_contracts.${name}`, value]));
}
