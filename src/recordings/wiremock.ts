import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { asObject, type Json, type JsonObject } from '../domain/json.js';
import { inMegabytes, isTooDeep, largestBody, largestEntry, textOf } from './bounds.js';
import { type Entry, type Fault, faultAt, headersOf, type RawEntry, recordedEntry } from './entry.js';

/** The folder of the bodies that mappings name. */
export const bodiesFolder = '__files';

/** Why a mapping is no exchange. The message continues a sentence about it. */
class NoExchange extends Error {}

/** The folder of the bodies of a mapping file: beside the nearest folder `mappings` above the file, or beside the file. */
export function bodiesOf(file: string): string {
  for (let folder = dirname(resolve(file)); folder !== dirname(folder); folder = dirname(folder))
    if (basename(folder) === 'mappings') return join(dirname(folder), bodiesFolder);
  return join(dirname(resolve(file)), bodiesFolder);
}

/** The beginning of a file that is searched for the keys of a mapping. */
const searched = 4_096;

/** Whether a text begins with a WireMock mapping, or a list of them: an object with keys of mappings, or of several lines. */
export function isWiremock(text: string): boolean {
  if (!text.startsWith('{')) return false;
  const begin = text.slice(0, searched);
  if (
    hasMappings(begin) ||
    /"(urlPath(Pattern|Template)?|urlPattern|jsonBody|bodyFileName|base64Body)"\s*:/.test(begin)
  )
    return true;
  // A line of NDJSON is complete.
  return /^\{\s*\n/.test(begin) && /"url"\s*:\s*"\//.test(begin);
}

/** Whether a text begins with a list of mappings. */
export function hasMappings(text: string): boolean {
  return /"mappings"\s*:\s*\[/.test(text.slice(0, searched));
}

/** A file with one mapping: it is one entry. */
export async function* splitMapping(chunks: AsyncIterable<Buffer>): AsyncGenerator<(RawEntry | Fault)[]> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > largestEntry) break;
    parts.push(chunk);
  }
  const place = 'entry 1 (line 1)';
  const text = textOf(Buffer.concat(parts));
  if (size > largestEntry) yield [faultAt(place, `it is larger than ${inMegabytes(largestEntry)}`)];
  else if (text === undefined) yield [faultAt(place, 'it is not valid UTF-8')];
  else yield [{ kind: 'raw', format: 'wiremock', place, id: '1', line: 1, text }];
}

/** Parses a mapping: the request that it answers, and its response. @param bodies the folder of the bodies that it names */
export function parseMapping({ place, id, text }: RawEntry, bodies: string | undefined): Entry {
  let mapping: JsonObject;
  try {
    mapping = asObject(JSON.parse(text));
  } catch {
    return faultAt(place, 'it is not valid JSON');
  }
  try {
    const [request, response] = [asObject(mapping.request), asObject(mapping.response)];
    return recordedEntry(place, {
      id,
      method: methodOf(request),
      url: `https://org.invalid${pathOf(request)}`,
      requestHeaders: {},
      status: response.status ?? 200,
      headers: headersOf(Object.entries(asObject(response.headers))),
      body: bodyOf(response, bodies),
    });
  } catch (cause) {
    if (cause instanceof NoExchange) return faultAt(place, cause.message);
    throw cause;
  }
}

function methodOf({ method }: JsonObject): string {
  if (typeof method !== 'string' || method.toUpperCase() === 'ANY')
    throw new NoExchange('it has no method of its own: set request.method');
  return method;
}

/** The path and the query of the requests that a mapping answers. Throws if they are not known. */
function pathOf({ url, urlPath, urlPathTemplate, urlPattern, urlPathPattern, queryParameters }: JsonObject): string {
  if (urlPattern !== undefined || urlPathPattern !== undefined)
    throw new NoExchange('its URL is a pattern, which is no request: set request.urlPath to a path that it matches');
  const path = [url, urlPath, urlPathTemplate].find((one) => typeof one === 'string');
  if (typeof path !== 'string' || !path.startsWith('/'))
    throw new NoExchange('it has no path: set request.url or request.urlPath, beginning with /');
  const query = Object.entries(asObject(queryParameters)).flatMap(([name, matcher]) => {
    const { equalTo } = asObject(matcher);
    return typeof equalTo === 'string' ? [[name, equalTo] as [string, string]] : [];
  });
  // Any value of a parameter of a template will do.
  const sent = path.replace(/\{([^{}/]*)\}/g, '$1');
  return query.length === 0 || path.includes('?') ? sent : `${sent}?${new URLSearchParams(query)}`;
}

/** The body of a response: text, or bytes. Throws if it is not a fixed one. */
function bodyOf(response: JsonObject, bodies: string | undefined): string | Uint8Array | undefined {
  if (response.proxyBaseUrl !== undefined || response.fault !== undefined)
    throw new NoExchange('it has no response of its own, but a proxy or a fault');
  const body = writtenBody(response, bodies);
  const isTemplate = [response.transformers].flat().includes('response-template');
  if (isTemplate && body !== undefined && Buffer.from(body).includes('{{'))
    throw new NoExchange('its body is a template: its values are not known');
  return body;
}

function writtenBody(
  { jsonBody, body, base64Body, bodyFileName }: JsonObject,
  bodies: string | undefined,
): string | Uint8Array | undefined {
  if (jsonBody !== undefined) return textOfJson(jsonBody);
  if (typeof base64Body === 'string') return Buffer.from(base64Body, 'base64');
  if (typeof bodyFileName === 'string') return fileIn(bodies, bodyFileName);
  return typeof body === 'string' ? body : undefined;
}

/** A limit of its own: a deeper value cannot be written as text. */
function textOfJson(body: Json): string {
  if (isTooDeep(body)) throw new NoExchange('its body is nested deeper than 200 levels');
  return JSON.stringify(body);
}

/** The content of a body file. Throws if it is outside the folder, also through a link. */
function fileIn(folder: string | undefined, name: string): Uint8Array {
  if (folder === undefined) throw new NoExchange('its body is in a file, which standard input does not have');
  let file: string;
  try {
    const root = realpathSync(folder);
    file = realpathSync(join(root, name));
    if (!file.startsWith(root + sep)) throw new NoExchange(`its body file is outside the folder ${bodiesFolder}`);
    const found = statSync(file);
    if (!found.isFile()) throw new NoExchange('its body file is not a file');
    if (found.size > largestBody) throw new NoExchange(`its body is larger than ${inMegabytes(largestBody)}`);
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof NoExchange) throw cause;
    throw new NoExchange(`its body file cannot be read from the folder ${bodiesFolder}`);
  }
}
