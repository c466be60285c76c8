// @ts-nocheck
import * as zlib from 'node:zlib';
import type { Headers } from '../domain/exchange.js';

/** A decompressed body, or the reason that there is none. */
export type Unpacked = { kind: 'none' } | { kind: 'text'; text: string } | { kind: 'too large' } | { kind: 'broken' };

/** The maximum size of a decompressed body: a few compressed bytes can expand to gigabytes. */
const largestText = 16 * 1024 * 1024;

type Unpack = (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer;

/** `deflate` means the zlib format, but some servers send raw deflate data. */
const inflate: Unpack = (bytes, options) =>
  ((bytes[0] ?? 0) & 0x0f) === 8 ? zlib.inflateSync(bytes, options) : zlib.inflateRawSync(bytes, options);

const unpackers = new Map<string, Unpack | undefined>([
  ['gzip', zlib.gunzipSync],
  ['x-gzip', zlib.gunzipSync],
  ['deflate', inflate],
  ['br', zlib.brotliDecompressSync],
  // Available since Node.js 22.15.
  ['zstd', (zlib as unknown as { zstdDecompressSync?: Unpack }).zstdDecompressSync],
]);

/** Each encoding multiplies the work, and servers use only one. */
const mostLayers = 3;

/** Decompresses a response body. @param most the maximum size in bytes after decompression */
export function unpackedBody(body: Uint8Array | undefined, headers: Headers, most = largestText): Unpacked {
  if (!body || body.byteLength === 0) return { kind: 'none' };
  const layers = [headers['content-encoding'] ?? []]
    .flat()
    .flatMap((value) => value.toLowerCase().split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
    .reverse();
  if (layers.length > mostLayers) return { kind: 'broken' };
  let bytes: Uint8Array = body;
  for (const layer of layers) {
    const unpack = unpackers.get(layer);
    if (!unpack) return { kind: 'broken' };
    try {
      bytes = unpack(bytes, { maxOutputLength: most });
    } catch (error) {
      return { kind: (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'broken' };
    }
  }
  if (bytes.byteLength > most) return { kind: 'too large' };
  return { kind: 'text', text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') };
}
