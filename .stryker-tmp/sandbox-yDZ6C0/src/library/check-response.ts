// @ts-nocheck
import { type Catalogue, loadCatalogue } from '../contract/catalogue.js';
import { type Check, createCheck } from '../contract/check.js';
import { createMatcher, type Matcher } from '../contract/match.js';
import { operationNamed, suggestionFor } from '../contract/named.js';
import { ContractsError } from '../domain/errors.js';
import { type Headers, makeExchange } from '../domain/exchange.js';
import { byLevel, type Finding, type Verdict } from '../domain/finding.js';
import type { Json } from '../domain/json.js';
import type { OperationId } from '../domain/operation.js';

/** A request and its response. The body is parsed JSON, or text if it is not JSON. */
export interface AnyExchange {
  request: { method: string; url: string };
  response: { status: number; headers?: Record<string, string | string[]>; body?: unknown };
}

/** The result of a check. */
export interface CheckResult {
  /** `unmatched` if no contract covers the request. */
  verdict: Verdict | 'unmatched';
  operation: OperationId | null;
  /** The most severe first. */
  findings: Finding[];
}

let loaded: { catalogue: Catalogue; check: Check; match: Matcher } | undefined;

/** The contracts. They are loaded at the first check. */
function contracts(): NonNullable<typeof loaded> {
  if (loaded) return loaded;
  const catalogue = loadCatalogue();
  loaded = { catalogue, check: createCheck(catalogue), match: createMatcher(catalogue) };
  return loaded;
}

/** Checks an exchange against the contract of its operation, which is found by method and URL. */
export function check(exchange: AnyExchange): CheckResult {
  const operation = contracts().match(exchange.request.method, exchange.request.url);
  return operation
    ? checkResponse(operation.id, exchange.response)
    : { verdict: 'unmatched', operation: null, findings: [] };
}

/**
 * Checks a response against the contract of an operation. The names of path parameters do not matter. Throws `INPUT` if the
 * operation has no contract.
 */
export function checkResponse(operation: OperationId, response: AnyExchange['response']): CheckResult {
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

/** The names of all operations that have a contract. */
export function operations(): OperationId[] {
  return [...contracts().catalogue.operations.keys()];
}
