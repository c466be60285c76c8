import { type Catalogue, loadCatalogue } from '../contract/catalogue.js';
import { type Check, createCheck } from '../contract/check.js';
import { createRequestCheck, type RequestCheck } from '../contract/check-request.js';
import { createMatcher, type Matcher } from '../contract/match.js';
import type { OperationContract } from '../contract/model.js';
import { operationNamed, suggestionFor } from '../contract/named.js';
import { ContractsError } from '../domain/errors.js';
import { type Headers, makeExchange } from '../domain/exchange.js';
import { byLevel, type Finding, type RequestVerdict, type Verdict, verdictOf } from '../domain/finding.js';
import type { Json } from '../domain/json.js';
import type { OperationId } from '../domain/operation.js';

/** Headers: an object, or a `Headers` object of fetch. */
export type AnyHeaders = Record<string, string | string[]> | Iterable<[string, string]>;

/** A request and its response. A body is parsed JSON, or text if it is not JSON. */
export interface AnyExchange {
  /** A request without a body is not checked against the contract of the body: it may not have been recorded. */
  request: { method: string; url: string; headers?: AnyHeaders; body?: unknown };
  response: { status: number; headers?: AnyHeaders; body?: unknown };
}

/** The result of a check. */
export interface CheckResult {
  /** `unmatched` if no contract covers the request. */
  verdict: Verdict | 'unmatched';
  operation: OperationId | null;
  /** Which edition accepts the request; unset if it was not checked. It does not change the verdict. */
  request?: RequestVerdict;
  /** The most severe first. */
  findings: Finding[];
}

/** How a response is checked. */
export interface CheckOptions {
  /** The response has only a part of its properties, as in a mock: missing properties are not reported, everything else is. */
  partial?: boolean;
}

/** The result of a check of a request. */
export interface RequestCheckResult {
  /** Which edition accepts the request; unset if the contract describes neither a body nor query parameters. */
  verdict: RequestVerdict | undefined;
  operation: OperationId;
  /** The most severe first. */
  findings: Finding[];
}

/** A request to check: the URL is needed for its query parameters only. A body is parsed JSON, or text if it is not JSON. */
export interface AnyRequest {
  url?: string;
  headers?: AnyHeaders;
  body?: unknown;
}

let loaded: { catalogue: Catalogue; check: Check; checkRequest: RequestCheck; match: Matcher } | undefined;

/** The contracts. They are loaded at the first check. */
function contracts(): NonNullable<typeof loaded> {
  if (loaded) return loaded;
  const catalogue = loadCatalogue();
  loaded = {
    catalogue,
    check: createCheck(catalogue),
    checkRequest: createRequestCheck(catalogue),
    match: createMatcher(catalogue),
  };
  return loaded;
}

/** Checks an exchange against the contract of its operation, which is found by method and URL. */
export function check({ request, response }: AnyExchange, options: CheckOptions = {}): CheckResult {
  const operation = contracts().match(request.method, request.url);
  return operation
    ? checkExchange(operation, request, response, options)
    : { verdict: 'unmatched', operation: null, findings: [] };
}

/**
 * Checks a response against the contract of an operation. The names of path parameters do not matter. Throws `INPUT` if the
 * operation has no contract.
 */
export function checkResponse(
  operation: OperationId,
  response: AnyExchange['response'],
  options: CheckOptions = {},
): CheckResult {
  const contract = contractNamed(operation);
  return checkExchange(contract, { url: `https://org.invalid${contract.template}` }, response, options);
}

/**
 * Checks a request against the contract of an operation: body, query parameters and content type. A request without a `body` is
 * checked as one that was sent without a body. The names of path parameters do not matter. Throws `INPUT` if the operation has no
 * contract.
 */
export function checkRequest(operation: OperationId, { url, headers, body }: AnyRequest): RequestCheckResult {
  const contract = contractNamed(operation);
  const exchange = makeExchange({
    id: contract.id,
    isComplete: true,
    request: {
      method: contract.method,
      url: url ?? `https://org.invalid${contract.template}`,
      ...(headers ? { headers: lowerCase(headers) } : {}),
      body: body as Json | undefined,
    },
    response: noResponse,
  });
  // Without a URL, it is not known which query parameters the client sends.
  const { query, ...withoutQuery } = contract;
  const { verdict, findings } = contracts().checkRequest(url === undefined ? withoutQuery : contract, exchange);
  return { verdict, operation: contract.id, findings: [...findings].sort(byLevel) };
}

/** A response that tells nothing about the request. */
const noResponse = { status: 0, headers: {}, body: undefined };

function checkExchange(
  contract: OperationContract,
  { url, headers, body }: AnyRequest & { url: string },
  response: AnyExchange['response'],
  { partial = false }: CheckOptions,
): CheckResult {
  const { request, findings: all } = contracts().check(
    contract,
    makeExchange({
      id: contract.id,
      request: {
        method: contract.method,
        url,
        ...(headers ? { headers: lowerCase(headers) } : {}),
        body: body as Json | undefined,
      },
      response: {
        status: response.status,
        headers: lowerCase(response.headers ?? { 'content-type': 'application/json' }),
        body: response.body as Json | undefined,
      },
    }),
  );
  const findings = partial ? all.filter((finding) => !isMissing(finding)) : all;
  return {
    verdict: verdictOf(findings),
    operation: contract.id,
    ...(request ? { request } : {}),
    findings: [...findings].sort(byLevel),
  };
}

/** Whether a finding is about a property or header that a response lacks, of any kind: `missing`, `not-yet` or `error-shape`. */
function isMissing({ kind, contract }: Finding): boolean {
  return kind === 'missing' || (kind !== 'request' && /(?<!\/properties)\/required\/[^/]+$/.test(contract));
}

function contractNamed(operation: OperationId): OperationContract {
  const known = contracts().catalogue.operations;
  const contract = operationNamed(known, operation);
  if (!contract) throw new ContractsError('INPUT', `${operation} has no contract: ${suggestionFor(known, operation)}`);
  return contract;
}

function lowerCase(headers: AnyHeaders): Headers {
  const isIterable = (value: AnyHeaders): value is Iterable<[string, string]> => Symbol.iterator in value;
  const entries: Iterable<[string, unknown]> = isIterable(headers) ? headers : Object.entries(headers);
  return Object.fromEntries(
    // A client may set a header to a value that is not a text, such as `false` for none.
    [...entries].flatMap(([name, value]): [string, string | string[]][] =>
      typeof value === 'string' || Array.isArray(value) ? [[name.toLowerCase(), value]] : [],
    ),
  );
}

/** The names of all operations that have a contract. */
export function operations(): OperationId[] {
  return [...contracts().catalogue.operations.keys()];
}
