import { checkedHeadersOf } from '../contract/check-request-headers.js';
import type { Exchange, Headers } from '../domain/exchange.js';
import { makeExchange, parseBody } from '../domain/exchange.js';
import type { Json } from '../domain/json.js';
import { unpackedBody } from '../io/unpack.js';
import { deepestNesting, inMegabytes, isTooDeep, largestBody } from './bounds.js';

/** One entry of a recording: an exchange, or why it cannot be read. A fault without a place concerns the whole file. */
export type Entry = { kind: 'exchange'; place: string; exchange: Exchange } | Fault;

/** Why an entry, a line or a recording cannot be read. The text continues a sentence about it. */
export interface Fault {
  kind: 'fault';
  place?: string;
  fault: string;
}

/** An entry that is not parsed yet. */
export interface RawEntry {
  kind: 'raw';
  format: 'ndjson' | 'json' | 'yaml' | 'wiremock';
  place: string;
  id: string;
  /** The line on which it begins. */
  line: number;
  text: string;
}

export function faultAt(place: string, fault: string): Fault {
  return { kind: 'fault', place, fault };
}

/** Whether a value is an HTTP status. Browsers record 0 if there was no response. */
export function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 100 && Number(value) <= 599;
}

/** The parts of a recorded exchange. Every format has them. */
export interface RecordedParts {
  id: string;
  recordedAt?: string;
  method: unknown;
  url: unknown;
  requestBody?: unknown;
  /** All headers of the request. Only those that the check reads are kept. */
  requestHeaders: Headers;
  /** Nothing was left out, see `RawExchange`. */
  isComplete?: boolean;
  status: unknown;
  headers: Headers;
  /** Text, encoded bytes, or `undefined` if there was none. */
  body: unknown;
}

/** Makes an entry: unpacks and parses the bodies, and replaces secrets. */
export function recordedEntry(place: string, parts: RecordedParts): Entry {
  const { id, method, url, status, headers } = parts;
  if (typeof method !== 'string') return faultAt(place, 'it has no method');
  if (typeof url !== 'string' || !URL.canParse(url)) return faultAt(place, 'it has no URL');
  if (!isStatus(status)) return faultAt(place, 'it has no HTTP status');
  let body: Json | undefined;
  let requestBody: Json | undefined;
  try {
    body = bodyOf(parts.body, headers);
    requestBody = typeof parts.requestBody === 'string' ? bodyOf(parts.requestBody, {}) : undefined;
  } catch (cause) {
    return faultAt(place, cause instanceof TooLarge ? cause.message : 'its body cannot be unpacked');
  }
  const exchange = makeExchange({
    id,
    recordedAt: parts.recordedAt,
    ...(parts.isComplete ? { isComplete: true } : {}),
    request: {
      method,
      url,
      ...checkedHeadersOf(parts.requestHeaders),
      body: requestBody,
    },
    response: { status, headers, body },
  });
  if (leftOut(exchange, requestBody, body).some(isTooDeep))
    return faultAt(place, `its body is nested deeper than ${deepestNesting} levels`);
  return { kind: 'exchange', place, exchange };
}

/** The bodies that `makeExchange` left out of an exchange. Only they can be nested too deep. */
export function leftOut({ request, response }: Exchange, sent: Json | undefined, got: Json | undefined): Json[] {
  return [request.body === undefined ? sent : undefined, response.body === undefined ? got : undefined].filter(
    (body) => body !== undefined,
  );
}

/** Headers with lower-case names. A repeated header keeps all its values; values that are objects or lists of lists are ignored. */
export function headersOf(pairs: Iterable<[string, unknown]>): Headers {
  const headers = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    const values = (Array.isArray(value) ? value : [value]).filter((item) =>
      /^(string|number|boolean)$/.test(typeof item),
    );
    headers.set(key, [...(headers.get(key) ?? []), ...values.map(String)]);
  }
  return Object.fromEntries(
    [...headers].map(([key, values]) => [key, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

class TooLarge extends Error {
  constructor() {
    super(`its body is larger than ${inMegabytes(largestBody)}`);
  }
}

/**
 * The body of a response. Some recorders keep the compressed bytes; others decompress them but keep the `content-encoding`
 * header. Throws if the body cannot be unpacked or is larger than `largestBody`.
 */
export function bodyOf(body: unknown, headers: Headers): Json | undefined {
  if (typeof body === 'string') {
    if (body.length > largestBody) throw new TooLarge();
    return parseBody(body);
  }
  return body instanceof Uint8Array ? parseBody(textOf(body, headers)) : undefined;
}

/** Decodes a body. If the header says gzip and the bytes are not gzipped, the recorder has decompressed them. */
function textOf(bytes: Uint8Array, headers: Headers): string {
  if (bytes.length > largestBody) throw new TooLarge();
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const { 'content-encoding': named = '', ...others } = headers;
  const isNamed = /gzip/i.test(String(named));
  const encoding = isGzip === isNamed ? named : isGzip ? 'gzip' : '';
  const unpacked = unpackedBody(bytes, { ...others, 'content-encoding': encoding }, largestBody);
  if (unpacked.kind === 'too large') throw new TooLarge();
  if (unpacked.kind === 'broken') throw new Error('the body cannot be unpacked');
  return unpacked.kind === 'text' ? unpacked.text : '';
}
