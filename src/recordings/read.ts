import { parseInteraction, splitCassette } from './cassette.js';
import { type Entry, type Fault, faultAt, type RawEntry } from './entry.js';
import { parseJsonEntry, splitHar } from './har.js';
import { type Line, linesOf } from './lines.js';
import { readNdjsonLine } from './ndjson.js';
import { beginOf, bytesOf, SourceError } from './source.js';

export const formats = ['auto', 'ndjson', 'har', 'go-vcr', 'vcrpy'] as const;
export type Format = (typeof formats)[number];

/**
 * Splits a recording into entries: those that each chunk completes, so that a large file needs no more memory than a small one.
 * An entry that cannot be read becomes a fault.
 * @param source the bytes of the recording; they may be gzipped
 */
export async function* splitRecording(
  source: AsyncIterable<string | Uint8Array>,
  format: Format,
): AsyncGenerator<(RawEntry | Fault)[]> {
  try {
    // The format is detected by the first key.
    const { begin, chunks } = await beginOf(bytesOf(source), (bytes) => bytes.length > 4096 || bytes.includes(':'));
    yield* splitterOf(format, begin.toString('utf8'))(chunks);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    yield [{ kind: 'fault', fault: error.message }];
  }
}

/** Parses an entry, and replaces its secrets. */
export function parseEntry(entry: RawEntry | Fault): Entry {
  if (entry.kind === 'fault') return entry;
  if (entry.format === 'ndjson') return readNdjsonLine(entry.place, entry.text);
  return entry.format === 'json' ? parseJsonEntry(entry) : parseInteraction(entry);
}

/** Reads the exchanges of a recording one at a time. */
export async function* readRecording(
  source: AsyncIterable<string | Uint8Array>,
  format: Format,
): AsyncGenerator<Entry> {
  for await (const batch of splitRecording(source, format)) for (const entry of batch) yield parseEntry(entry);
}

type Splitter = (chunks: AsyncIterable<Buffer>) => AsyncGenerator<(RawEntry | Fault)[]>;

function splitterOf(format: Format, begin: string): Splitter {
  const text = begin.replace(/^\ufeff/, '').trimStart();
  const is = format === 'auto' ? formatOf(text) : format;
  if (is === 'har') return splitHar;
  if (is === 'ndjson') return (chunks) => splitNdjson(linesOf(chunks));
  return text.startsWith('{') ? splitHar : (chunks) => splitCassette(linesOf(chunks));
}

/** Detects the format of a recording by its beginning. */
function formatOf(text: string): 'ndjson' | 'har' | 'vcrpy' {
  if (/^\{\s*"(log|interactions|version)"\s*:/.test(text)) return 'har';
  return /^(---|interactions:|version:)/.test(text) ? 'vcrpy' : 'ndjson';
}

async function* splitNdjson(batches: AsyncIterable<Line[]>): AsyncGenerator<(RawEntry | Fault)[]> {
  for await (const lines of batches)
    yield lines.flatMap((line): (RawEntry | Fault)[] => {
      const place = `line ${line.number}`;
      if (line.kind === 'fault') return [faultAt(place, `it ${line.fault}`)];
      if (line.text.trim() === '') return [];
      return [{ kind: 'raw', format: 'ndjson', place, id: place, line: line.number, text: line.text }];
    });
}
