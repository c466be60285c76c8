import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HeaderFault } from './header-faults.js';
import type { PagingFault } from './paging-faults.js';

/** Faults of an org, or of the connection to it. */
export const faultKinds = [
  '429 storm',
  'concurrent 429',
  '500',
  '502 HTML',
  'reset',
  'cut JSON',
  'slow headers',
  'slow body',
  'no answer',
  'wrong content type',
  'large body',
  'redirect to another host',
  'late',
  'next page elsewhere',
] as const;
export type FaultKind = (typeof faultKinds)[number] | HeaderFault;

/** The org does not allow a change, such as deactivating an authenticator that a policy needs. */
export type Refusal = 'refused change';

/** The kind of a fault. */
export type AnyFault = FaultKind | PagingFault | Refusal;

/** A fault, and the requests that it affects. */
export interface Fault {
  kind: AnyFault;
  /** Selects requests; default: all. */
  when?: (method: string, path: string) => boolean;
  /** The number of requests; default: all. */
  times?: number;
}

/** Faults that replace the response. The request has no effect. */
const instead: Partial<Record<AnyFault, (response: ServerResponse, now: number) => void>> = {
  '429 storm': (response, now) =>
    tooMany(response, {
      'x-rate-limit-limit': 1000,
      'x-rate-limit-remaining': 0,
      'x-rate-limit-reset': Math.floor(now / 1000),
    }),
  'concurrent 429': (response, now) =>
    tooMany(response, {
      'x-rate-limit-limit': 0,
      'x-rate-limit-remaining': 0,
      'x-rate-limit-reset': Math.floor(now / 1000) + 3600,
    }),
  '500': (response) =>
    response
      .writeHead(500, { 'content-type': 'application/json' })
      .end(
        '{"errorCode":"E0000009","errorSummary":"Internal Server Error","errorLink":"E0000009","errorId":"oae1","errorCauses":[]}',
      ),
  '502 HTML': (response) =>
    response.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>Bad Gateway</body></html>'),
  'refused change': (response) =>
    response
      .writeHead(403, { 'content-type': 'application/json' })
      .end(
        '{"errorCode":"E0000148","errorSummary":"Cannot modify or disable this authenticator because it is enabled in one or more policies.","errorLink":"E0000148","errorId":"oae1","errorCauses":[]}',
      ),
  'redirect to another host': (response) =>
    response.writeHead(302, { location: 'https://elsewhere.example.com/' }).end(),
};

/** The faults of an org. */
export class Faults {
  readonly #faults: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#faults.length = 0;
  }

  /** The fault of a request, if it has one. The fault counts it. */
  take(method: string, path: string): AnyFault | undefined {
    const found = this.#faults.find(({ fault, left }) => left > 0 && (fault.when?.(method, path) ?? true));
    if (!found) return undefined;
    found.left -= 1;
    return found.fault.kind;
  }

  /** Sends the response of a fault that replaces the response. Returns whether it did. */
  answers(kind: AnyFault, response: ServerResponse, now: number): boolean {
    instead[kind]?.(response, now);
    return kind in instead;
  }
}

/** Sends a response with a fault that damages it. */
export async function spoil(kind: AnyFault, response: ServerResponse, text: string): Promise<void> {
  switch (kind) {
    case 'reset':
      response.setHeader('content-length', text.length + 100);
      response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.destroy());
      return;
    case 'cut JSON':
      response.end(text.slice(0, Math.max(1, Math.floor(text.length / 2))));
      return;
    case 'slow headers':
      await sleep(400);
      response.end(text);
      return;
    case 'slow body':
      for (let i = 0; i < text.length; i += Math.ceil(text.length / 4)) {
        response.write(text.slice(i, i + Math.ceil(text.length / 4)));
        await sleep(100);
      }
      response.end();
      return;
    case 'wrong content type':
      response.setHeader('content-type', 'text/plain');
      response.end(text);
      return;
    case 'large body': {
      const part = 'x'.repeat(1024 * 1024);
      const closed = once(response, 'close');
      response.write('{"padding":"');
      for (let i = 0; i < 30 && !response.destroyed; i += 1) {
        if (response.write(part)) continue;
        await Promise.race([once(response, 'drain'), closed]);
      }
      response.end('"}');
      return;
    }
    case 'next page elsewhere':
      response.setHeader('link', '<https://elsewhere.example.com/api/v1/users?after=x>; rel="next"');
      response.end(text);
      return;
    case 'no answer':
      return;
    default:
      response.end(text);
  }
}

function tooMany(response: ServerResponse, headers: Record<string, number>): void {
  response
    .writeHead(429, { 'content-type': 'application/json', date: new Date().toUTCString(), ...headers })
    .end(
      '{"errorCode":"E0000047","errorSummary":"API call exceeded rate limit due to too many requests","errorLink":"E0000047","errorId":"oae1","errorCauses":[]}',
    );
}
