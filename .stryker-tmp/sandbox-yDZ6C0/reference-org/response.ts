// @ts-nocheck
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { LimitState } from './limits.js';
import type { OrgAnswer } from './resource.js';

/** Sets the status and the headers of a response. */
export function writeHead(
  response: ServerResponse,
  answer: OrgAnswer,
  limit: LimitState | undefined,
  now: number,
): void {
  response.statusCode = answer.status ?? 200;
  response.setHeader('date', new Date(now).toUTCString());
  response.setHeader('x-okta-request-id', randomBytes(16).toString('hex'));
  response.setHeader('cache-control', 'no-cache, no-store');
  if (limit) {
    response.setHeader('x-rate-limit-limit', limit.limit);
    response.setHeader('x-rate-limit-remaining', limit.remaining);
    response.setHeader('x-rate-limit-reset', limit.reset);
  }
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  const links = Object.entries(answer.links ?? {}).map(([rel, href]) => `<${href}>; rel="${rel}"`);
  if (links.length > 0) response.setHeader('link', links);
  if (answer.body !== undefined) response.setHeader('content-type', 'application/json');
}
