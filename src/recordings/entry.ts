import type { Exchange, Headers } from '../domain/exchange.js';
import { makeExchange, parseBody } from '../domain/exchange.js';
import type { Json } from '../domain/json.js';
import { unpackedBody } from '../io/unpack.js';
import { deepestNesting, inMegabytes, isTooDeep, largestBody } from './bounds.js';

/** One entry of a recording: an exchange, or why it is none. A fault without a place concerns the whole file. */
export type Entry = { place: string; exchange: Exchange } | { place?: string; fault: string };

/** Whether a value is a status of HTTP. A browser records 0 where it got no response. */
export function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 100 && Number(value) <= 599;
}

/** The parts of a recorded exchange, as any format has them. */
export interface RecordedParts {
  id: string;
  recordedAt?: string;
  method: unknown;
  url: unknown;
  requestBody?: unknown;
  status: unknown;
  headers: Headers;
  /** Text, bytes as they went over the wire, or `undefined` where there was none. */
  body: unknown;
}

/** Makes an entry of recorded parts: bodies are unpacked and parsed, secrets replaced. */
export function recordedEntry(place: string, parts: RecordedParts): Entry {
  const { id, method, url, status, headers } = parts;
  if (typeof method !== 'string') return { place, fault: 'it has no method' };
  if (typeof url !== 'string' || !URL.canParse(url)) return { place, fault: 'it has no URL' };
  if (!isStatus(status)) return { place, fault: 'it has no HTTP status' };
  let body: Json | undefined;
  let requestBody: Json | undefined;
  try {
    body = bodyOf(parts.body, headers);
    requestBody = typeof parts.requestBody === 'string' ? bodyOf(parts.requestBody, {}) : undefined;
  } catch (cause) {
    return { place, fault: cause instanceof TooLarge ? cause.message : 'its body cannot be unpacked' };
  }
  if (isTooDeep(body) || isTooDeep(requestBody))
    return { place, fault: `its body is nested deeper than ${deepestNesting} levels` };
  return {
    place,
    exchange: makeExchange({
      id,
      recordedAt: parts.recordedAt,
      request: { method, url, body: requestBody },
      response: { status, headers, body },
    }),
  };
}

/**
 * Headers by their names in lower case; a header that came more than once keeps every value. A value that is neither text,
 * number nor boolean is dropped.
 */
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
 * The body of an answer. Some recorders keep the bytes of the wire, and some unpack them and keep the header that says they
 * are packed. Throws where they cannot be unpacked, and where the body is larger than `largestBody`.
 */
export function bodyOf(body: unknown, headers: Headers): Json | undefined {
  if (typeof body === 'string') {
    if (body.length > largestBody) throw new TooLarge();
    return parseBody(body);
  }
  return body instanceof Uint8Array ? parseBody(textOf(body, headers)) : undefined;
}

/** The text of a body. What a header calls gzipped and is not, a recorder has unpacked. */
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
