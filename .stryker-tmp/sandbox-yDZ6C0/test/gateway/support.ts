// @ts-nocheck
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcp, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createMatcher } from '../../src/contract/match.js';
import type { ForwardedExchange } from '../../src/gateway/forward.js';
import { type GatewayOptions, startGateway } from '../../src/gateway/gateway.js';

const match = createMatcher(loadCatalogue());

/** Starts an org with the given responses. Returns its origin. */
export async function org(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Starts an org that writes raw bytes. Returns its origin. @param talks gets each connection and its number */
export async function socketOrg(talks: (socket: Socket, n: number) => void): Promise<string> {
  let n = 0;
  const sockets = new Set<Socket>();
  const server = createTcp((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talks(socket, n++);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An origin on which no server listens. */
export async function closedPort(): Promise<string> {
  const server = createTcp();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

/** Starts a gateway to an org. Returns it with the exchanges and refusals that it reported. */
export async function gatewayTo(url: string, options: Partial<GatewayOptions> = {}) {
  const seen: ForwardedExchange[] = [];
  const refused: string[] = [];
  const gateway = await startGateway({
    org: url,
    host: '127.0.0.1',
    port: 0,
    match,
    refusal: () => undefined,
    admit: async () => undefined,
    onExchange: (exchange) => void seen.push(exchange),
    onRefused: (message) => void refused.push(message),
    ...options,
  });
  onTestFinished(() => gateway.close(0));
  return { gateway, seen, refused };
}

/** Writes bytes to a server and returns all bytes that it sends until it closes the connection. */
export async function talk(url: string, ...parts: (string | Buffer)[]): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => chunks.push(chunk));
  for (const part of parts) socket.write(part);
  // A client that waits too long gets an incomplete response, and the test fails.
  const late = setTimeout(() => socket.destroy(), 5_000);
  await once(socket, 'close');
  clearTimeout(late);
  return Buffer.concat(chunks).toString('latin1');
}

/** Waits at most two seconds for a condition. */
export async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i += 1) await sleep(10);
  expect(holds()).toBe(true);
}
