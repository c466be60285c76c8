import { ContractsError } from '../errors.js';
import { makeExchange } from '../exchange.js';
import type { Exchange, Headers, Json } from '../words.js';

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
  const { id, recordedAt, request, response } = (value ?? {}) as Record<
    string,
    Record<string, unknown> | string | undefined
  >;
  const fault = (what: string) =>
    new ContractsError(
      'INPUT',
      `${where} has no ${what}: an exchange needs request.method, request.url and response.status.`,
    );
  if (typeof request !== 'object' || request === null || typeof request.method !== 'string')
    throw fault('request.method');
  if (typeof request.url !== 'string') throw fault('request.url');
  if (typeof response !== 'object' || response === null || typeof response.status !== 'number')
    throw fault('response.status');
  return makeExchange({
    id: typeof id === 'string' ? id : where,
    ...(typeof recordedAt === 'string' ? { recordedAt } : {}),
    request: {
      method: request.method,
      url: request.url,
      ...(request.body === undefined ? {} : { body: request.body as Json }),
    },
    response: {
      status: response.status,
      headers: readHeaders(response.headers),
      ...(response.body === undefined ? {} : { body: response.body as Json }),
    },
  });
}

/** Headers by their names in small letters; a value that is no text is written as one. */
function readHeaders(headers: unknown): Headers {
  if (typeof headers !== 'object' || headers === null) return {};
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  );
}
