import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

const { opentelemetry } = createRequire(import.meta.url)('otlp-proto/build/src/generated/root.js');
const { collector } = opentelemetry.proto;
const messages: Record<string, typeof collector.trace.v1.ExportTraceServiceRequest> = {
  '/v1/traces': collector.trace.v1.ExportTraceServiceRequest,
  '/v1/metrics': collector.metrics.v1.ExportMetricsServiceRequest,
};

type Attributes = Record<string, string | number | boolean>;

/** What a collector received, decoded. */
export interface Received {
  path: string;
  headers: Record<string, unknown>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the message of a protocol
  body: any;
}

/** Starts a receiver of OTLP on this machine for one test. @param respond default: accepts everything */
export async function startCollector(respond?: RequestListener): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    if (respond) return respond(request, response);
    let text = '';
    for await (const chunk of request) text += chunk;
    received.push({ path: request.url ?? '', headers: request.headers, text, body: JSON.parse(text) });
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/**
 * What is wrong with a message, by the definitions of the protocol; `undefined` if it is correct. What they do not define is lost
 * when the message is decoded.
 */
export function protocolFault({ path, body }: Pick<Received, 'path' | 'body'>): string | undefined {
  const message = messages[path];
  if (!message) return `unknown path ${path}`;
  let decoded: unknown;
  try {
    // Ids are hexadecimal in JSON, which is read and written as base64 without a loss.
    decoded = message.toObject(message.fromObject(body), { longs: String, bytes: String });
  } catch (error) {
    return String(error);
  }
  const [sent, kept] = [body, decoded].map((data) => JSON.stringify(sorted(data)));
  return sent === kept ? undefined : `${sent}\nis decoded as\n${kept}`;
}

/** Data with sorted keys and numbers as text, because 64-bit numbers are both. Empty lists are the default. */
function sorted(data: unknown): unknown {
  if (typeof data === 'number') return String(data);
  if (Array.isArray(data)) return data.map(sorted);
  if (typeof data !== 'object' || data === null) return data;
  const entries = Object.entries(data).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, sorted(value)]));
}

/** Attributes as an object. */
export function attributesOf({ attributes }: { attributes: { key: string; value: object }[] }): Attributes {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
