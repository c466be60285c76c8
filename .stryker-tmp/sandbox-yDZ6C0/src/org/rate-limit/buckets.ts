// @ts-nocheck
import type { Headers } from '../../domain/exchange.js';
import { dateOf, numberOf } from '../responses.js';

/** The last known state of one rate limit. Times are of this machine, in milliseconds. */
interface Bucket {
  limit?: number;
  remaining: number;
  resetAt: number;
  /** Requests of this run in the current window. */
  used: number;
  /** Requests that are reserved. */
  reserved: number;
  /** The org has responded to a request of this bucket, with or without rate-limit headers. */
  isKnown: boolean;
}

const mostUnknown = 10;

/** The path determines the rate limit. Source: Okta's documentation of rate limits, confirmed by headers of recorded responses. */
const rules: [RegExp, string][] = [
  [/^GET \/api\/v1\/users\/[^/]+$/, 'GET /api/v1/users/{id}'],
  [/^\w+ \/api\/v1\/users\/[^/]+$/, '/api/v1/users/{id}'],
  [/^\w+ \/api\/v1\/users/, '/api/v1/users'],
  [/^\w+ \/api\/v1\/groups\/(?!rules)[^/]+$/, '/api/v1/groups/{id}'],
  [/^\w+ \/api\/v1\/groups/, '/api/v1/groups'],
  [/^GET \/api\/v1\/apps\/[^/]+$/, 'GET /api/v1/apps/{id}'],
  [/^\w+ \/api\/v1\/apps\/[^/]+$/, '/api/v1/apps/{id}'],
  [
    /^\w+ \/api\/v1\/(apps|iam|principal-rate-limits|agentPools|devices|logs|domains|device-assurances|push-providers)/,
    '/api/v1/$1',
  ],
  [/^\w+ \/api\/v1\/risk\/(providers|events)/, '/api/v1/risk/$1'],
  [/^\w+ \/oauth2\/v1\/(clients|token)/, '/oauth2/v1/$1'],
  [/^\w+ \/api\/v1\//, '/api/v1'],
];

/** The name of the rate limit that a request counts against. */
export function bucketOf(method: string, path: string): string {
  const request = `${method} ${path}`;
  for (const [pattern, name] of rules) {
    const found = pattern.exec(request);
    if (found) return name.replace('$1', found[1] ?? '');
  }
  return `/${path.split('/').slice(1, 3).join('/')}`;
}

/** Limits a run to its share of each rate limit, based on the headers of the org. */
export class Buckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #share: number;
  readonly #now: () => number;

  /** @param share the usable part of each limit, 0 to 1 */
  constructor(share: number, now: () => number = Date.now) {
    this.#share = share;
    this.#now = now;
  }

  /**
   * Returns the milliseconds to wait before the next request of a bucket; 0 counts the request.
   * @param isReserved the request uses a reservation
   */
  take(name: string, isReserved = false): number {
    const bucket = this.#current(name);
    const wait = this.#waitFor(bucket, isReserved ? 1 : 1 + this.#reservedIn(bucket));
    if (wait > 0) return wait;
    bucket.used += 1;
    bucket.remaining -= 1;
    if (isReserved && bucket.reserved > 0) bucket.reserved -= 1;
    return 0;
  }

  /** Returns the milliseconds to wait until requests can be reserved; 0 reserves them. One request stays unreserved. */
  reserve(name: string, requests: number): number {
    const bucket = this.#current(name);
    bucket.reserved += requests;
    const wait = this.#waitFor(bucket, this.#reservedIn(bucket));
    if (wait > 0) bucket.reserved -= requests;
    return wait;
  }

  /** Releases reserved requests. */
  release(name: string, requests: number): void {
    const bucket = this.#get(name);
    bucket.reserved = Math.max(0, bucket.reserved - requests);
  }

  /**
   * Updates a bucket from a response. The window ends at `X-Rate-Limit-Reset`, in seconds since 1970 by the org's clock, which
   * is the `Date` of the response. A limit of 0 is a concurrency limit, and not the limit of this bucket.
   */
  learn(name: string, headers: Headers): void {
    this.#get(name).isKnown = true;
    const limit = numberOf(headers['x-rate-limit-limit']);
    const remaining = numberOf(headers['x-rate-limit-remaining']);
    const wait = resetWait(headers);
    if (!limit || remaining === undefined || wait === undefined) return;
    const bucket = this.#get(name);
    const resetAt = this.#now() + wait;
    // Responses of one window differ by about a second: a later end belongs to the next window.
    const isNext = resetAt > bucket.resetAt + 2_000;
    bucket.remaining = isNext ? remaining : Math.min(bucket.remaining, remaining);
    if (isNext) bucket.used = Math.min(bucket.used, limit - remaining);
    bucket.limit = limit;
    bucket.resetAt = resetAt;
  }

  /** The last known limit of a bucket, in requests per window. */
  limitOf(name: string): number | undefined {
    return this.#buckets.get(name)?.limit;
  }

  /** The bucket, reset if its window has ended. */
  #current(name: string): Bucket {
    const bucket = this.#get(name);
    const now = this.#now();
    if (bucket.limit !== undefined && now >= bucket.resetAt) {
      bucket.used = 0;
      bucket.remaining = bucket.limit;
      bucket.resetAt = now + 61_000;
    }
    return bucket;
  }

  /** Milliseconds to wait until a bucket allows this number of requests. */
  #waitFor(bucket: Bucket, requests: number): number {
    // The smallest of Okta's limits: the first response shows the limit of this bucket.
    if (!bucket.isKnown && bucket.used >= mostUnknown) return 20;
    const free = Math.min(this.#budgetOf(bucket) - bucket.used, bucket.remaining);
    return free >= requests ? 0 : Math.max(50, bucket.resetAt - this.#now());
  }

  /** The number of requests that this run may send in a window. */
  #budgetOf({ limit }: Bucket): number {
    return limit === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(limit * this.#share));
  }

  /** The reserved requests, at most all but one of a window, so that other requests continue. */
  #reservedIn(bucket: Bucket): number {
    return Math.min(bucket.reserved, this.#budgetOf(bucket) - 1);
  }

  #get(name: string): Bucket {
    const bucket = this.#buckets.get(name) ?? {
      remaining: Number.POSITIVE_INFINITY,
      resetAt: Number.POSITIVE_INFINITY,
      used: 0,
      reserved: 0,
      isKnown: false,
    };
    this.#buckets.set(name, bucket);
    return bucket;
  }
}

/** Milliseconds until the window of a response ends, by the org's clock, plus one second, as in Okta's SDKs. */
export function resetWait(headers: Headers): number | undefined {
  const reset = numberOf(headers['x-rate-limit-reset']);
  if (reset === undefined) return undefined;
  return Math.min(65_000, Math.max(0, reset * 1000 - (dateOf(headers.date) ?? Date.now())) + 1000);
}

/** Whether a 429 is about too many concurrent requests, and not about a rate limit. */
export function isConcurrentLimit(headers: Headers): boolean {
  return numberOf(headers['x-rate-limit-limit']) === 0 && numberOf(headers['x-rate-limit-remaining']) === 0;
}
