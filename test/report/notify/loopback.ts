import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request that a server received. */
export interface Received {
  method: string;
  /** Path and query. */
  path: string;
  headers: IncomingMessage['headers'];
  body: unknown;
}

/** The response to a request: a status and JSON. */
export type Answer = (request: Received) => { status: number; body?: unknown };

/** Starts a server on this machine, which ends with the test. Returns its URL and what it received. */
export async function startServer(answer: Answer): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
      received.push(one);
      const { status, body } = answer(one);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** An issue of the fake GitHub. */
export interface FakeIssue {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  labels: { name: string }[];
  comments: { body: string }[];
}

/** The issues API of GitHub, as far as it is used: labels, paging, comments, states. */
export class FakeGithub {
  readonly issues: FakeIssue[] = [];
  readonly labels = new Set<string>();
  /** Returns a status to fail with, or nothing. */
  fault: (request: Received) => number | undefined = () => undefined;

  readonly answer: Answer = (request) => {
    const status = this.fault(request);
    if (status !== undefined) return { status, body: { message: 'a secret text of the server' } };
    const { method, path } = request;
    const url = new URL(path, 'http://127.0.0.1');
    const [, number, part] = /^\/repos\/acme\/identity\/issues(?:\/(\d+))?(?:\/(comments))?$/.exec(url.pathname) ?? [];
    if (url.pathname === '/repos/acme/identity/labels') return this.#makeLabel(request.body as { name: string });
    if (method === 'GET' && number === undefined) return { status: 200, body: this.#page(url) };
    if (number === undefined) return this.#open(request.body as FakeIssue & { labels: string[] });
    const issue = this.issues.find((one) => one.number === Number(number));
    if (!issue) return { status: 404 };
    if (method === 'GET' && part) return { status: 200, body: issue.comments };
    if (part) {
      issue.comments.push(request.body as { body: string });
      return { status: 201, body: {} };
    }
    Object.assign(issue, { state: (request.body as FakeIssue).state });
    return { status: 200, body: issue };
  };

  #makeLabel({ name }: { name: string }) {
    const isKnown = this.labels.has(name);
    this.labels.add(name);
    return { status: isKnown ? 422 : 201, body: {} };
  }

  /** Labels that do not exist are dropped, as GitHub does for a token that must not create them. */
  #open({ title, body, labels }: { title: string; body: string; labels: string[] }) {
    const kept = labels.filter((name) => this.labels.has(name)).map((name) => ({ name }));
    const number = this.issues.length + 1;
    this.issues.push({ number, title, body, state: 'open', labels: kept, comments: [] });
    return { status: 201, body: { number } };
  }

  #page({ searchParams }: URL) {
    const label = searchParams.get('labels');
    const size = Number(searchParams.get('per_page'));
    const from = (Number(searchParams.get('page')) - 1) * size;
    return this.issues.filter(({ labels }) => labels.some(({ name }) => name === label)).slice(from, from + size);
  }
}
