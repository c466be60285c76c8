// js-yaml, because yaml takes seven times as long for an interaction with many keys.

import { binaryTag, CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { asObject } from '../domain/json.js';
import { inMegabytes, largestBody } from './bounds.js';
import { type Entry, type Fault, faultAt, headersOf, type RawEntry, recordedEntry } from './entry.js';
import type { Line } from './lines.js';

/** The largest interaction of a YAML cassette. YAML takes much more time and memory to parse than JSON. */
const largestInteraction = largestBody;

const yaml = { schema: CORE_SCHEMA.withTags(binaryTag), maxAliases: 100 };

/** Splits a go-vcr (versions 1 to 3) or vcrpy cassette into its interactions. Only one of them is in memory at a time. */
export async function* splitCassette(lines: AsyncIterable<Line[]>): AsyncGenerator<(RawEntry | Fault)[]> {
  let n = 0;
  for await (const item of itemsOf(lines)) {
    n += 1;
    const place = `interaction ${n} (line ${item.line})`;
    if (item.fault !== undefined) yield [faultAt(place, item.fault)];
    else yield [{ kind: 'raw', format: 'yaml', place, id: String(n), line: item.line, text: item.text.join('\n') }];
  }
  if (n === 0) yield [{ kind: 'fault', fault: 'cannot be read: it has no list of interactions' }];
}

/** Parses an interaction. The message of the parser is not shown, because it can quote the file. */
export function parseInteraction({ place, id, text, line }: RawEntry): Entry {
  try {
    const [item] = load(text, yaml) as unknown[];
    return interactionOf(place, id, item);
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    const where = cause.mark ? ` (line ${line + cause.mark.line})` : '';
    return faultAt(place, `it is not valid YAML${where}`);
  }
}

/** Reads one interaction of a go-vcr or vcrpy cassette. */
export function interactionOf(place: string, id: string, item: unknown): Entry {
  const [request, response] = [asObject(asObject(item).request), asObject(asObject(item).response)];
  const { status, code, body } = response;
  const { string, base64_string: base64 } = body instanceof Uint8Array ? {} : asObject(body);
  return recordedEntry(place, {
    id,
    method: request.method,
    url: request.url ?? request.uri,
    requestBody: typeof request.body === 'string' ? request.body : asObject(request.body).string,
    requestHeaders: headersOf(Object.entries(asObject(request.headers))),
    status: typeof code === 'number' ? code : asObject(status).code,
    headers: headersOf(Object.entries(asObject(response.headers))),
    body: typeof base64 === 'string' ? Buffer.from(base64, 'base64') : (string ?? body),
  });
}

/** One item of the list of interactions as lines of YAML, or why it cannot be read. */
interface Item {
  line: number;
  text: string[];
  size: number;
  fault?: string;
}

/** Splits a cassette into the items of its list of interactions. */
async function* itemsOf(batches: AsyncIterable<Line[]>): AsyncGenerator<Item> {
  const itemStart = /^( *)- +(?:id|request|response):/;
  let indent: string | undefined;
  let item: Item | undefined;
  for await (const lines of batches)
    for (const line of lines) {
      const text = line.kind === 'text' ? line.text : line.begin;
      const [, spaces] = itemStart.exec(text) ?? [];
      indent ??= spaces;
      if (spaces !== undefined && spaces === indent) {
        if (item) yield item;
        item = { line: line.number, text: [], size: 0 };
      } else if (item && /^[a-z_]+:/.test(text)) {
        // The next key of the cassette ends the list.
        yield item;
        item = undefined;
      }
      if (item) add(item, line);
      else if (line.kind === 'fault') yield { line: line.number, text: [], size: 0, fault: `it ${line.fault}` };
    }
  if (item) yield item;
}

function add(item: Item, line: Line): void {
  if (line.kind === 'fault') item.fault ??= `its line ${line.number} ${line.fault}`;
  else {
    item.size += line.text.length + 1;
    if (item.size > largestInteraction) item.fault ??= `it is larger than ${inMegabytes(largestInteraction)}`;
    else item.text.push(line.text);
  }
  if (item.fault !== undefined) item.text = [];
}
