import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { Transform } from 'node:stream';
import type { Dispatcher } from 'undici';
import { checkedHeadersOf } from '../contract/check-request-headers.js';
import type { Headers, RawResponse } from '../domain/exchange.js';
import { reasonOf } from '../org/http.js';
import { upstreamHeader, upstreamOf } from '../org/upstream.js';
import { Capture } from './capture.js';
import { refuse } from './refuse.js';
import type { Target } from './target.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** A forwarded request and its response, byte for byte: secrets included, content encoding not removed. */
export interface ForwardedExchange {
  /** `path` includes the query. `headers` are only those that the check reads. */
  request: { method: string; path: string; headers: Headers; body: Bytes | undefined };
  response: RawResponse<Bytes | undefined>;
}

/** Why a forwarded request is not checked. */
export type UncheckedReason = 'client disconnected' | 'incomplete response' | 'body too large' | 'gateway error';

/** The result of forwarding a request: an exchange to check, or why there is none. */
export type ForwardResult =
  | { kind: 'complete'; exchange: ForwardedExchange }
  | { kind: 'unchecked'; reason: UncheckedReason };

/** Headers of a single connection. Source: RFC 9110, section 7.6.1. */
const connectionHeaders = new Set([
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
/** Request headers that are not forwarded: the gateway handles `Expect`, and the org has another host. */
const requestHeaders = new Set([...connectionHeaders, 'expect', 'host']);
/** Response headers that are not forwarded: the gateway writes its own upstream header. */
const responseHeaders = new Set([...connectionHeaders, upstreamHeader]);

/**
 * Forwards a request to the org and its response to the client, and copies both. Never rejects. Without a response that can be
 * forwarded, the client gets a 502 or 504; if the response breaks off, the connection is closed.
 * @param org origin of the org
 * @param target method and path to send
 * @param onExchange called when the response is complete, before the client gets its end
 */
export async function forward(
  org: string,
  dispatcher: Dispatcher,
  request: IncomingMessage,
  response: ServerResponse,
  target: Pick<Target, 'method' | 'path'>,
  onExchange: (exchange: ForwardedExchange) => void = () => undefined,
): Promise<ForwardResult> {
  const { headers } = request;
  const { method, path } = target;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  const relay = new Relay(org, request, response, target, onExchange);
  const options: Dispatcher.DispatchOptions = {
    origin: org,
    path,
    method: method as Dispatcher.HttpMethod,
    headers: forwardedHeaders(request.rawHeaders, requestHeaders),
    body: hasBody ? copied(request, relay.requestBody) : null,
  };
  // The org may have closed the connection just before the request: a read is then sent once more.
  const isRepeatable = !hasBody && (method === 'GET' || method === 'HEAD');
  const first = await relay.attempt(dispatcher, options, isRepeatable);
  return first ?? ((await relay.attempt(dispatcher, options, false)) as ForwardResult);
}

/** Forwards one response in parts, as fast as its client reads. */
class Relay {
  readonly requestBody = new Capture();
  readonly #responseBody = new Capture();
  readonly #org: string;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #target: Pick<Target, 'method' | 'path'>;
  readonly #onExchange: (exchange: ForwardedExchange) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #settle: (result: ForwardResult | undefined) => void = () => undefined;
  #isRepeatable = false;
  #isDisconnected = false;
  #headers: Headers = {};

  constructor(
    org: string,
    request: IncomingMessage,
    response: ServerResponse,
    target: Pick<Target, 'method' | 'path'>,
    onExchange: (exchange: ForwardedExchange) => void,
  ) {
    this.#org = org;
    this.#request = request;
    this.#response = response;
    this.#target = target;
    this.#onExchange = onExchange;
    response.on('drain', () => this.#controller?.resume());
    response.once('close', () => {
      if (response.writableFinished) return;
      this.#isDisconnected = true;
      this.#controller?.abort(new Error('the client disconnected'));
      this.#settle({ kind: 'unchecked', reason: 'client disconnected' });
    });
  }

  /** Sends the request. Resolves with `undefined` if it may be sent again. */
  attempt(
    dispatcher: Dispatcher,
    options: Dispatcher.DispatchOptions,
    isRepeatable: boolean,
  ): Promise<ForwardResult | undefined> {
    this.#isRepeatable = isRepeatable;
    return new Promise((resolve) => {
      this.#settle = resolve;
      if (this.#isDisconnected) resolve({ kind: 'unchecked', reason: 'client disconnected' });
      else dispatcher.dispatch(options, this);
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isDisconnected) controller.abort(new Error('the client disconnected'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: object, reason = ''): void {
    if (status < 200) return;
    this.#headers = { ...headers } as Headers;
    // The headers of the org, byte for byte, and only the upstream header in addition.
    const raw = (controller.rawHeaders as Buffer[]).map((part) => part.toString('latin1'));
    const upstream = upstreamOf(this.#org, this.#headers[upstreamHeader]);
    this.#response.sendDate = false;
    try {
      // Node reads a reason phrase that is not ASCII, but refuses to write it.
      const phrase = /[^\t\x20-\x7e]/.test(reason) ? (STATUS_CODES[status] ?? '') : reason;
      this.#response.writeHead(status, phrase, [...forwardedHeaders(raw, responseHeaders), upstreamHeader, upstream]);
    } catch (error) {
      controller.abort(error as Error);
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#responseBody.add(chunk);
    if (!this.#response.write(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    const result = this.#result();
    this.#response.end();
    this.#settle(result);
  }

  /** The headers of the request that the check reads: no others leave this thread. */
  #checkedHeaders(): Headers {
    return checkedHeadersOf(this.#request.headers).headers ?? {};
  }

  #result(): ForwardResult {
    if (this.requestBody.isTooLarge || this.#responseBody.isTooLarge)
      return { kind: 'unchecked', reason: 'body too large' };
    const { method, path } = this.#target;
    const exchange: ForwardedExchange = {
      request: { method, path, headers: this.#checkedHeaders(), body: this.requestBody.bytes() },
      response: { status: this.#response.statusCode, headers: this.#headers, body: this.#responseBody.bytes() },
    };
    try {
      this.#onExchange(exchange);
      return { kind: 'complete', exchange };
    } catch {
      // The client gets its response nevertheless.
      return { kind: 'unchecked', reason: 'gateway error' };
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#isDisconnected) return;
    const reason = reasonOf(error);
    // The client must notice that the response is incomplete.
    if (this.#response.headersSent) this.#response.destroy();
    else if (this.#isRepeatable && connectionClosed.has(reason)) {
      this.#settle(undefined);
      return;
    } else {
      const status = reason === 'UND_ERR_HEADERS_TIMEOUT' ? 504 : 502;
      refuse(this.#request, this.#response, status, `${this.#org} gave no response that can be forwarded (${reason})`, {
        [upstreamHeader]: upstreamOf(this.#org, undefined),
      });
    }
    this.#settle({ kind: 'unchecked', reason: 'incomplete response' });
  }
}

/** Errors of a connection that was closed. */
const connectionClosed = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** The body of a request, which is copied while it is read. If it is not read to its end, the client's connection stays open for the response. */
function copied(request: IncomingMessage, copy: Capture): Transform {
  const body = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      copy.add(chunk);
      done(null, chunk);
    },
  });
  // The dispatcher reports the same error.
  body.on('error', () => undefined);
  return request.pipe(body);
}

/** Names and values of headers in turn, without those in `omitted` and those that `Connection` names. */
function forwardedHeaders(raw: string[], omitted: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  const named = new Set<string>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name = '', value = ''] = [raw[i], raw[i + 1]];
    const key = name.toLowerCase();
    if (!omitted.has(key)) kept.push(name, value);
    else if (key === 'connection') for (const other of value.split(',')) named.add(other.trim().toLowerCase());
  }
  named.delete('keep-alive');
  named.delete('close');
  if (named.size === 0) return kept;
  return kept.filter((_, i) => !named.has((kept[i - (i % 2)] ?? '').toLowerCase()));
}
