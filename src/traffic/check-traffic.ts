import type { Check } from '../contract/check.js';
import type { Matcher } from '../contract/match.js';
import { byLevel } from '../finding.js';
import type { Exchange, Finding, OperationId, Verdict } from '../words.js';

/** What is said of one recorded exchange. */
export interface TrafficVerdict {
  id: string;
  verdict: Verdict | 'unmatched';
  operation: OperationId | null;
  findings: Finding[];
}

/** Checks one recorded exchange; `unmatched` where no contract covers the request. */
export function checkRecorded(exchange: Exchange, match: Matcher, check: Check): TrafficVerdict {
  const operation = match(exchange.request.method, exchange.request.url);
  if (!operation) return { id: exchange.id, verdict: 'unmatched', operation: null, findings: [] };
  const { verdict, findings } = check(operation, exchange);
  return { id: exchange.id, verdict, operation: operation.id, findings: [...findings].sort(byLevel) };
}
