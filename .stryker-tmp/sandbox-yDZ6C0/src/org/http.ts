// @ts-nocheck
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { isLoopback } from '../config/org-url.js';
import type { Headers, RawResponse } from '../domain/exchange.js';
import { version } from '../io/version.js';

/** Identifies this program in the System Log of an org. All requests of a run have it, including token requests. */
export const userAgent = `okta-contracts/${version}`;

/** Sends one HTTP request, without redirects or retries. Rejects if no complete response arrives in time. */
export type Http = (
  url: string,
  options: { method: string; headers: Record<string, string>; body?: string },
) => Promise<RawResponse<string>>;

/** No response of the API is nearly as large. Responses are not decompressed: requests do not accept compressed ones. */
const largestBody = 16 * 1024 * 1024;
const largestHeaders = 64 * 1024;

/**
 * Creates the HTTP client of a run: keep-alive, with limits for time and size, through the proxy in `HTTPS_PROXY`.
 * @param seconds the timeout for the headers and for each part of the body; the complete response may take twice as long
 */
export function createHttp(seconds = 30): { http: Http; close: () => Promise<void> } {
  const timeout = seconds * 1000;
  const bounds = {
    connect: { timeout: Math.min(10_000, timeout) },
    headersTimeout: timeout,
    bodyTimeout: timeout,
    maxResponseSize: largestBody,
    maxHeaderSize: largestHeaders,
  };
  const proxied = new EnvHttpProxyAgent(bounds);
  const direct = new Agent(bounds);
  const http: Http = async (url, options) => {
    const { body, headers: given, ...rest } = options;
    const response = await request(url, {
      ...rest,
      headers: { ...given, 'user-agent': userAgent },
      method: options.method as 'GET',
      body: body ?? null,
      dispatcher: isOnThisMachine(url) ? direct : proxied,
      signal: AbortSignal.timeout(2 * timeout),
    });
    const headers: Headers = {};
    for (const [name, value] of Object.entries(response.headers))
      if (value !== undefined) headers[name.toLowerCase()] = value;
    return { status: response.statusCode, headers, body: await response.body.text() };
  };
  return {
    http,
    close: async () => {
      await Promise.all([direct.close(), proxied.close()]);
    },
  };
}

/** Connections to one org, through the proxy in `HTTPS_PROXY`. The client of the gateway limits the time of a response. */
export function connectionsTo(org: string): Dispatcher {
  const bounds = { connect: { timeout: 10_000 }, headersTimeout: 300_000, bodyTimeout: 300_000 };
  return isOnThisMachine(org) ? new Agent(bounds) : new EnvHttpProxyAgent(bounds);
}

/** Requests to this machine do not use the proxy. */
function isOnThisMachine(url: string): boolean {
  return isLoopback(new URL(url).hostname);
}

/** The reason that the org did not respond, in one word: `ECONNREFUSED`, `TimeoutError`. */
export function reasonOf(cause: unknown): string {
  const { code, name } = (cause ?? {}) as { code?: unknown; name?: unknown };
  const reason = typeof code === 'string' ? code : name;
  return typeof reason === 'string' && /^\w{1,60}$/.test(reason) ? reason : 'no response';
}
