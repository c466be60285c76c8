// @ts-nocheck
import { AsyncLocalStorage } from 'node:async_hooks';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client, RequestExecutor } from '@okta/okta-sdk-nodejs';
import type { Headers, RawResponse } from '../../src/domain/exchange.js';
import type { Http } from '../../src/org/http.js';

/** One method of Okta's SDK: its request and the names of its parameters. */
interface SdkMethod {
  api: string;
  name: string;
  method: string;
  path: RegExp;
  template: string;
  pathNames: string[];
  queryNames: Map<string, string>;
  body: string | undefined;
}

type Captured = { answer?: RawResponse<string>; url?: string };

const generated = join(dirname(createRequire(import.meta.url).resolve('@okta/okta-sdk-nodejs')), 'generated');

/** The names of a method's parameters in order: `UserApi.createUser` to `['body', 'activate', …]`. */
const parameterNames = new Map(
  readFileSync(join(generated, 'types/ObjectParamAPI.js'), 'utf8')
    .split(/^class Object/m)
    .flatMap((source) =>
      [...source.matchAll(/this\.api\.(\w+)\(([^)]*)\)/g)].map(([, name, list = '']) => [
        `${source.slice(0, source.indexOf(' '))}.${name}`,
        [...list.matchAll(/param\.(\w+)/g)].map(([, parameter = '']) => parameter),
      ]),
    ) as [string, string[]][],
);

/** The methods in the SDK's sources, the most specific path first. */
const methods: SdkMethod[] = readdirSync(join(generated, 'apis'))
  .flatMap((file) => {
    const text = readFileSync(join(generated, 'apis', file), 'utf8').split('ResponseProcessor {')[0] ?? '';
    return text.split(/\n {2}async (?=\w+\()/).flatMap((source) => {
      const [, name] = /^(\w+)\(/.exec(source) ?? [];
      const [, template] = /const path = '([^']+)'/.exec(source) ?? [];
      const [, method] = /HttpMethodEnum\.(\w+)/.exec(source) ?? [];
      if (!name || !template || !method) return [];
      const callers = parameterNames.get(`${file.slice(0, -3)}.${name}`) ?? [];
      const [, list = ''] = /\(([^)]*)\)/.exec(source) ?? [];
      const own = list.split(',').map((parameter) => parameter.trim());
      const named = (variable: string) => callers[own.indexOf(variable)] ?? variable;
      const queries = source.matchAll(/setQueryParam\('([^']+)',\s*\S*serialize\((\w+),/g);
      const [, body] = /getPreferredMediaTypeAndEncoding\(\[[^\]]*\],\s*(\w+)\)/.exec(source) ?? [];
      return [
        {
          api: file.slice(0, -3).toLowerCase(),
          name,
          method,
          template,
          path: new RegExp(`^${template.replace(/\./g, '\\.').replace(/\{[^}]+\}/g, '([^/]+)')}$`),
          pathNames: [...template.matchAll(/\{([^}]+)\}/g)].map(([, n = '']) => n),
          queryNames: new Map([...queries].map(([, query = '', variable = '']) => [query, named(variable)])),
          body: body && named(body),
        },
      ];
    });
  })
  .sort((a, b) => a.pathNames.length - b.pathNames.length);

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
