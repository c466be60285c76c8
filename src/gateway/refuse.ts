import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

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
  const body = JSON.stringify({
    errorCode: status === 429 ? 'E0000047' : 'okta-contracts',
    errorSummary: `okta-contracts gateway: ${why}.`,
    errorLink: '',
    errorId: randomUUID(),
    errorCauses: [],
  });
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  });
  response.end(body);
}
