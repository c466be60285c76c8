import type { Headers } from '../../domain/exchange.js';
import { dateOf, numberOf } from '../responses.js';

/** What an org said last about one rate limit. Times are this machine's, in milliseconds. */
interface Bucket {
  limit?: number;
  remaining: number;
  resetAt: number;
  /** Requests of this run in the present window. */
  used: number;
  /** Places that only requests with a reserve may take. */
  reserved: number;
  /** An answer has come, with a limit or without. */
  isKnown: boolean;
}

const mostUnknown = 10;

/** Operations share a quota by path. Source: Okta's rate-limit mapping, confirmed by headers of recorded answers. */
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

/** The name of the quota that a request counts against. */
export function bucketOf(method: string, path: string): string {
  const request = `${method} ${path}`;
  for (const [pattern, name] of rules) {
    const found = pattern.exec(request);
    if (found) return name.replace('$1', found[1] ?? '');
  }
  return `/${path.split('/').slice(1, 3).join('/')}`;
}

/** Keeps a run within its share of every rate limit, as the org's own headers show them. */
export class Buckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #share: number;
  readonly #now: () => number;

  /** @param share of each limit that may be used, 0 to 1 */
  constructor(share: number, now: () => number = Date.now) {
    this.#share = share;
    this.#now = now;
  }

  /**
   * Milliseconds to wait before the next request of a bucket; 0 takes a place in it.
   * @param isReserved it may take a place that is reserved
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

  /** Milliseconds to wait until a bucket has so many places in its window; 0 reserves them. At least one is left to others. */
  reserve(name: string, places: number): number {
    const bucket = this.#current(name);
    bucket.reserved += places;
    const wait = this.#waitFor(bucket, this.#reservedIn(bucket));
    if (wait > 0) bucket.reserved -= places;
    return wait;
  }

  /** Gives reserved places back. */
  release(name: string, places: number): void {
    const bucket = this.#get(name);
    bucket.reserved = Math.max(0, bucket.reserved - places);
  }

  /**
   * Learns from an answer. The window ends at `X-Rate-Limit-Reset`, seconds since 1970 by the org's clock, which the
   * answer's `Date` tells; a limit of 0 speaks of concurrency, not of this bucket.
   */
  learn(name: string, headers: Headers): void {
    this.#get(name).isKnown = true;
    const limit = numberOf(headers['x-rate-limit-limit']);
    const remaining = numberOf(headers['x-rate-limit-remaining']);
    const wait = resetWait(headers);
    if (!limit || remaining === undefined || wait === undefined) return;
    const bucket = this.#get(name);
    const resetAt = this.#now() + wait;
    // Answers of one window agree on its end to about a second: a later end is that of the next one.
    const isNext = resetAt > bucket.resetAt + 2_000;
    bucket.remaining = isNext ? remaining : Math.min(bucket.remaining, remaining);
    if (isNext) bucket.used = Math.min(bucket.used, limit - remaining);
    bucket.limit = limit;
    bucket.resetAt = resetAt;
  }

  /** Requests a window, as the org said last. */
  limitOf(name: string): number | undefined {
    return this.#buckets.get(name)?.limit;
  }

  /** A bucket in its present window. */
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

  /** Milliseconds to wait until a bucket has so many places. */
  #waitFor(bucket: Bucket, places: number): number {
    // As many as the smallest of Okta's limits: what the others are is told by the first answer.
    if (!bucket.isKnown && bucket.used >= mostUnknown) return 20;
    const free = Math.min(this.#budgetOf(bucket) - bucket.used, bucket.remaining);
    return free >= places ? 0 : Math.max(50, bucket.resetAt - this.#now());
  }

  /** Requests that this run may send in a window. */
  #budgetOf({ limit }: Bucket): number {
    return limit === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(limit * this.#share));
  }

  /** The places that are reserved: never all of a window, so that other requests go on, if only one in each window. */
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

/** Milliseconds until the window of an answer ends, by the org's own clock, and one second more, as Okta's SDKs do. */
export function resetWait(headers: Headers): number | undefined {
  const reset = numberOf(headers['x-rate-limit-reset']);
  if (reset === undefined) return undefined;
  return Math.min(65_000, Math.max(0, reset * 1000 - (dateOf(headers.date) ?? Date.now())) + 1000);
}

/** Whether a 429 says that too many requests are under way at once, rather than that a quota is used up. */
export function isConcurrentLimit(headers: Headers): boolean {
  return numberOf(headers['x-rate-limit-limit']) === 0 && numberOf(headers['x-rate-limit-remaining']) === 0;
}
