// @ts-nocheck
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Responds to a request that is not forwarded. The body has the format of Okta's errors, so that any client can show the
 * message. Such a response does not come from the org and is not checked.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): void {
  // Some clients read the response only after they have sent the whole request.
  request.resume();
  const body = errorOf(status, message);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  });
  response.end(body);
}

/** Responds to invalid HTTP and closes the connection. */
export function refuseConnection(socket: Duplex, message: string, headers: Record<string, string>): void {
  // If a response has begun, the client would read another one as its body.
  const hasBegun = 'bytesWritten' in socket && Number(socket.bytesWritten) > 0;
  if (!socket.writable || hasBegun) {
    socket.destroy();
    return;
  }
  const body = errorOf(400, message);
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 400 ${STATUS_CODES[400]}\r\n${lines.join('')}\r\n${body}`);
}

function errorOf(status: number, message: string): string {
  return JSON.stringify({
    errorCode: status === 429 ? 'E0000047' : 'okta-contracts',
    errorSummary: `okta-contracts gateway: ${message}.`,
    errorLink: '',
    errorId: randomUUID(),
    errorCauses: [],
  });
}
