import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ContractsError } from '../errors.js';
import { connectionsTo, reasonOf } from '../org/http.js';
import { type Forwarded, forward, type Passed } from './forward.js';
import { refuse } from './refuse.js';

export interface GatewayOptions {
  /** Origin of the org. */
  org: string;
  host: string;
  /** 0 for any that is free. */
  port: number;
  /** Clients that insist on HTTPS need it. PEM. */
  tls?: { cert: string; key: string };
  /** Why a request must not be sent; `undefined` where it may. */
  forbids: (method: string, path: string) => string | undefined;
  /** Resolves when a request may be sent, or with the headers of the 429 that it is answered. */
  admit: (method: string, path: string) => Promise<Record<string, string> | undefined>;
  /** The whole answer has come; its end has not reached the client. */
  answered: (passed: Passed) => void;
  /** A request was not passed on, and why. */
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

/** Starts a gateway to an org: what passes reaches both sides as it came. Throws `INPUT` where the port cannot be used. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const connections = connectionsTo(options.org);
  const unchecked: Unchecked = { 'client hung up': 0, 'no whole answer': 0, 'body too large': 0 };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', url: path = '' } = request;
    // A client that leaves is noticed where its request is passed on.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    // A connection that waits for a next request would keep a server open that takes none.
    response.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
    if (!path.startsWith('/'))
      return refuse(request, response, 400, 'a request names a path of the org: this is no proxy for other hosts');
    const forbidden = options.forbids(method, path);
    if (forbidden) {
      options.refused(forbidden);
      return refuse(request, response, 403, forbidden);
    }
    const limited = await options.admit(method, path);
    if (limited) {
      options.refused(`${method} ${path.split('?')[0]} was answered 429: the share of its rate limit is used up`);
      return refuse(request, response, 429, 'the share of this rate limit is used up', limited);
    }
    const done = await forward(options.org, connections, request, response, options.answered);
    if ('lost' in done) unchecked[done.lost] += 1;
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => void handle(request, response);
  const server: Server = options.tls ? tlsServer(options.tls, listener) : createServer(listener);
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

function tlsServer(tls: { cert: string; key: string }, listener: Parameters<typeof createServer>[1]): Server {
  try {
    return createTlsServer(tls, listener) as unknown as Server;
  } catch (cause) {
    throw new ContractsError(
      'INPUT',
      `--tls-cert and --tls-key cannot be used (${reasonOf(cause)}): name a certificate and its private key, both PEM.`,
      { cause },
    );
  }
}
