import { loadCatalogue } from '../contract/catalogue.js';
import { createCheck } from '../contract/check.js';
import { createMatcher } from '../contract/match.js';
import { operationNamed, suggestionFor } from '../contract/named.js';
import { ContractsError } from '../domain/errors.js';
import type { Headers } from '../domain/exchange.js';
import { makeExchange } from '../domain/exchange.js';
import type { Finding, Verdict } from '../domain/finding.js';
import { byLevel } from '../domain/finding.js';
import type { Json } from '../domain/json.js';
import type { OperationId } from '../domain/operation.js';

/** A request with its answer; the body is parsed JSON, or text where it is none. */
export interface AnyExchange {
  request: { method: string; url: string };
  response: { status: number; headers?: Record<string, string | string[]>; body?: unknown };
}

/** What a check says. */
export interface CheckResult {
  /** `unmatched` where no contract covers the request. */
  verdict: Verdict | 'unmatched';
  operation: OperationId | null;
  /** The worst first. */
  findings: Finding[];
}

const contracts = (() => {
  let made: ReturnType<typeof make> | undefined;
  const make = () => {
    const catalogue = loadCatalogue();
    return { catalogue, check: createCheck(catalogue), match: createMatcher(catalogue) };
  };
  return () => {
    made ??= make();
    return made;
  };
})();

/** Checks an exchange against the contract of its operation, which its method and URL tell. */
export function check(exchange: AnyExchange): CheckResult {
  const operation = contracts().match(exchange.request.method, exchange.request.url);
  return operation
    ? checkAnswer(operation.id, exchange.response)
    : { verdict: 'unmatched', operation: null, findings: [] };
}

/**
 * Checks an answer against the contract of a named operation; its parameters may have any names. Throws `INPUT` where there is
 * no such contract.
 */
export function checkAnswer(operation: OperationId, response: AnyExchange['response']): CheckResult {
  const known = contracts().catalogue.operations;
  const contract = operationNamed(known, operation);
  if (!contract) throw new ContractsError('INPUT', `${operation} has no contract: ${suggestionFor(known, operation)}`);
  const headers: Headers = Object.fromEntries(
    Object.entries(response.headers ?? { 'content-type': 'application/json' }).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]),
  );
  const { verdict, findings } = contracts().check(
    contract,
    makeExchange({
      id: contract.id,
      request: { method: contract.method, url: `https://org.invalid${contract.template}` },
      response: {
        status: response.status,
        headers,
        body: response.body as Json | undefined,
      },
    }),
  );
  return { verdict, operation: contract.id, findings: [...findings].sort(byLevel) };
}

/** The names of all operations under contract. */
export function operations(): OperationId[] {
  return [...contracts().catalogue.operations.keys()];
}
