import { parseInteraction, splitCassette } from './cassette.js';
import { type Entry, type Fault, faultAt, type RawEntry } from './entry.js';
import { parseJsonEntry, splitJson } from './har.js';
import { type Line, linesOf } from './lines.js';
import { readNdjsonLine } from './ndjson.js';
import { beginOf, bytesOf, SourceError } from './source.js';
import { hasMappings, isWiremock, parseMapping, splitMapping } from './wiremock.js';

export const formats = ['auto', 'ndjson', 'har', 'go-vcr', 'vcrpy', 'wiremock'] as const;
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

/** Parses an entry, and replaces its secrets. @param bodies the folder of the bodies that WireMock mappings name */
export function parseEntry(entry: RawEntry | Fault, bodies?: string): Entry {
  if (entry.kind === 'fault') return entry;
  if (entry.format === 'ndjson') return readNdjsonLine(entry.place, entry.text);
  if (entry.format === 'wiremock') return parseMapping(entry, bodies);
  return entry.format === 'json' ? parseJsonEntry(entry) : parseInteraction(entry);
}

/** Reads the exchanges of a recording one at a time. */
export async function* readRecording(
  source: AsyncIterable<string | Uint8Array>,
  format: Format,
  bodies?: string,
): AsyncGenerator<Entry> {
  for await (const batch of splitRecording(source, format)) for (const entry of batch) yield parseEntry(entry, bodies);
}

const splitHar: Splitter = (chunks) => splitJson(chunks, 'json');

type Splitter = (chunks: AsyncIterable<Buffer>) => AsyncGenerator<(RawEntry | Fault)[]>;

function splitterOf(format: Format, begin: string): Splitter {
  const text = begin.replace(/^\ufeff/, '').trimStart();
  const is = format === 'auto' ? formatOf(text) : format;
  if (is === 'wiremock') return hasMappings(text) ? (chunks) => splitJson(chunks, 'wiremock') : splitMapping;
  if (is === 'har') return splitHar;
  if (is === 'ndjson') return (chunks) => splitNdjson(linesOf(chunks));
  return text.startsWith('{') ? splitHar : (chunks) => splitCassette(linesOf(chunks));
}

/** Detects the format of a recording by its beginning. */
function formatOf(text: string): Exclude<Format, 'auto' | 'go-vcr'> {
  if (/^\{\s*"(log|interactions|version)"\s*:/.test(text)) return 'har';
  if (isWiremock(text)) return 'wiremock';
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
