import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Matcher } from '../contract/match.js';
import { ContractsError } from '../domain/errors.js';
import { connectionsTo, reasonOf } from '../org/http.js';
import { upstreamHeader, upstreamOf } from '../org/upstream.js';
import { type Forwarded, forward, type Passed } from './forward.js';
import { refuse, refuseConnection } from './refuse.js';
import { allowed, nameOf, readTarget, type Target } from './target.js';

export interface GatewayOptions {
  /** Origin of the org. */
  org: string;
  host: string;
  /** 0 for any that is free. */
  port: number;
  /** Clients that insist on HTTPS need it. PEM. */
  tls?: { cert: string; key: string };
  /** Finds the contract that covers a request. */
  match: Matcher;
  /** Why a request must not be sent; `undefined` where it may. */
  forbids: (target: Target) => string | undefined;
  /** Resolves when a request may be sent, or with the headers of the 429 that it is answered. */
  admit: (target: Target) => Promise<Record<string, string> | undefined>;
  /** The whole answer has come; its end has not reached the client. */
  answered: (passed: Passed, target: Target) => void;
  /** A request was not passed on. The reason contains nothing of the request. */
  refused: (why: string) => void;
}

/** Requests that were not checked, and why; by count. */
export type Unchecked = Record<Extract<Forwarded, { lost: unknown }>['lost'], number>;

export interface Gateway {
  url: string;
  readonly unchecked: Readonly<Unchecked>;
  /** Takes no more requests, and gives those under way `graceMs` to end. */
  close(graceMs?: number): Promise<void>;
  /** Ends what is under way at once. */
  breakOff(): void;
}

/** Starts a gateway to an org: bodies, headers and queries reach both sides as they came. Throws `INPUT` where the port cannot be used. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const connections = connectionsTo(options.org);
  const unchecked: Unchecked = {
    'client hung up': 0,
    'no whole answer': 0,
    'body too large': 0,
    'fault of the gateway': 0,
  };

  const own = { [upstreamHeader]: upstreamOf(options.org, undefined) };
  /** Answers in the org's place; that states what is behind the gateway, too. */
  const answer: typeof refuse = (request, response, status, why, headers) =>
    refuse(request, response, status, why, { ...headers, ...own });

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    // A client that leaves is noticed where its request is passed on.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    // A connection that waits for a next request would keep a server open that takes none.
    response.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
    const target = readTarget(request, options.match);
    if ('wrong' in target) {
      options.refused(`a request was not sent: ${target.wrong}`);
      return answer(request, response, target.status, target.wrong, target.status === 405 ? allowed : {});
    }
    const forbidden = options.forbids(target);
    if (forbidden) {
      options.refused(forbidden);
      return answer(request, response, 403, forbidden);
    }
    const limited = await options.admit(target);
    if (limited) {
      options.refused(`${nameOf(target)} got 429: the share of its rate limit is used up`);
      return answer(request, response, 429, 'the share of this rate limit is used up', limited);
    }
    const done = await forward(options.org, connections, request, response, target, (passed) =>
      options.answered(passed, target),
    );
    if ('lost' in done) unchecked[done.lost] += 1;
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    // One request that fails must not end the others.
    handle(request, response).catch((error) => {
      unchecked['fault of the gateway'] += 1;
      if (response.headersSent) response.destroy();
      else answer(request, response, 500, `the request could not be passed on (${reasonOf(error)})`);
    });
  };
  const server: Server = options.tls ? tlsServer(options.tls, listener) : createServer(serverOptions, listener);
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, 417, 'unsupported header expect: use 100-continue, or leave it out');
  });
  server.on('clientError', (error, socket) => {
    options.refused(`a request was not sent: it is not valid HTTP (${reasonOf(error)})`);
    refuseConnection(socket, `invalid HTTP request: the parser stopped (${reasonOf(error)})`, own);
  });
  // Longer than clients keep theirs: a connection is not closed while its next request is on the way.
  server.keepAliveTimeout = 75_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new ContractsError(
          'INPUT',
          `Port ${options.port} of ${options.host} cannot be used (${reasonOf(cause)}): choose another, or 0 for any.`,
          { cause },
        ),
      ),
    );
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `${options.tls ? 'https' : 'http'}://${host}:${port}`,
    unchecked,
    close: async (graceMs = 10_000) => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(late);
      await connections.destroy();
    },
    breakOff: () => server.closeAllConnections(),
  };
}

/** Node itself would answer a request without a host, and not state what is behind the gateway. */
const serverOptions = { requireHostHeader: false };

function tlsServer(tls: { cert: string; key: string }, listener: Parameters<typeof createServer>[1]): Server {
  try {
    return createTlsServer({ ...tls, ...serverOptions }, listener) as unknown as Server;
  } catch (cause) {
    throw new ContractsError(
      'INPUT',
      `--tls-cert and --tls-key cannot be used (${reasonOf(cause)}): name a certificate and its private key, both PEM.`,
      { cause },
    );
  }
}
