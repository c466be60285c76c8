// @ts-nocheck
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Dispatcher } from 'undici';
import type { Matcher } from '../contract/match.js';
import { ContractsError } from '../domain/errors.js';
import { connectionsTo, reasonOf } from '../org/http.js';
import { upstreamHeader, upstreamOf } from '../org/upstream.js';
import { type ForwardedExchange, type ForwardResult, forward, type UncheckedReason } from './forward.js';
import { refuse, refuseConnection } from './refuse.js';
import { allowed, nameOf, readTarget, type Target } from './target.js';

export interface GatewayOptions {
  /** Origin of the org. */
  org: string;
  host: string;
  /** 0 for any free port. */
  port: number;
  /** Certificate and private key (PEM) for clients that require HTTPS. */
  tls?: { cert: string; key: string };
  /** Finds the contract of a request. */
  match: Matcher;
  /** Why a request must not be sent; `undefined` if it may. */
  refusal: (target: Target) => string | undefined;
  /** Resolves when a request may be sent, or with the headers of the 429 response that the client gets instead. */
  admit: (target: Target) => Promise<Record<string, string> | undefined>;
  /** Called when a response is complete, before the client gets its end. */
  onExchange: (exchange: ForwardedExchange, target: Target) => void;
  /** Called when a request was not forwarded. The message contains no part of the request. */
  onRefused: (message: string) => void;
}

export interface Gateway {
  url: string;
  /** How many forwarded requests were not checked, by reason. */
  readonly unchecked: Readonly<Record<UncheckedReason, number>>;
  /** Accepts no more requests, and waits at most `graceMs` for those that are not complete. */
  close(graceMs?: number): Promise<void>;
  /** Closes all connections at once. */
  closeConnections(): void;
}

/** Starts a gateway to an org. Bodies, headers and queries are forwarded unchanged. Throws `INPUT` if the port cannot be used. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const connections = connectionsTo(options.org);
  const unchecked: Record<UncheckedReason, number> = {
    'client disconnected': 0,
    'incomplete response': 0,
    'body too large': 0,
    'gateway error': 0,
  };
  const ownHeaders = { [upstreamHeader]: upstreamOf(options.org, undefined) };
  const respond: typeof refuse = (request, response, status, message, headers) =>
    refuse(request, response, status, message, { ...headers, ...ownHeaders });

  const server = createListener(options.tls, (request, response) => {
    // An idle connection would keep a closed server running.
    response.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
    handle(options, connections, respond, request, response)
      .catch((error: unknown): ForwardResult => {
        // An error in one request must not affect the others.
        if (response.headersSent) response.destroy();
        else respond(request, response, 500, `the request could not be forwarded (${reasonOf(error)})`);
        return { kind: 'unchecked', reason: 'gateway error' };
      })
      .then((result) => {
        if (result?.kind === 'unchecked') unchecked[result.reason] += 1;
      });
  });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    respond(request, response, 417, 'unsupported header expect: use 100-continue, or leave it out');
  });
  server.on('clientError', (error, socket) => {
    options.onRefused(`a request was not sent: it is not valid HTTP (${reasonOf(error)})`);
    refuseConnection(socket, `invalid HTTP request: the parser stopped (${reasonOf(error)})`, ownHeaders);
  });
  return {
    url: await listen(server, options),
    unchecked,
    close: async (graceMs = 10_000) => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const timeout = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timeout);
      await connections.destroy();
    },
    closeConnections: () => server.closeAllConnections(),
  };
}

/** Forwards a request, or responds to it in place of the org. Resolves with `undefined` if it was not forwarded. */
async function handle(
  { org, match, refusal, admit, onExchange, onRefused }: GatewayOptions,
  connections: Dispatcher,
  respond: typeof refuse,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<ForwardResult | undefined> {
  // `forward` notices a client that disconnects.
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  const target = readTarget(request, match);
  if (target.kind === 'invalid') {
    onRefused(`a request was not sent: ${target.message}`);
    respond(request, response, target.status, target.message, target.status === 405 ? allowed : {});
    return undefined;
  }
  const refused = refusal(target);
  if (refused !== undefined) {
    onRefused(refused);
    respond(request, response, 403, refused);
    return undefined;
  }
  const limited = await admit(target);
  if (limited) {
    onRefused(`${nameOf(target)} got 429: the share of its rate limit is used up`);
    respond(request, response, 429, 'the share of this rate limit is used up', limited);
    return undefined;
  }
  return forward(org, connections, request, response, target, (exchange) => onExchange(exchange, target));
}

/** Starts to listen. Returns the URL. */
async function listen(server: Server, { host, port, tls }: GatewayOptions): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new ContractsError(
          'INPUT',
          `Port ${port} of ${host} cannot be used (${reasonOf(cause)}): choose another, or 0 for any.`,
          { cause },
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

/** Node's own response to a request without a host lacks the upstream header. */
const serverOptions = { requireHostHeader: false };

function createListener(tls: GatewayOptions['tls'], listener: RequestListener): Server {
  try {
    const server = tls
      ? (createTlsServer({ ...tls, ...serverOptions }, listener) as unknown as Server)
      : createServer(serverOptions, listener);
    // Longer than clients keep a connection: it must not be closed while a request is on its way.
    server.keepAliveTimeout = 75_000;
    server.requestTimeout = 0;
    return server;
  } catch (cause) {
    throw new ContractsError(
      'INPUT',
      `--tls-cert and --tls-key cannot be used (${reasonOf(cause)}): name a certificate and its private key, both PEM.`,
      { cause },
    );
  }
}
