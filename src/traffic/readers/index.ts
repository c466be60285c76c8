import { createInterface } from 'node:readline';
import { PassThrough, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ContractsError } from '../../errors.js';
import { parseNdjsonLine } from '../ndjson.js';
import { readCassette } from './cassette.js';
import type { Entry } from './entry.js';
import { readHar } from './har.js';

export const formats = ['auto', 'ndjson', 'har', 'go-vcr', 'vcrpy'] as const;
export type Format = (typeof formats)[number];

/**
 * Reads the exchanges of a recording, one after the other: a large file needs no more memory than a small one. Throws `INPUT`
 * where it cannot be read at all.
 * @param name how messages call it
 * @param source its bytes, also gzipped
 */
export async function* readRecording(name: string, source: Readable, format: Format): AsyncGenerator<Entry> {
  const plain = new PassThrough();
  const failed = new Promise<never>((_, reject) => {
    plain.once('error', (cause) =>
      reject(new ContractsError('INPUT', `${name} cannot be read: name a file that exists.`, { cause })),
    );
  });
  failed.catch(() => undefined);
  const begin = await Promise.race([unpack(source, plain), failed]);
  const entries = readerOf(format, begin)(plain);
  for (;;) {
    const next = await Promise.race([entries.next(), failed]);
    if (next.done) return;
    yield next.value;
  }
}

/** Sends what lies in a source on, unpacked where it is gzipped. Returns how it begins. */
async function unpack(source: Readable, plain: PassThrough): Promise<string> {
  const forward = (stream: Readable) => stream.once('error', (cause) => plain.destroy(cause)).pipe(plain);
  const first = await firstOf(source).catch((cause: Error) => {
    plain.destroy(cause);
    return undefined;
  });
  if (!first) {
    plain.end();
    return '';
  }
  const isGzip = first[0] === 0x1f && first[1] === 0x8b;
  if (!isGzip) {
    forward(source);
    return first.toString('utf8');
  }
  const gunzip = createGunzip();
  source.once('error', (cause) => plain.destroy(cause));
  const begin = firstOf(source.pipe(gunzip)).catch((cause: Error) => {
    plain.destroy(cause);
    return undefined;
  });
  const text = (await begin)?.toString('utf8') ?? '';
  forward(gunzip);
  return text;
}

/** The first bytes of a stream, which stay in it. */
async function firstOf(stream: Readable): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const chunk = stream.read() as Buffer | string | null;
      if (chunk === null) return;
      done();
      const bytes = Buffer.from(chunk);
      stream.unshift(bytes);
      resolve(bytes);
    };
    const ended = () => {
      done();
      resolve(undefined);
    };
    const failed = (cause: Error) => {
      done();
      reject(cause);
    };
    const done = () => {
      stream.off('readable', look).off('end', ended).off('error', failed);
    };
    stream.on('readable', look).once('end', ended).once('error', failed);
  });
}

function readerOf(format: Format, begin: string): (source: Readable) => AsyncGenerator<Entry> {
  const is = format === 'auto' ? formatOf(begin) : format;
  if (is === 'har') return readHar;
  if (is === 'ndjson') return (source) => readNdjson(linesOf(source));
  return begin.trimStart().startsWith('{') ? readHar : (source) => readCassette(linesOf(source));
}

/** What a recording is, by how it begins. */
function formatOf(begin: string): 'ndjson' | 'har' | 'vcrpy' {
  const text = begin.replace(/^\ufeff/, '').trimStart();
  if (/^\{\s*"(log|interactions|version)"\s*:/.test(text)) return 'har';
  return /^(---|interactions:|version:)/.test(text) ? 'vcrpy' : 'ndjson';
}

async function* readNdjson(lines: AsyncIterable<string>): AsyncGenerator<Entry> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const place = `line ${number}`;
    let entry: Entry;
    try {
      entry = { place, exchange: parseNdjsonLine(line, place) };
    } catch (error) {
      if (!(error instanceof ContractsError)) throw error;
      entry = { place, fault: error.message.replace(`${place} `, 'it ').replace(/\.$/, '') };
    }
    yield entry;
  }
}

function linesOf(input: Readable): AsyncIterable<string> {
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}
