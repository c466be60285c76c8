import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client, RequestExecutor } from '@okta/okta-sdk-nodejs';
import type { Headers, RawResponse } from '../../src/domain/exchange.js';
import type { Http } from '../../src/org/http.js';
import { readSdkMethods } from './sdk-methods.js';

type Captured = { answer?: RawResponse<string>; url?: string };

const methods = readSdkMethods(
  join(dirname(createRequire(import.meta.url).resolve('@okta/okta-sdk-nodejs')), 'generated'),
);

/** The results of requests through the SDK. */
export interface SdkTraffic {
  /** Operations that the SDK requested, with the names of its own templates. */
  asked: Set<string>;
  /** Requests without a method of the SDK. */
  unknown: Set<string>;
  /** Requests or responses that the SDK could not process, with its message. */
  failed: string[];
}

/**
 * An HTTP client that sends each request with Okta's own SDK: it calls the method that has the path of the request
 * with its parameters, and returns the response of the org. Requests without a method use `plain`.
 */
export function sdkHttp(org: { url: string; token: string }, plain: Http, traffic: SdkTraffic): Http {
  const capture = new AsyncLocalStorage<Captured>();
  class Executor extends RequestExecutor {
    override async fetch(request: never): Promise<never> {
      const response = (await super.fetch(request)) as unknown as Response;
      const text = await response.text();
      const headers: Headers = {};
      response.headers.forEach((value, name) => {
        headers[name] = value;
      });
      const store = capture.getStore();
      if (store) store.answer = { status: response.status, headers, body: text };
      const Again = response.constructor as typeof Response;
      const { status } = response;
      return new Again(status === 204 ? null : text, { status, headers: response.headers }) as never;
    }
  }
  const client = new Client({
    orgUrl: org.url,
    token: org.token,
    requestExecutor: new Executor(),
    // Each request reaches the org.
    cacheMiddleware: null,
    testing: { disableHttpsCheck: true },
  } as never) as unknown as Record<string, Record<string, (parameters: object) => Promise<unknown>>>;
  const apis = new Map(Object.entries(client).map(([name, api]) => [name.toLowerCase(), api]));

  return async (url, options) => {
    const { pathname, searchParams } = new URL(url);
    const found = methods.find(
      ({ api, name, method, path, queryNames }) =>
        apis.get(api)?.[name] &&
        method === options.method &&
        path.test(pathname) &&
        [...searchParams.keys()].every((key) => queryNames.has(key)),
    );
    if (!found) {
      traffic.unknown.add(`${options.method} ${pathname}`);
      return plain(url, options);
    }
    const { api, name, method, template, path, pathNames, queryNames, body } = found;
    const values = path.exec(pathname)?.slice(1) ?? [];
    const parameters = {
      ...Object.fromEntries(pathNames.map((part, i) => [part, decodeURIComponent(values[i] ?? '')])),
      ...Object.fromEntries([...searchParams].map(([key, value]) => [queryNames.get(key), typed(value)])),
      ...(body && options.body ? { [body]: inItsNames(JSON.parse(options.body)) } : {}),
    };
    const captured: Captured = {};
    const call = `${method} ${template}`;
    await capture.run(captured, async () => {
      try {
        const answer = await apis.get(api)?.[name]?.(parameters);
        const list = answer as { getNextPage?: () => Promise<unknown> } | undefined;
        await list?.getNextPage?.();
      } catch (error) {
        const isAnswered = captured.answer && captured.answer.status >= 400;
        if (!isAnswered) traffic.failed.push(`${call}: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
    if (!captured.answer) return plain(url, options);
    traffic.asked.add(call);
    return captured.answer;
  };
}

function typed(value: string): string | number | boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^\d+$/.test(value) ? Number(value) : value;
}

/** A body with the SDK's property names, which differ for reserved words. */
function inItsNames(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(inItsNames);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key === 'const' ? '_const' : key, inItsNames(value)]),
  );
}
