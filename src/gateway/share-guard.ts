import { setTimeout as sleep } from 'node:timers/promises';
import type { Headers } from '../domain/exchange.js';
import { Buckets, bucketOf } from '../org/rate-limit/buckets.js';
import type { Timeline } from '../org/rate-limit/timeline.js';
import type { Target } from './target.js';

/** How long a request may be delayed instead of refused, in milliseconds. */
const longestDelay = 2_000;

/** Keeps the requests of all clients within a share of each rate limit of the org. */
export class ShareGuard {
  readonly #buckets: Buckets;
  readonly #share: number;
  readonly #timeline: Timeline;

  /** @param share of each rate limit, 0 to 1; with 1, only the org enforces its limits */
  constructor(share: number, timeline: Timeline) {
    this.#buckets = new Buckets(share);
    this.#share = share;
    this.#timeline = timeline;
  }

  /**
   * Reserves a request of the rate limit, after a short delay if needed. Returns `undefined` if the request may be sent, else the
   * headers of the 429 response, which are those of the org, so that any client knows how long to wait.
   */
  async admit(target: Limited): Promise<Record<string, string> | undefined> {
    const bucket = bucketFor(target);
    const until = Date.now() + longestDelay;
    while (this.#share < 1) {
      const wait = this.#buckets.take(bucket);
      if (wait === 0) break;
      if (Date.now() + wait > until) return this.#tooMany(bucket, wait);
      const over = this.#timeline.waits(bucket, wait, `the share of ${bucket}`);
      await sleep(wait);
      over();
    }
    this.#timeline.sent(bucket, this.#buckets.limitOf(bucket));
    return undefined;
  }

  learn(target: Limited, headers: Headers): void {
    this.#buckets.learn(bucketFor(target), headers);
  }

  #tooMany(bucket: string, wait: number): Record<string, string> {
    const limit = Math.max(1, Math.floor((this.#buckets.limitOf(bucket) ?? 1) * this.#share));
    return {
      'x-rate-limit-limit': String(limit),
      'x-rate-limit-remaining': '0',
      'x-rate-limit-reset': String(Math.ceil((Date.now() + wait) / 1000)),
    };
  }
}

/** The properties of a request that its rate limit depends on. */
type Limited = Pick<Target, 'method' | 'path'> & Partial<Pick<Target, 'operation'>>;

/** Names of rate limits that contain no ids. */
const fixedName = /^(GET )?\/(api|oauth2)\/v1(\/|$)/;

/** The name of a request's rate limit in reports. A path without a contract can contain ids and is not shown. */
function bucketFor({ method, path, operation }: Limited): string {
  const name = bucketOf(method, path.split('?')[0] ?? '');
  return operation || fixedName.test(name) ? name : 'paths without a contract';
}
