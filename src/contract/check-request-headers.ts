import type { Exchange, Headers } from '../domain/exchange.js';
import { escapeSegment } from '../domain/json.js';
import type { Catalogue } from './catalogue.js';
import { checkParameter } from './check-parameter.js';
import type { OperationContract } from './model.js';
import { aboutRequest, type RequestFault } from './request-fault.js';

/** Media types, and parameters of operations. An address of a user (`X-Forwarded-For`) is none of them. */
const checkedHeaders = new Set(['accept', 'content-type', 'if-match', 'prefer']);

/** The headers of a request that the check reads, with names in lower case. Others, such as credentials, are left out. */
export function checkedHeadersOf(headers: Readonly<Record<string, Headers[string] | undefined>>): {
  headers?: Headers;
} {
  const kept = Object.entries(headers).flatMap(([name, value]): [string, Headers[string]][] =>
    checkedHeaders.has(name) && value !== undefined ? [[name, value]] : [],
  );
  return kept.length === 0 ? {} : { headers: Object.fromEntries(kept) };
}

/**
 * What is wrong with the headers of a request that the operation reads; `undefined` if it reads none, or if a recording leaves headers
 * out. Other headers are no parameters: proxies and clients add them.
 */
export function checkRequestHeaders(
  catalogue: Catalogue,
  operation: OperationContract,
  { isComplete, request }: Exchange,
): RequestFault[] | undefined {
  const { headers, requiredHeaders = [] } = operation;
  if (headers === undefined) return undefined;
  const sent = Object.entries(headers).flatMap(([name, schema]) => {
    const values = [request.headers?.[name.toLowerCase()] ?? []].flat();
    return values.length === 0 ? [] : [{ name, schema, values }];
  });
  // A recorder that keeps other headers may leave out this one.
  if (sent.length === 0 && !isComplete) return undefined;
  const missing = Object.keys(headers).filter((name) => {
    const isRequired = requiredHeaders.includes(name) || headers[name]?.requiredIn !== undefined;
    return isComplete && request.headers !== undefined && isRequired && !sent.some((one) => one.name === name);
  });
  return [
    ...sent.flatMap(({ name, schema, values }) => {
      const path = `/operations/${escapeSegment(operation.id)}/headers/${escapeSegment(name)}`;
      const place = `${operation.resource}/operations.json#${path}`;
      const typed = (all: readonly string[]) => all.join(', ');
      const parameter = { name, schema, typed, kind: 'a request header' as const, pointer: `header ${name}`, place };
      return checkParameter(catalogue, operation, parameter, values);
    }),
    ...missing.map((name) => missingHeader(operation, name, headers[name]?.requiredIn)),
  ];
}

function missingHeader(operation: OperationContract, name: string, requiredIn: string | undefined): RequestFault {
  const fault =
    requiredIn === undefined
      ? aboutRequest(operation, 'rejected', `Missing required request header \`${name}\``)
      : aboutRequest(operation, 'previous only', `\`${name}\` is required as a request header since ${requiredIn}`);
  return { ...fault, pointer: `header ${name}` };
}
