import { ContractsError } from '../domain/errors.js';
import type { Exchange } from '../domain/exchange.js';
import { makeExchange } from '../domain/exchange.js';
import { asObject, type Json } from '../domain/json.js';
import { deepestNesting, inMegabytes, isTooDeep, largestBody } from './bounds.js';
import { headersOf, isStatus } from './entry.js';

/** A line that is not an exchange. */
export class InvalidLine extends ContractsError {
  constructor(
    where: string,
    /** What is wrong, as the rest of a sentence: `is not JSON`. */
    readonly fault: string,
    options?: ErrorOptions,
  ) {
    super('INPUT', `${where} ${fault}.`, options);
  }
}

/**
 * Reads one line of recorded traffic: `{id, recordedAt?, request: {method, url, headers?, body?}, response: {status, headers?, body?}}`.
 * Throws `InvalidLine` if it is not one.
 */
export function parseNdjsonLine(line: string, where: string): Exchange {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new InvalidLine(where, 'is not JSON: each line must be one exchange', { cause });
  }
  const { id, recordedAt, request: asked, response: answered } = asObject(value);
  const [request, response] = [asObject(asked), asObject(answered)];
  const missing = (what: string) =>
    new InvalidLine(where, `has no ${what}: an exchange needs request.method, request.url and response.status`);
  if (typeof request.method !== 'string') throw missing('request.method');
  if (typeof request.url !== 'string') throw missing('request.url');
  if (!isStatus(response.status)) throw missing('response.status');
  if (isTooDeep([request.body, response.body] as Json))
    throw new InvalidLine(where, `has a body that is nested deeper than ${deepestNesting} levels`);
  if (line.length > largestBody && JSON.stringify(response.body ?? null).length > largestBody)
    throw new InvalidLine(where, `has a body that is larger than ${inMegabytes(largestBody)}`);
  return makeExchange({
    id: typeof id === 'string' ? id : where,
    recordedAt: typeof recordedAt === 'string' ? recordedAt : undefined,
    request: { method: request.method, url: request.url, body: request.body as Json | undefined },
    response: {
      status: response.status,
      headers: headersOf(Object.entries(asObject(response.headers))),
      body: response.body as Json | undefined,
    },
  });
}
