// @ts-nocheck
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ReferenceOrg, startReferenceOrg } from '../../reference-org/index.js';

/** A response before it is sent, which a fault may change or send itself. */
export interface Answer {
  method: string;
  /** Path without query. */
  path: string;
  status: number;
  headers: Record<string, string | string[]>;
  /** Parsed JSON; `undefined` if there is no body or it is not JSON. */
  body: unknown;
  /** Sent instead of `body` if a fault sets it. */
  raw?: string | Buffer;
  reason?: string;
}

/** Data for a fault. */
export interface Scene {
  /** The hostile org's own URL. */
  url: string;
  /** URL of another server, which must never receive a request. */
  elsewhere: string;
  /** The run's token. */
  token: string;
  /** Ids of objects that belong to the org, by path of their collection. */
  foreign: Map<string, string>;
}

/** A fault: one way in which an org responds incorrectly. */
export interface HostileFault {
  name: string;
  /** Changes the response in place, or sends one itself and returns `sent`. */
  tamper(answer: Answer, scene: Scene, response: ServerResponse): unknown;
  /** Called before the request is forwarded; `true` prevents that. */
  intercepts?: (method: string, path: string) => boolean;
}

export interface Received {
  method: string;
  /** Path with query. */
  target: string;
  userAgent: string;
}

/** An org with one fault, and the requests that it received. */
export interface HostileOrg {
  url: string;
  token: string;
  received: Received[];
  /** Requests that arrived at the other server. */
  strayed: Received[];
  /** Writes whose path names an object of the org, with `FOREIGN` instead of its id and `*` for other ids. */
  foreignWrites(): string[];
  /** Objects of the org that were deleted. */
  foreignGone(): string[];
  close(): Promise<void>;
}

const collections = ['/api/v1/users', '/api/v1/groups', '/api/v1/apps', '/api/v1/idps', '/api/v1/policies'];

/** Starts a reference org behind a server that tampers with its responses. */
export async function startHostileOrg(fault: HostileFault): Promise<HostileOrg> {
  const org = await startReferenceOrg({ limits: { perMinute: 100_000 } });
  const received: Received[] = [];
  const strayed: Received[] = [];
  const elsewhere = await listen((request, response) => {
    strayed.push(note(request));
    response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
  });
  const scene: Scene = { url: '', elsewhere: elsewhere.url, token: org.token, foreign: await foreignIds(org) };
  const front = await listen((request, response) => {
    received.push(note(request));
    answerFor(request, response, org, fault, scene).catch(() => response.destroy());
  });
  scene.url = front.url;
  const before = org.objects();
  const own = new Set(before.map((object) => object.split(' ').at(-1) ?? '').filter((id) => id.length >= 15));
  return {
    url: front.url,
    token: org.token,
    received,
    strayed,
    foreignWrites: () =>
      received
        .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
        .map(({ method, target }) => `${method} ${patternOf(target, own)}`)
        .filter((pattern) => pattern.includes('FOREIGN')),
    foreignGone: () => {
      const now = new Set(org.objects());
      return before.filter((object) => !now.has(object));
    },
    close: async () => {
      await Promise.all([front.close(), elsewhere.close(), org.close()]);
    },
  };
}

async function answerFor(
  request: IncomingMessage,
  response: ServerResponse,
  org: ReferenceOrg,
  fault: HostileFault,
  scene: Scene,
): Promise<void> {
  const { method = 'GET', url: target = '/' } = request;
  const path = target.split('?')[0] ?? '';
  const content = await read(request);
  const answer: Answer = fault.intercepts?.(method, path)
    ? { method, path, status: 200, headers: { 'content-type': 'application/json' }, body: {} }
    : await forward(org, method, target, path, request, content, scene.url);
  if (fault.tamper(answer, scene, response) === 'sent') return;
  const text = answer.raw ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  response.writeHead(answer.status, answer.reason ?? '').end(text);
}

async function forward(
  org: ReferenceOrg,
  method: string,
  target: string,
  path: string,
  request: IncomingMessage,
  content: string,
  url: string,
): Promise<Answer> {
  const { authorization, 'content-type': type, accept } = request.headers;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const reply = await fetch(org.url + target, {
    method,
    redirect: 'manual',
    headers: {
      ...(authorization ? { authorization } : {}),
      ...(type ? { 'content-type': type } : {}),
      ...(accept ? { accept } : {}),
    },
    ...(hasBody ? { body: content } : {}),
  });
  const headers: Answer['headers'] = {};
  for (const [name, value] of reply.headers)
    if (!['content-length', 'connection', 'keep-alive', 'transfer-encoding'].includes(name))
      headers[name] = value.replaceAll(org.url, url);
  const text = (await reply.text()).replaceAll(org.url, url);
  return { method, path, status: reply.status, headers, body: text === '' ? undefined : JSON.parse(text) };
}

async function foreignIds(org: ReferenceOrg): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of collections) {
    const reply = await fetch(org.url + path, { headers: { authorization: `SSWS ${org.token}` } });
    const list = (await reply.json()) as { id: string }[];
    const last = Array.isArray(list) ? list.at(-1) : undefined;
    if (last) found.set(path, last.id);
  }
  return found;
}

function patternOf(target: string, own: Set<string>): string {
  const segments = (target.split('?')[0] ?? '').split('/');
  return segments
    .map((segment) => (own.has(segment) ? 'FOREIGN' : segment.length >= 15 && /\d/.test(segment) ? '*' : segment))
    .join('/');
}

function note(request: IncomingMessage): Received {
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    userAgent: String(request.headers['user-agent'] ?? ''),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
