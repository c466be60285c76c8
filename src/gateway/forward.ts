import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { Transform } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Headers } from '../domain/exchange.js';
import { reasonOf } from '../org/http.js';
import { upstreamHeader, upstreamOf } from '../org/upstream.js';
import { Capture } from './capture.js';
import { refuse } from './refuse.js';
import type { Target } from './target.js';

/** An exchange as it went over the wire. */
export interface Passed {
  method: string;
  /** Path with its query, as it was sent. */
  path: string;
  requestBody?: Uint8Array<ArrayBuffer>;
  status: number;
  headers: Headers;
  body?: Uint8Array<ArrayBuffer>;
}

/** What became of a request: an exchange to check, or why there is none. */
export type Forwarded =
  | { passed: Passed }
  | {
      lost: 'client hung up' | 'no whole answer' | 'body too large' | 'fault of the gateway';
    };

/** Headers that concern one connection alone, not the one behind the gateway. Source: RFC 9110, section 7.6.1. */
const ofTheConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** Our side answers `Expect` by itself, and each side has its own host. */
const ofTheRequest = new Set([...ofTheConnection, 'expect', 'host']);
/** The gateway states what is behind it by itself. */
const ofTheAnswer = new Set([...ofTheConnection, upstreamHeader]);

/**
 * Passes a request to the org and its answer to the client, and keeps a copy for the check. Never rejects, and no client is
 * left waiting: without an answer that can be passed on it gets a 502, and a closed connection where the answer has begun.
 * @param org its origin
 * @param target method and path to send
 * @param seen is called with the whole answer before the client has the end of it
 */
export async function forward(
  org: string,
  dispatcher: Dispatcher,
  request: IncomingMessage,
  response: ServerResponse,
  target: Pick<Target, 'method' | 'path'>,
  seen: (passed: Passed) => void = () => undefined,
): Promise<Forwarded> {
  const { headers } = request;
  const { method, path } = target;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  const relay = new Relay(org, request, response, target, seen);
  const options: Dispatcher.DispatchOptions = {
    origin: org,
    path,
    method: method as Dispatcher.HttpMethod,
    headers: listed(request.rawHeaders, ofTheRequest),
    body: hasBody ? watched(request, relay.asked) : null,
  };
  // A connection that the org closed just then costs a request that only reads no more than a second try.
  const isRepeatable = !hasBody && (method === 'GET' || method === 'HEAD');
  const first = await relay.attempt(dispatcher, options, isRepeatable);
  return first ?? ((await relay.attempt(dispatcher, options, false)) as Forwarded);
}

/** Hands one answer on, part by part, at the pace of its client. */
class Relay {
  readonly asked = new Capture();
  readonly #answered = new Capture();
  readonly #org: string;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #target: Pick<Target, 'method' | 'path'>;
  readonly #seen: (passed: Passed) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #settle: (done: Forwarded | undefined) => void = () => undefined;
  #isRepeatable = false;
  #hasLeft = false;
  #headers: Headers = {};

  constructor(
    org: string,
    request: IncomingMessage,
    response: ServerResponse,
    target: Pick<Target, 'method' | 'path'>,
    seen: (passed: Passed) => void,
  ) {
    this.#org = org;
    this.#request = request;
    this.#response = response;
    this.#target = target;
    this.#seen = seen;
    response.on('drain', () => this.#controller?.resume());
    response.once('close', () => {
      if (response.writableFinished) return;
      this.#hasLeft = true;
      this.#controller?.abort(new Error('the client hung up'));
      this.#settle({ lost: 'client hung up' });
    });
  }

  /** Sends the request. Resolves with nothing where it may be sent again. */
  attempt(
    dispatcher: Dispatcher,
    options: Dispatcher.DispatchOptions,
    isRepeatable: boolean,
  ): Promise<Forwarded | undefined> {
    this.#isRepeatable = isRepeatable;
    return new Promise((resolve) => {
      this.#settle = resolve;
      if (this.#hasLeft) resolve({ lost: 'client hung up' });
      else dispatcher.dispatch(options, this);
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#hasLeft) controller.abort(new Error('the client hung up'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: object, reason = ''): void {
    if (status < 200) return;
    this.#headers = { ...headers } as Headers;
    // The org's own headers, byte for byte, and beside them only what is behind this gateway.
    const raw = (controller.rawHeaders as Buffer[]).map((part) => part.toString('latin1'));
    const upstream = upstreamOf(this.#org, this.#headers[upstreamHeader]);
    this.#response.sendDate = false;
    try {
      // Node refuses to write some of what it reads: a reason that is not ASCII is written in the usual words.
      const words = /[^\t\x20-\x7e]/.test(reason) ? (STATUS_CODES[status] ?? '') : reason;
      this.#response.writeHead(status, words, [...listed(raw, ofTheAnswer), upstreamHeader, upstream]);
    } catch (error) {
      controller.abort(error as Error);
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#answered.add(chunk);
    if (!this.#response.write(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    const isWhole = !this.asked.isTooLarge && !this.#answered.isTooLarge;
    const [requestBody, body] = [this.asked.bytes(), this.#answered.bytes()];
    const passed: Passed = {
      method: this.#target.method,
      path: this.#target.path,
      status: this.#response.statusCode,
      headers: this.#headers,
      ...(requestBody ? { requestBody } : {}),
      ...(body ? { body } : {}),
    };
    let done: Forwarded = isWhole ? { passed } : { lost: 'body too large' };
    try {
      if (isWhole) this.#seen(passed);
    } catch {
      // The client gets its answer all the same.
      done = { lost: 'fault of the gateway' };
    }
    this.#response.end();
    this.#settle(done);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#hasLeft) return;
    const reason = reasonOf(error);
    // An answer that breaks off must look broken off to the client too.
    if (this.#response.headersSent) this.#response.destroy();
    else if (this.#isRepeatable && closed.has(reason)) {
      this.#settle(undefined);
      return;
    } else {
      const status = reason === 'UND_ERR_HEADERS_TIMEOUT' ? 504 : 502;
      refuse(this.#request, this.#response, status, `${this.#org} gave no response that can be forwarded (${reason})`, {
        [upstreamHeader]: upstreamOf(this.#org, undefined),
      });
    }
    this.#settle({ lost: 'no whole answer' });
  }
}

const closed = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** A request's body as it streams past. Where nobody reads it to its end, the client's connection stays, for the answer. */
function watched(request: IncomingMessage, asked: Capture): Transform {
  const body = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      asked.add(chunk);
      done(null, chunk);
    },
  });
  // The request that it belongs to tells of the same fault.
  body.on('error', () => undefined);
  return request.pipe(body);
}

/** Names and values in turn, without those headers of `left`, and those that `Connection` names. */
function listed(raw: string[], left: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  const named = new Set<string>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name = '', value = ''] = [raw[i], raw[i + 1]];
    const key = name.toLowerCase();
    if (!left.has(key)) kept.push(name, value);
    else if (key === 'connection') for (const other of value.split(',')) named.add(other.trim().toLowerCase());
  }
  named.delete('keep-alive');
  named.delete('close');
  if (named.size === 0) return kept;
  return kept.filter((_, i) => !named.has((kept[i - (i % 2)] ?? '').toLowerCase()));
}
