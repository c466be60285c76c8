// @ts-nocheck
import { ContractsError } from '../domain/errors.js';
import type { Tier } from '../domain/operation.js';
import type { Http } from './http.js';

const reads = new Set(['GET', 'HEAD']);
const writes = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Whether a method only reads. Case-insensitive. */
export function isRead(method: string): boolean {
  return reads.has(method.toUpperCase());
}

/** The name of a request in errors: its operation or its method. Never its path, which contains ids. */
export function labelOf({ method, operation }: { method: string; operation?: string }): string {
  const upper = method.toUpperCase();
  return operation ?? (reads.has(upper) || writes.has(upper) ? `A ${upper} request` : 'A request');
}

/** Throws `FORBIDDEN_BY_TIER` for a method that the tiers do not allow, and for unknown methods in every tier. */
export function refuseMethod(request: { method: string; operation?: string }, tiers: readonly Tier[]): void {
  if (isRead(request.method)) return;
  const label = labelOf(request);
  if (!writes.has(request.method.toUpperCase()))
    throw new ContractsError(
      'FORBIDDEN_BY_TIER',
      `${label} was not sent: its method is not one of ${[...reads, ...writes].join(', ')}.`,
    );
  if (!tiers.includes('write'))
    throw new ContractsError('FORBIDDEN_BY_TIER', `${label} was not sent: the read tier only sends GET and HEAD.`);
}

/** Wraps an HTTP client so that it sends only the methods that the tiers allow, independent of its callers. */
export function limitMethods(http: Http, tiers: readonly Tier[]): Http {
  return async (url, options) => {
    refuseMethod(options, tiers);
    return http(url, { ...options, method: options.method.toUpperCase() });
  };
}

/** Wraps an HTTP client so that it sends only POST requests to one URL: the token requests of an OAuth 2.0 client. */
export function onlyPostsTo(allowed: string, http: Http): Http {
  return async (url, options) => {
    if (options.method !== 'POST' || url !== allowed)
      throw new ContractsError('FORBIDDEN_BY_TIER', 'A token request was not sent: it goes to another URL.');
    return http(url, options);
  };
}
