import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { makeExchange, parseBody } from '../../exchange.js';
import type { Exchange, Headers, Json } from '../../words.js';

/** One entry of a recording: an exchange, or why it is none. */
export type Entry = { place: string; exchange: Exchange } | { place: string; fault: string };

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
export function entryOf(place: string, parts: RecordedParts): Entry {
  const { id, method, url, status, headers } = parts;
  if (typeof method !== 'string') return { place, fault: 'it has no method' };
  if (typeof url !== 'string' || !URL.canParse(url)) return { place, fault: 'it has no URL' };
  if (typeof status !== 'number' || !Number.isInteger(status)) return { place, fault: 'it has no status' };
  let body: Json | undefined;
  try {
    body = bodyOf(parts.body, headers);
  } catch {
    return { place, fault: 'its body cannot be unpacked' };
  }
  const requestBody = typeof parts.requestBody === 'string' ? parseBody(parts.requestBody) : undefined;
  return {
    place,
    exchange: makeExchange({
      id,
      ...(parts.recordedAt === undefined ? {} : { recordedAt: parts.recordedAt }),
      request: { method, url, ...(requestBody === undefined ? {} : { body: requestBody }) },
      response: { status, headers, ...(body === undefined ? {} : { body }) },
    }),
  };
}

/** Headers by their names in small letters; a header that came more than once keeps every value. */
export function headersOf(pairs: Iterable<[string, unknown]>): Headers {
  const headers: Headers = {};
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    const values = [headers[key] ?? [], value ?? []].flat().map(String);
    headers[key] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return headers;
}

const unpackers: Record<string, (bytes: Uint8Array) => Buffer> = { deflate: inflateSync, br: brotliDecompressSync };

/**
 * The body of an answer. Some recorders keep the bytes of the wire, and some unpack them and keep the header that says they
 * are packed. Throws where they cannot be unpacked.
 */
export function bodyOf(body: unknown, headers: Headers): Json | undefined {
  if (!(body instanceof Uint8Array)) return typeof body === 'string' ? parseBody(body) : undefined;
  const packed = String(headers['content-encoding'] ?? '');
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  const unpack = isGzip ? gunzipSync : unpackers[packed];
  return parseBody((unpack ? unpack(body) : Buffer.from(body)).toString('utf8'));
}
