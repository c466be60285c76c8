import { Agent, request } from 'undici';
import type { Headers } from '../words.js';

/** An answer as it came. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** Sends one HTTP request: no redirects, no retries. Rejects when no whole answer came in time. */
export type Http = (
  url: string,
  options: { method: string; headers: Record<string, string>; body?: string },
) => Promise<RawAnswer>;

const largestBody = 32 * 1024 * 1024;

/** The network of a run: kept-alive connections, bounded in time and size. */
export function createHttp(): { http: Http; close: () => Promise<void> } {
  const agent = new Agent({
    connect: { timeout: 10_000 },
    headersTimeout: 30_000,
    bodyTimeout: 30_000,
    maxResponseSize: largestBody,
  });
  const http: Http = async (url, options) => {
    const { body, ...rest } = options;
    const answer = await request(url, {
      ...rest,
      method: options.method as 'GET',
      body: body ?? null,
      dispatcher: agent,
      signal: AbortSignal.timeout(60_000),
    });
    const headers: Headers = {};
    for (const [name, value] of Object.entries(answer.headers))
      if (value !== undefined) headers[name.toLowerCase()] = value;
    return { status: answer.statusCode, headers, text: await answer.body.text() };
  };
  return { http, close: () => agent.close() };
}

/** In one word, why no answer came: `ECONNREFUSED`, `TimeoutError`. */
export function reasonOf(cause: unknown): string {
  const { code, name } = cause as { code?: unknown; name?: string };
  return typeof code === 'string' ? code : (name ?? 'no answer');
}
