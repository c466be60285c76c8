import { readCassette } from './cassette.js';
import type { Entry } from './entry.js';
import { readHar } from './har.js';
import { type Line, linesOf } from './lines.js';
import { InvalidLine, parseNdjsonLine } from './ndjson.js';
import { beginOf, bytesOf, SourceError } from './source.js';

export const formats = ['auto', 'ndjson', 'har', 'go-vcr', 'vcrpy'] as const;
export type Format = (typeof formats)[number];

/**
 * Reads the exchanges of a recording, one after the other: a large file needs no more memory than a small one. What cannot
 * be read is an entry with its fault.
 * @param source its bytes, also gzipped
 */
export async function* readRecording(
  source: AsyncIterable<string | Uint8Array>,
  format: Format,
): AsyncGenerator<Entry> {
  try {
    // The first key tells the format.
    const { begin, chunks } = await beginOf(bytesOf(source), (bytes) => bytes.length > 4096 || bytes.includes(':'));
    yield* readerOf(format, begin.toString('utf8'))(chunks);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    yield { fault: error.message };
  }
}

function readerOf(format: Format, begin: string): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<Entry> {
  const text = begin.replace(/^\ufeff/, '').trimStart();
  const is = format === 'auto' ? formatOf(text) : format;
  if (is === 'har') return readHar;
  if (is === 'ndjson') return (chunks) => readNdjson(linesOf(chunks));
  return text.startsWith('{') ? readHar : (chunks) => readCassette(linesOf(chunks));
}

/** What a recording is, by how it begins. */
function formatOf(text: string): 'ndjson' | 'har' | 'vcrpy' {
  if (/^\{\s*"(log|interactions|version)"\s*:/.test(text)) return 'har';
  return /^(---|interactions:|version:)/.test(text) ? 'vcrpy' : 'ndjson';
}

async function* readNdjson(lines: AsyncIterable<Line>): AsyncGenerator<Entry> {
  for await (const line of lines) {
    const place = `line ${line.number}`;
    if ('fault' in line) yield { place, fault: `it ${line.fault}` };
    else if (line.text.trim() !== '') yield exchangeOf(place, line.text);
  }
}

function exchangeOf(place: string, text: string): Entry {
  try {
    return { place, exchange: parseNdjsonLine(text, place) };
  } catch (error) {
    if (!(error instanceof InvalidLine)) throw error;
    return { place, fault: `it ${error.fault}` };
  }
}
