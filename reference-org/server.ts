import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Authentication } from './authentication.js';
import { errorBody, OrgError } from './errors.js';
import { type Faults, spoil } from './faults.js';
import { type LimitState, Limits, type Plan } from './limits.js';
import type { JsonObject } from './org.js';
import type { OrgAnswer, Router } from './router.js';

export interface ServerOptions {
  port: number;
  authentication: Authentication;
  faults: Faults;
  latencyMs: number;
  perMinute?: number;
  windowMs?: number;
  plan?: Plan;
  now: () => number;
  /** Is called with each request, before its response is sent. */
  onServed?: (request: Served) => void;
}

/** One line of what an org was asked. */
export interface Served {
  method: string;
  path: string;
  status: number;
  /** When it was answered, by this machine's clock. */
  at: number;
  /** The limit that the answer told, a minute. */
  limit?: number;
}

/** Speaks HTTP for an org: credentials, rate limits, error objects, headers. */
export async function serve(
  router: Router,
  options: ServerOptions,
): Promise<{ url: string; served: Served[]; idle: () => boolean; close: () => Promise<void> }> {
  const limits = new Limits(options.now, options.perMinute, options.windowMs, options.plan);
  const { authentication, faults } = options;
  const served: Served[] = [];
  const note = (request: Served) => {
    served.push(request);
    options.onServed?.(request);
  };
  let underWay = 0;
  const server = createServer((request, response) => {
    underWay += 1;
    handle(request, response)
      .catch((error: unknown) => {
        const fault = new OrgError(500, 'E0000009', `Internal Server Error: ${String(error)}`);
        response
          .writeHead(500, { 'content-type': 'application/json' })
          .end(JSON.stringify(errorBody(fault, newErrorId())));
      })
      .finally(() => {
        underWay -= 1;
      });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET' } = request;
    const url = new URL(request.url ?? '/', 'http://org.invalid');
    const text = await read(request);
    if (options.latencyMs > 0) await sleep(options.latencyMs);
    if (method === 'POST' && url.pathname === '/oauth2/v1/token') {
      const issued = await authentication.issue(request, text);
      note({ method, path: url.pathname, status: issued.status, at: Date.now() });
      response.setHeader('date', new Date(options.now()).toUTCString());
      response
        .writeHead(issued.status, { ...issued.headers, 'content-type': 'application/json' })
        .end(JSON.stringify(issued.body));
      return;
    }
    const fault = faults.take(method, url.pathname);
    if (fault && faults.answers(fault, response, options.now())) {
      note({ method, path: url.pathname, status: response.statusCode, at: Date.now() });
      return;
    }
    let limit: LimitState | undefined;
    let answer: OrgAnswer;
    try {
      const { handler, ids, open, isOff } = router.find(method, url.pathname);
      if (!open) await authentication.check(request, method, url.pathname);
      if (fault === 'late') throw new OrgError(404, 'E0000007', 'Not found: Resource not found: late (Late)');
      limit = limits.count(method, url.pathname);
      if (limit.exceeded) throw new OrgError(429, 'E0000047', 'API call exceeded rate limit due to too many requests');
      if (
        (method === 'POST' || method === 'PUT') &&
        request.headers['content-length'] === undefined &&
        request.headers['transfer-encoding'] === undefined
      )
        throw new OrgError(411, 'E0000009', 'Length Required');
      if (isOff)
        throw new OrgError(401, 'E0000015', 'You do not have permission to access the feature you are requesting');
      answer = handler({ ids, query: url.searchParams, body: parse(text) });
    } catch (error) {
      if (!(error instanceof OrgError)) throw error;
      // Where only a scope is missing, a header says it all.
      const body = error.code === '' ? {} : { body: errorBody(error, newErrorId()) as JsonObject };
      answer = { status: error.status, headers: error.headers, ...body };
    }
    const status = answer.status ?? 200;
    note({ method, path: url.pathname, status, at: Date.now(), ...(limit ? { limit: limit.limit } : {}) });
    response.statusCode = status;
    response.setHeader('date', new Date(options.now()).toUTCString());
    response.setHeader('x-okta-request-id', randomBytes(16).toString('hex'));
    response.setHeader('cache-control', 'no-cache, no-store');
    if (limit) {
      response.setHeader('x-rate-limit-limit', limit.limit);
      response.setHeader('x-rate-limit-remaining', limit.remaining);
      response.setHeader('x-rate-limit-reset', limit.reset);
    }
    for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
    const links = Object.entries(answer.links ?? {}).map(([rel, href]) => `<${href}>; rel="${rel}"`);
    if (links.length > 0) response.setHeader('link', links);
    if (answer.body !== undefined) response.setHeader('content-type', 'application/json');
    const content = answer.body === undefined ? '' : JSON.stringify(answer.body);
    if (fault) await spoil(fault, response, content);
    else response.end(content);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    idle: () => underWay === 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): JsonObject {
  if (text === '') return {};
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    throw new OrgError(400, 'E0000003', 'The request body was not well-formed.');
  }
}

function newErrorId(): string {
  return `oae${randomBytes(16).toString('base64url')}`;
}
