import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { isLoopback } from '../config/org-url.js';
import type { Headers, RawResponse } from '../domain/exchange.js';
import { version } from '../io/version.js';

/** Identifies this program in the System Log of an org. Every request of a run has it, token requests included. */
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
 * The network of a run: kept-alive connections, bounded in time and size, through the proxy that `HTTPS_PROXY` names.
 * @param seconds how long the start of a response, and each further part of it, may take; a whole response twice as long
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
  const outside = new EnvHttpProxyAgent(bounds);
  const inside = new Agent(bounds);
  const http: Http = async (url, options) => {
    const { body, headers: given, ...rest } = options;
    const response = await request(url, {
      ...rest,
      headers: { ...given, 'user-agent': userAgent },
      method: options.method as 'GET',
      body: body ?? null,
      dispatcher: isOnThisMachine(url) ? inside : outside,
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
      await Promise.all([inside.close(), outside.close()]);
    },
  };
}

/** Connections to one org, through the proxy that `HTTPS_PROXY` names. The client behind it limits the time of a response. */
export function connectionsTo(org: string): Dispatcher {
  const bounds = { connect: { timeout: 10_000 }, headersTimeout: 300_000, bodyTimeout: 300_000 };
  return isOnThisMachine(org) ? new Agent(bounds) : new EnvHttpProxyAgent(bounds);
}

/** Requests to this machine do not use the proxy. */
function isOnThisMachine(url: string): boolean {
  return isLoopback(new URL(url).hostname);
}

/** In one word, why no response came: `ECONNREFUSED`, `TimeoutError`. */
export function reasonOf(cause: unknown): string {
  const { code, name } = (cause ?? {}) as { code?: unknown; name?: unknown };
  const reason = typeof code === 'string' ? code : name;
  return typeof reason === 'string' && /^\w{1,60}$/.test(reason) ? reason : 'no response';
}
