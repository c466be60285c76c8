// Not `yaml`, which the other files are read with: it takes seven times as long for an interaction with many keys.

import { binaryTag, CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { asObject } from '../domain/json.js';
import { inMegabytes, largestBody } from './bounds.js';
import { type Entry, headersOf, recordedEntry } from './entry.js';
import type { Line } from './lines.js';

/** The largest interaction of a YAML cassette: parsing YAML takes much more time and memory than parsing JSON. */
const largestInteraction = largestBody;

const yaml = { schema: CORE_SCHEMA.withTags(binaryTag), maxAliases: 100 };

/** Reads the interactions of a go-vcr (versions 1 to 3) or vcrpy cassette, one at a time: only one is in memory. */
export async function* readCassette(lines: AsyncIterable<Line>): AsyncGenerator<Entry> {
  let n = 0;
  for await (const item of itemsOf(lines)) {
    n += 1;
    const place = `interaction ${n} (line ${item.line})`;
    if (item.fault !== undefined) yield { place, fault: item.fault };
    else yield parsed(place, String(n), item.text.join('\n'), item.line);
  }
  if (n === 0) yield { fault: 'cannot be read: it has no list of interactions' };
}

/** The message of the parser is not shown: it may quote the file. */
function parsed(place: string, id: string, text: string, line: number): Entry {
  try {
    const [item] = load(text, yaml) as unknown[];
    return interactionOf(place, id, item);
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    const where = cause.mark ? ` (line ${line + cause.mark.line})` : '';
    return { place, fault: `it is not valid YAML${where}` };
  }
}

/** One interaction of a cassette, whichever of both wrote it. */
export function interactionOf(place: string, id: string, item: unknown): Entry {
  const [asked, answered] = [asObject(asObject(item).request), asObject(asObject(item).response)];
  const { status, code, body } = answered;
  const { string, base64_string: base64 } = body instanceof Uint8Array ? {} : asObject(body);
  return recordedEntry(place, {
    id,
    method: asked.method,
    url: asked.url ?? asked.uri,
    requestBody: typeof asked.body === 'string' ? asked.body : asObject(asked.body).string,
    status: typeof code === 'number' ? code : asObject(status).code,
    headers: headersOf(Object.entries(asObject(answered.headers))),
    body: typeof base64 === 'string' ? Buffer.from(base64, 'base64') : (string ?? body),
  });
}

/** One item of the list of interactions, as lines of YAML; only the fault where it cannot be read. */
interface Item {
  line: number;
  text: string[];
  size: number;
  fault?: string;
}

/** The items of the list of interactions. */
async function* itemsOf(lines: AsyncIterable<Line>): AsyncGenerator<Item> {
  const begins = /^( *)- +(?:id|request|response):/;
  let indent: string | undefined;
  let item: Item | undefined;
  for await (const line of lines) {
    const text = 'text' in line ? line.text : line.begin;
    const [, spaces] = begins.exec(text) ?? [];
    indent ??= spaces;
    if (spaces !== undefined && spaces === indent) {
      if (item) yield item;
      item = { line: line.number, text: [], size: 0 };
    } else if (item && /^[a-z_]+:/.test(text)) {
      // Another key of the cassette ends the list.
      yield item;
      item = undefined;
    }
    if (item) add(item, line);
    else if ('fault' in line) yield { line: line.number, text: [], size: 0, fault: line.fault };
  }
  if (item) yield item;
}

function add(item: Item, line: Line): void {
  if ('fault' in line) item.fault ??= line.fault.replace(/^it/, `its line ${line.number}`);
  else {
    item.size += line.text.length + 1;
    if (item.size > largestInteraction) item.fault ??= `it is larger than ${inMegabytes(largestInteraction)}`;
    else item.text.push(line.text);
  }
  if (item.fault !== undefined) item.text = [];
}
