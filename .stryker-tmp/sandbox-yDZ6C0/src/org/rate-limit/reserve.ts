// @ts-nocheck
import type { OperationId } from '../../domain/operation.js';
import { type Buckets, bucketOf } from './buckets.js';

/** Additional requests, in case one must be repeated. */
const spare = 1;

/**
 * Reserves requests in rate limits, from the change of a setting until its restore. They are reserved before the change is
 * sent, so that no request waits for the next window while the setting is changed.
 */
export class Reserve {
  readonly #left = new Map<string, number>();
  #isHeld = false;

  /** @param operations the requests after the change, including the restore */
  constructor(operations: readonly OperationId[]) {
    for (const operation of operations) {
      const [method = '', template = ''] = operation.split(' ');
      const bucket = bucketOf(method, template);
      this.#left.set(bucket, (this.#left.get(bucket) ?? spare) + 1);
    }
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Returns the milliseconds to wait until all buckets allow the reservation; 0 reserves it. */
  hold(buckets: Buckets): number {
    const held: [string, number][] = [];
    for (const [bucket, requests] of this.#left) {
      const wait = buckets.reserve(bucket, requests);
      if (wait > 0) {
        for (const [name, taken] of held) buckets.release(name, taken);
        return wait;
      }
      held.push([bucket, requests]);
    }
    this.#isHeld = true;
    return 0;
  }

  /** Counts a request of the reservation. */
  used(bucket: string): void {
    this.#left.set(bucket, Math.max(0, (this.#left.get(bucket) ?? 0) - 1));
  }

  /** Releases the remaining requests. */
  release(buckets: Buckets): void {
    if (this.#isHeld) for (const [bucket, requests] of this.#left) buckets.release(bucket, requests);
    this.#isHeld = false;
    this.#left.clear();
  }
}
