import { setTimeout as sleep } from 'node:timers/promises';
import type { Headers } from '../domain/exchange.js';
import { Buckets, bucketOf } from '../org/rate-limit/buckets.js';
import type { Timeline } from '../org/rate-limit/timeline.js';
import type { Target } from './target.js';

/** A client waits that long for its answer without noticing. Milliseconds. */
const mostHeld = 2_000;

/** Keeps the requests of all clients within a share of each of the org's rate limits. */
export class ShareGuard {
  readonly #buckets: Buckets;
  readonly #share: number;
  readonly #timeline: Timeline;

  /** @param share of each limit, 0 to 1; 1 leaves the limits to the org */
  constructor(share: number, timeline: Timeline) {
    this.#buckets = new Buckets(share);
    this.#share = share;
    this.#timeline = timeline;
  }

  /**
   * Takes a place for a request, and holds it for a moment where that is enough. Returns nothing when it may be sent, else
   * the headers of the 429 that the client gets: what the org would say, so that any client knows to wait.
   */
  async admit(target: Limited): Promise<Record<string, string> | undefined> {
    const bucket = bucketFor(target);
    const until = Date.now() + mostHeld;
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

/** What tells the rate limit of a request. */
type Limited = Pick<Target, 'method' | 'path'> & Partial<Pick<Target, 'operation'>>;

/** Names that hold nothing of a path but its fixed segments. */
const fixedName = /^(GET )?\/(api|oauth2)\/v1(\/|$)/;

/** The name of a request's rate limit, as reports show it: a path that no contract covers can hold ids. */
function bucketFor({ method, path, operation }: Limited): string {
  const name = bucketOf(method, path.split('?')[0] ?? '');
  return operation || fixedName.test(name) ? name : 'paths without a contract';
}
