import { ContractsError } from '../domain/errors.js';
import type { Tier } from '../domain/operation.js';
import type { Http } from './http.js';

const reads = new Set(['GET', 'HEAD']);
const writes = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Whether a method only reads, in any case of its letters. */
export function isRead(method: string): boolean {
  return reads.has(method.toUpperCase());
}

/** How an error names a request: its operation, else its method; never its path, which contains ids. */
export function labelOf({ method, operation }: { method: string; operation?: string }): string {
  const upper = method.toUpperCase();
  return operation ?? (reads.has(upper) || writes.has(upper) ? `A ${upper} request` : 'A request');
}

/** Throws `FORBIDDEN_BY_TIER` for a method that these tiers do not allow, and for an unknown one in every tier. */
export function refuseMethod(request: { method: string; operation?: string }, tiers: readonly Tier[]): void {
  if (isRead(request.method)) return;
  const label = labelOf(request);
  if (!writes.has(request.method.toUpperCase()))
    throw new ContractsError(
      'FORBIDDEN_BY_TIER',
      `${label} was not sent: its method is none of ${[...reads, ...writes].join(', ')}.`,
    );
  if (!tiers.includes('write'))
    throw new ContractsError('FORBIDDEN_BY_TIER', `${label} was not sent: the read tier only sends GET and HEAD.`);
}

/** A network that sends only the methods of these tiers, whatever the code above it asks for. */
export function limitMethods(http: Http, tiers: readonly Tier[]): Http {
  return async (url, options) => {
    refuseMethod(options, tiers);
    return http(url, { ...options, method: options.method.toUpperCase() });
  };
}

/** A network that sends nothing but POST requests to one URL: the token requests of an OAuth 2.0 client. */
export function onlyPostsTo(allowed: string, http: Http): Http {
  return async (url, options) => {
    if (options.method !== 'POST' || url !== allowed)
      throw new ContractsError('FORBIDDEN_BY_TIER', 'A token request was not sent: it goes to another URL.');
    return http(url, options);
  };
}
