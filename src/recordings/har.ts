import { asObject, type JsonObject } from '../domain/json.js';
import { interactionOf } from './cassette.js';
import { type Entry, type Fault, faultAt, headersOf, type RawEntry, recordedEntry } from './entry.js';
import { JsonItems } from './json-items.js';

/** Splits a HAR 1.2, a JSON cassette or a list of WireMock mappings into its entries: those that each chunk completes. */
export async function* splitJson(
  chunks: AsyncIterable<Buffer>,
  format: 'json' | 'wiremock',
): AsyncGenerator<(RawEntry | Fault)[]> {
  const items = new JsonItems(format);
  let n = 0;
  for await (const chunk of chunks)
    yield items.read(chunk).map((item) => {
      n += 1;
      const place = `entry ${n} (line ${item.line})`;
      if (item.kind === 'fault') return faultAt(place, item.fault);
      return { kind: 'raw', format, place, id: String(n), line: item.line, text: item.text };
    });
  const broken = items.end();
  if (broken) yield [faultAt(`after entry ${n} (line ${broken.line})`, broken.fault)];
}

/** Parses an entry of a HAR, or an interaction of a JSON cassette. */
export function parseJsonEntry({ place, id, text }: RawEntry): Entry {
  let item: unknown;
  try {
    item = JSON.parse(text);
  } catch {
    return faultAt(place, 'it is not valid JSON');
  }
  return isInteraction(item) ? interactionOf(place, id, item) : harEntry(place, id, asObject(item));
}

function harEntry(place: string, id: string, item: JsonObject): Entry {
  const [request, response] = [asObject(item.request), asObject(item.response)];
  const { text, encoding, size } = asObject(response.content);
  // Browsers can omit a body. A response without it cannot be checked.
  if (text === undefined && typeof size === 'number' && size > 0) return faultAt(place, 'its body was not recorded');
  return recordedEntry(place, {
    id,
    ...(typeof item.startedDateTime === 'string' ? { recordedAt: item.startedDateTime } : {}),
    method: request.method,
    url: request.url,
    requestBody: asObject(request.postData).text,
    requestHeaders: headersOf(pairsOf(request.headers)),
    status: response.status,
    headers: headersOf(pairsOf(response.headers)),
    body: encoding === 'base64' && typeof text === 'string' ? Buffer.from(text, 'base64') : text,
  });
}

function pairsOf(headers: unknown): [string, unknown][] {
  const list: unknown[] = Array.isArray(headers) ? headers : [];
  return list.map(asObject).flatMap(({ name, value }) => (typeof name === 'string' ? [[name, value]] : []));
}

function isInteraction(item: unknown): boolean {
  const { status, code } = asObject(asObject(item).response);
  return typeof status === 'object' || typeof code === 'number';
}
