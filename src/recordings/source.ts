import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** Bytes that are read at once. Smaller chunks cost more time than memory. */
export const chunkSize = 256 * 1024;

/** A source cannot be read, or not to its end. The message continues a sentence that starts with the name of the source. */
export class SourceError extends Error {}

/** The bytes of a source, decompressed if they are gzipped. Throws `SourceError` if they cannot be read. */
export async function* bytesOf(source: AsyncIterable<string | Uint8Array>): AsyncGenerator<Buffer> {
  try {
    const { begin, chunks } = await beginOf(buffers(source), (bytes) => bytes.length >= 2);
    if (begin[0] !== 0x1f || begin[1] !== 0x8b) {
      yield* chunks;
      return;
    }
    const gunzip = createGunzip({ chunkSize });
    // An error of the source destroys gunzip as well, which throws it below.
    pipeline(Readable.from(chunks), gunzip).catch(() => undefined);
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new SourceError(`cannot be read: ${explain((cause as { code?: string }).code ?? '')}`, { cause });
  }
}

/** The beginning of a source, and all its chunks. @param isEnough whether the beginning is long enough */
export async function beginOf(
  source: AsyncIterable<Buffer>,
  isEnough: (begin: Buffer) => boolean,
): Promise<{ begin: Buffer; chunks: AsyncIterable<Buffer> }> {
  const iterator = source[Symbol.asyncIterator]();
  let begin = Buffer.alloc(0);
  while (!isEnough(begin)) {
    const next = await iterator.next();
    if (next.done) break;
    begin = Buffer.concat([begin, next.value]);
  }
  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      yield begin;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { begin, chunks: chunks() };
}

async function* buffers(source: AsyncIterable<string | Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of source)
    yield chunk instanceof Uint8Array
      ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
      : Buffer.from(chunk);
}

function explain(code: string): string {
  if (code === 'ENOENT') return 'name a file that exists';
  if (code === 'EACCES' || code === 'EPERM') return 'this account has no access to it';
  if (code === 'ELOOP') return 'its symbolic links form a loop';
  if (code === 'Z_BUF_ERROR') return 'its gzip data ends in the middle';
  if (code.startsWith('Z_')) return 'its gzip data is damaged';
  return code || 'an unknown error';
}
