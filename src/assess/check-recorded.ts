import type { Check, Checked } from '../contract/check.js';
import type { Matcher } from '../contract/match.js';
import type { OperationContract } from '../contract/model.js';
import type { Exchange } from '../domain/exchange.js';
import type { Finding, RequestVerdict, Verdict } from '../domain/finding.js';
import { byLevel } from '../domain/finding.js';
import type { OperationId } from '../domain/operation.js';

/** The verdict of one recorded exchange. */
export interface TrafficVerdict {
  id: string;
  verdict: Verdict | 'unmatched';
  operation: OperationId | null;
  findings: Finding[];
  /** Which edition accepts the request; unset if it was not checked. */
  request?: RequestVerdict;
}

/** The result of one recorded exchange: its verdict, and what a report needs. */
export interface CheckedTraffic {
  verdict: TrafficVerdict;
  /** Set if an operation matches the request. */
  checked?: { operation: OperationContract; what: Checked };
}

/** Checks one recorded exchange. It is `unmatched` if no operation with a contract matches the request. */
export function checkRecorded(exchange: Exchange, match: Matcher, check: Check): CheckedTraffic {
  const { id } = exchange;
  const operation = match(exchange.request.method, exchange.request.url);
  if (!operation) return { verdict: { id, verdict: 'unmatched', operation: null, findings: [] } };
  const what = check(operation, exchange);
  const findings = [...what.findings].sort(byLevel);
  const { verdict, request } = what;
  return {
    verdict: { id, verdict, operation: operation.id, ...(request ? { request } : {}), findings },
    checked: { operation, what },
  };
}
