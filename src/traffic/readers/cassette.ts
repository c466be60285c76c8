import { parse } from 'yaml';
import { type Entry, entryOf, headersOf } from './entry.js';

type Thing = Record<string, unknown>;

/** Reads the interactions of a go-vcr (versions 1 to 3) or vcrpy cassette, one at a time: only one is in memory. */
export async function* readCassette(lines: AsyncIterable<string>): AsyncGenerator<Entry> {
  let n = 0;
  for await (const { text, line } of itemsOf(lines)) {
    n += 1;
    const place = `interaction ${n} (line ${line})`;
    let item: unknown;
    try {
      [item] = parse(text, { customTags: ['binary'] }) as unknown[];
    } catch (cause) {
      const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
      yield { place, fault: `it is no YAML (${why})` };
      continue;
    }
    yield interactionOf(place, String(n), item);
  }
}

/** One interaction of a cassette, whichever of both wrote it. */
export function interactionOf(place: string, id: string, item: unknown): Entry {
  const { request, response } = thing(item);
  const [asked, answered] = [thing(request), thing(response)];
  const { status, code } = answered;
  const body = answered.body;
  const { string, base64_string: base64 } = thing(body);
  return entryOf(place, {
    id,
    method: asked.method,
    url: asked.url ?? asked.uri,
    requestBody: typeof asked.body === 'string' ? asked.body : thing(asked.body).string,
    status: typeof code === 'number' ? code : thing(status).code,
    headers: headersOf(Object.entries(thing(answered.headers))),
    body: typeof base64 === 'string' ? Buffer.from(base64, 'base64') : (string ?? body),
  });
}

/** The items of the list of interactions, each as YAML of its own. */
async function* itemsOf(lines: AsyncIterable<string>): AsyncGenerator<{ text: string; line: number }> {
  const begins = /^( *)- +(?:id|request|response):/;
  let indent: string | undefined;
  let item: string[] = [];
  let began = 0;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const [, spaces] = begins.exec(line) ?? [];
    indent ??= spaces;
    if (spaces !== undefined && spaces === indent) {
      if (item.length > 0) yield { text: item.join('\n'), line: began };
      item = [line];
      began = number;
    } else if (item.length > 0) {
      // Another key of the cassette ends the list.
      if (/^[a-z_]+:/.test(line)) {
        yield { text: item.join('\n'), line: began };
        item = [];
      } else item.push(line);
    }
  }
  if (item.length > 0) yield { text: item.join('\n'), line: began };
}

function thing(value: unknown): Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Thing) : {};
}
