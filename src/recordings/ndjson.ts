import { checkedHeadersOf } from '../contract/check-request-headers.js';
import { makeExchange } from '../domain/exchange.js';
import { asObject, type Json } from '../domain/json.js';
import { collectGarbage } from '../io/heap.js';
import { deepestNesting, inMegabytes, isTooDeep, jsonLength, largestBody } from './bounds.js';
import { type Entry, type Fault, faultAt, headersOf, isStatus, leftOut } from './entry.js';

/**
 * Reads one line of recorded traffic:
 * `{id, recordedAt?, request: {method, url, headers?, body?}, response: {status, headers?, body?}}`.
 * An exchange without an id gets the place of its line as its id.
 */
export function readNdjsonLine(place: string, line: string): Entry {
  let value: unknown;
  // The parts that a long line consists of are still in memory.
  if (line.length > largestBody / 2) collectGarbage();
  try {
    value = JSON.parse(line);
  } catch {
    return faultAt(place, 'it is not JSON: each line must be one exchange');
  }
  const { id, recordedAt, ...parts } = asObject(value);
  const [request, response] = [asObject(parts.request), asObject(parts.response)];
  const { method, url } = request;
  const { status, body } = response;
  if (typeof method !== 'string') return missing(place, 'request.method');
  if (typeof url !== 'string') return missing(place, 'request.url');
  if (!isStatus(status)) return missing(place, 'response.status');
  if (line.length > largestBody) {
    // `jsonLength` recurses.
    if (isTooDeep([request.body, body] as Json)) return tooDeep(place);
    if (jsonLength(body ?? null) > largestBody)
      return faultAt(place, `it has a body that is larger than ${inMegabytes(largestBody)}`);
  }
  const exchange = makeExchange({
    id: typeof id === 'string' ? id : place,
    recordedAt: typeof recordedAt === 'string' ? recordedAt : undefined,
    request: {
      method,
      url,
      ...checkedHeadersOf(headersOf(Object.entries(asObject(request.headers)))),
      body: request.body,
    },
    response: { status, headers: headersOf(Object.entries(asObject(response.headers))), body },
  });
  if (isTooDeep(leftOut(exchange, request.body, body))) return tooDeep(place);
  return { kind: 'exchange', place, exchange };
}

function tooDeep(place: string): Fault {
  return faultAt(place, `it has a body that is nested deeper than ${deepestNesting} levels`);
}

function missing(place: string, field: string): Fault {
  return faultAt(place, `it has no ${field}: an exchange needs request.method, request.url and response.status`);
}
