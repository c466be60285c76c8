import { ContractsError } from '../domain/errors.js';
import type { Exchange } from '../domain/exchange.js';
import { makeExchange } from '../domain/exchange.js';
import { asObject, type Json } from '../domain/json.js';
import { deepestNesting, inMegabytes, isTooDeep, largestBody } from './bounds.js';
import { headersOf, isStatus } from './entry.js';

/**
 * Reads one line of recorded traffic: `{id, recordedAt?, request: {method, url, headers?, body?}, response: {status, headers?, body?}}`.
 * Throws `INPUT`, naming the line, where it is something else.
 */
export function parseNdjsonLine(line: string, where: string): Exchange {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new ContractsError('INPUT', `${where} is not JSON: each line must be one exchange.`, { cause });
  }
  const { id, recordedAt, request: asked, response: answered } = asObject(value);
  const [request, response] = [asObject(asked), asObject(answered)];
  const fault = (what: string) =>
    new ContractsError(
      'INPUT',
      `${where} has no ${what}: an exchange needs request.method, request.url and response.status.`,
    );
  if (typeof request.method !== 'string') throw fault('request.method');
  if (typeof request.url !== 'string') throw fault('request.url');
  if (!isStatus(response.status)) throw fault('response.status');
  if (isTooDeep([request.body, response.body] as Json))
    throw new ContractsError('INPUT', `${where} has a body that is nested deeper than ${deepestNesting} levels.`);
  if (line.length > largestBody && JSON.stringify(response.body ?? null).length > largestBody)
    throw new ContractsError('INPUT', `${where} has a body that is larger than ${inMegabytes(largestBody)}.`);
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
