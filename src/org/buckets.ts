import type { Headers } from '../words.js';
import { dateOf, numberOf } from './responses.js';

/** What an org said last about one rate limit. Times are this machine's, in milliseconds. */
interface Bucket {
  limit?: number;
  remaining: number;
  resetAt: number;
  /** Requests of this run in the present window. */
  used: number;
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

  /** Milliseconds to wait before the next request of a bucket; 0 takes a place in it. */
  take(name: string): number {
    const bucket = this.#get(name);
    const now = this.#now();
    // As many as the smallest of Okta's limits: what the others are is told by the first answer.
    if (!bucket.isKnown && bucket.used >= mostUnknown) return 20;
    if (bucket.limit !== undefined && now >= bucket.resetAt) {
      bucket.used = 0;
      bucket.remaining = bucket.limit;
      bucket.resetAt = now + 61_000;
    }
    const budget =
      bucket.limit === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(bucket.limit * this.#share));
    if (bucket.used >= budget || bucket.remaining <= 0) return Math.max(50, bucket.resetAt - now);
    bucket.used += 1;
    bucket.remaining -= 1;
    return 0;
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

  #get(name: string): Bucket {
    const bucket = this.#buckets.get(name) ?? {
      remaining: Number.POSITIVE_INFINITY,
      resetAt: Number.POSITIVE_INFINITY,
      used: 0,
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
