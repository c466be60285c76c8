import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from './dispatcher.js';
import { errorBody, newErrorId, OrgError } from './errors.js';
import { type Faults, spoil } from './faults.js';
import { isHeaderFault, spoilHeaders } from './header-faults.js';
import { answerWith, isPagingFault } from './paging-faults.js';
import { writeHead } from './response.js';
import type { TokenEndpoint } from './token-endpoint.js';

export interface ServerOptions {
  port: number;
  faults: Faults;
  latencyMs: number;
  now: () => number;
  /** Called with each request, before its response is sent. */
  onServed: (request: Served) => void;
}

/** A request that was answered. */
export interface Served {
  method: string;
  path: string;
  status: number;
  /** When it was answered, by the clock of this machine. */
  at: number;
  /** The rate limit in the response. */
  limit?: number;
}

/** The HTTP server of an org. */
export interface OrgServer {
  url: string;
  served: Served[];
  idle: () => boolean;
  close: () => Promise<void>;
}

/** Serves the API and the token endpoint of an org on loopback. */
export async function serve(
  dispatcher: Dispatcher,
  tokenEndpoint: TokenEndpoint,
  options: ServerOptions,
): Promise<OrgServer> {
  const served: Served[] = [];
  const record = (request: Served) => {
    served.push(request);
    options.onServed(request);
  };
  let inFlight = 0;
  const server = createServer((request, response) => {
    inFlight += 1;
    handle(request, response, { dispatcher, tokenEndpoint, options, record })
      .catch((error: unknown) => sendJson(response, 500, {}, internalError(error)))
      .finally(() => {
        inFlight -= 1;
      });
  });
  // A client may use a connection again after any pause: on a busy machine, a closed one would end its request.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    idle: () => inFlight === 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Parts {
  dispatcher: Dispatcher;
  tokenEndpoint: TokenEndpoint;
  options: ServerOptions;
  record: (request: Served) => void;
}

async function handle(message: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  const { dispatcher, tokenEndpoint, record } = parts;
  const { faults, latencyMs, now } = parts.options;
  const { method = 'GET' } = message;
  const url = new URL(message.url ?? '/', 'http://org.invalid');
  const path = url.pathname;
  const text = await readText(message);
  if (latencyMs > 0) await sleep(latencyMs);

  if (method === 'POST' && path === '/oauth2/v1/token') {
    const { status, headers, body } = await tokenEndpoint.answer(message, text);
    record({ method, path, status, at: Date.now() });
    sendJson(response, status, { ...headers, date: new Date(now()).toUTCString() }, body);
    return;
  }

  const fault = faults.take(method, path);
  if (fault && faults.answers(fault, response, now())) {
    record({ method, path, status: response.statusCode, at: Date.now() });
    return;
  }
  const reply = await dispatcher.answer({ message, method, url, text }, fault);
  const { limit } = reply;
  const ask = async (other: URL) => (await dispatcher.answer({ message, method, url: other, text }, fault)).answer;
  const answer = isPagingFault(fault) ? await answerWith(fault, url, ask) : reply.answer;
  const { status = 200 } = answer;
  record({ method, path, status, at: Date.now(), ...(limit ? { limit: limit.limit } : {}) });
  writeHead(response, answer, limit, now());
  const content = answer.text ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
  if (fault && isHeaderFault(fault)) spoilHeaders(fault, response, now());
  if (fault) await spoil(fault, response, content);
  else response.end(content);
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(response: ServerResponse, status: number, headers: Record<string, string>, body: object): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function internalError(error: unknown): object {
  return errorBody(new OrgError(500, 'E0000009', `Internal Server Error: ${String(error)}`), newErrorId());
}
