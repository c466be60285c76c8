import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client, RequestExecutor } from '@okta/okta-sdk-nodejs';
import type { Headers, RawResponse } from '../../src/domain/exchange.js';
import type { Http } from '../../src/org/http.js';
import { readSdkMethods } from './sdk-methods.js';

/** A request in progress: its body before the SDK read it, and the response. */
interface Captured {
  call: string;
  body: unknown;
  answer?: RawResponse<string>;
}

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
  /** Properties of requests that the models of the SDK leave out: operation and pointer. */
  leftOut: Set<string>;
}

/** What is known before the first request. */
export function noTraffic(): SdkTraffic {
  return { asked: new Set(), unknown: new Set(), failed: [], leftOut: new Set() };
}

/**
 * An HTTP client that sends each request with Okta's own SDK: it calls the method that has the path of the request
 * with its parameters, and returns the response of the org. Requests without a method use `plain`. What the models of the SDK
 * leave out of a body is added again: without it, every response that contains the object depends on this request.
 */
export function sdkHttp(org: { url: string; token: string }, plain: Http, traffic: SdkTraffic): Http {
  const capture = new AsyncLocalStorage<Captured>();
  class Executor extends RequestExecutor {
    override async fetch(options: object): Promise<never> {
      const request: { body?: string } = options;
      const store = capture.getStore();
      if (store?.body && request.body) {
        const body = completed(JSON.parse(request.body), store.body, (pointer) =>
          traffic.leftOut.add(`${store.call} ${pointer}`),
        );
        request.body = JSON.stringify(body);
      }
      const response = (await super.fetch(request as never)) as unknown as Response;
      const text = await response.text();
      const headers: Headers = {};
      response.headers.forEach((value, name) => {
        headers[name] = value;
      });
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
    const call = `${method} ${template}`;
    const captured: Captured = { call, body: options.body && JSON.parse(options.body) };
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

/** A body with the properties that only the other one has. */
function completed(body: unknown, whole: unknown, add: (pointer: string) => void, at = ''): unknown {
  if (Array.isArray(body) && Array.isArray(whole))
    return body.map((item, i) => completed(item, whole[i], add, `${at}/*`));
  if (!isRecord(body) || !isRecord(whole)) return body;
  const parts = Object.entries(whole).map(([name, value]) => {
    const pointer = `${at}/${name}`;
    if (name in body) return [name, completed(body[name], value, add, pointer)];
    add(pointer);
    return [name, value];
  });
  return { ...body, ...Object.fromEntries(parts) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
