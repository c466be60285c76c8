// @ts-nocheck
import { readCassette } from './cassette.js';
import { type Entry, faultAt } from './entry.js';
import { readHar } from './har.js';
import { type Line, linesOf } from './lines.js';
import { readNdjsonLine } from './ndjson.js';
import { beginOf, bytesOf, SourceError } from './source.js';

export const formats = ['auto', 'ndjson', 'har', 'go-vcr', 'vcrpy'] as const;
export type Format = (typeof formats)[number];

/**
 * Reads the exchanges of a recording one at a time, so that a large file needs no more memory than a small one. An exchange that
 * cannot be read becomes an entry with a fault.
 * @param source the bytes of the recording; they may be gzipped
 */
export async function* readRecording(
  source: AsyncIterable<string | Uint8Array>,
  format: Format,
): AsyncGenerator<Entry> {
  try {
    // The format is detected by the first key.
    const { begin, chunks } = await beginOf(bytesOf(source), (bytes) => bytes.length > 4096 || bytes.includes(':'));
    yield* readerOf(format, begin.toString('utf8'))(chunks);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    yield { kind: 'fault', fault: error.message };
  }
}

function readerOf(format: Format, begin: string): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<Entry> {
  const text = begin.replace(/^\ufeff/, '').trimStart();
  const is = format === 'auto' ? formatOf(text) : format;
  if (is === 'har') return readHar;
  if (is === 'ndjson') return (chunks) => readNdjson(linesOf(chunks));
  return text.startsWith('{') ? readHar : (chunks) => readCassette(linesOf(chunks));
}

/** Detects the format of a recording by its beginning. */
function formatOf(text: string): 'ndjson' | 'har' | 'vcrpy' {
  if (/^\{\s*"(log|interactions|version)"\s*:/.test(text)) return 'har';
  return /^(---|interactions:|version:)/.test(text) ? 'vcrpy' : 'ndjson';
}

async function* readNdjson(lines: AsyncIterable<Line>): AsyncGenerator<Entry> {
  for await (const line of lines) {
    const place = `line ${line.number}`;
    if (line.kind === 'fault') yield faultAt(place, `it ${line.fault}`);
    else if (line.text.trim() !== '') yield readNdjsonLine(place, line.text);
  }
}
