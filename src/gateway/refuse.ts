import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Answers a request in the org's place, in the shape of Okta's errors, so that any client can show what it says. Such an
 * answer is no exchange with the org, and is not checked.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  why: string,
  headers: Record<string, string> = {},
): void {
  // What the client still sends is read and forgotten: it would not read an answer before.
  request.resume();
  const body = errorOf(status, why);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  });
  response.end(body);
}

/** Answers what is no HTTP request, and closes the connection. */
export function refuseConnection(socket: Duplex, why: string, headers: Record<string, string>): void {
  // After the first byte of an answer, another would be taken for its body.
  const hasBegun = 'bytesWritten' in socket && Number(socket.bytesWritten) > 0;
  if (!socket.writable || hasBegun) {
    socket.destroy();
    return;
  }
  const body = errorOf(400, why);
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 400 ${STATUS_CODES[400]}\r\n${lines.join('')}\r\n${body}`);
}

function errorOf(status: number, why: string): string {
  return JSON.stringify({
    errorCode: status === 429 ? 'E0000047' : 'okta-contracts',
    errorSummary: `okta-contracts gateway: ${why}.`,
    errorLink: '',
    errorId: randomUUID(),
    errorCauses: [],
  });
}
