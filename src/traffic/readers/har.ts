import type { Readable } from 'node:stream';
import { JSONParser } from '@streamparser/json';
import { interactionOf } from './cassette.js';
import { type Entry, entryOf, headersOf } from './entry.js';

interface Har {
  startedDateTime?: string;
  request?: { method?: string; url?: string; postData?: { text?: string } };
  response?: {
    status?: number;
    headers?: unknown;
    content?: { text?: string; encoding?: string; size?: number };
  };
}

/** Reads the entries of a HAR 1.2, or the interactions of a JSON cassette, as they come: only one is in memory. */
export async function* readHar(source: Readable): AsyncGenerator<Entry> {
  const waiting: unknown[] = [];
  let broken: string | undefined;
  const parser = new JSONParser({ paths: ['$.log.entries.*', '$.interactions.*'], keepStack: false });
  parser.onValue = ({ value }) => void waiting.push(value);
  parser.onError = (error) => {
    broken = error.message.split('\n')[0];
  };
  let n = 0;
  const next = (): Entry => {
    n += 1;
    const item = waiting.shift();
    const place = `entry ${n}`;
    return isCassette(item) ? interactionOf(place, String(n), item) : harEntry(place, String(n), (item ?? {}) as Har);
  };
  for await (const chunk of source) {
    parser.write(chunk as Uint8Array);
    while (waiting.length > 0) yield next();
    if (broken !== undefined) break;
  }
  if (broken === undefined && !parser.isEnded) broken = 'it ends in the middle';
  if (broken !== undefined) yield { place: `what comes after entry ${n}`, fault: `it is no JSON (${broken})` };
}

function harEntry(place: string, id: string, { startedDateTime, request, response }: Har): Entry {
  const { content } = response ?? {};
  // A browser may keep no body; without it nothing can be said of the answer.
  if (content && content.text === undefined && (content.size ?? 0) > 0)
    return { place, fault: 'its body was not recorded' };
  const { text, encoding } = content ?? {};
  return entryOf(place, {
    id,
    ...(startedDateTime === undefined ? {} : { recordedAt: startedDateTime }),
    method: request?.method,
    url: request?.url,
    requestBody: request?.postData?.text,
    status: response?.status,
    headers: headersOf(pairsOf(response?.headers)),
    body: encoding === 'base64' && text !== undefined ? Buffer.from(text, 'base64') : text,
  });
}

function pairsOf(headers: unknown): [string, unknown][] {
  const list = Array.isArray(headers) ? (headers as { name?: unknown; value?: unknown }[]) : [];
  return list.flatMap((header) => (typeof header?.name === 'string' ? [[header.name, header.value]] : []));
}

function isCassette(item: unknown): boolean {
  const { response } = (item ?? {}) as { response?: { status?: unknown; code?: unknown; content?: unknown } };
  return typeof response?.status === 'object' || typeof response?.code === 'number';
}
