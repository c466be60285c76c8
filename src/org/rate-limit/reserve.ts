import type { OperationId } from '../../domain/operation.js';
import { type Buckets, bucketOf } from './buckets.js';

/** Places beyond those of the requests: one of them may have to be repeated. */
const spare = 1;

/**
 * Places in rate limits for the requests from the change of a setting until it is restored. They are reserved before the
 * change is sent, so that none of these requests waits for the next window while the setting is changed.
 */
export class Reserve {
  readonly #left = new Map<string, number>();
  #isHeld = false;

  /** @param operations what is sent after the change, the restore included */
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

  /** Milliseconds to wait until every bucket has its places; 0 reserves them. */
  hold(buckets: Buckets): number {
    const held: [string, number][] = [];
    for (const [bucket, places] of this.#left) {
      const wait = buckets.reserve(bucket, places);
      if (wait > 0) {
        for (const [name, taken] of held) buckets.release(name, taken);
        return wait;
      }
      held.push([bucket, places]);
    }
    this.#isHeld = true;
    return 0;
  }

  /** A request took a place. */
  used(bucket: string): void {
    this.#left.set(bucket, Math.max(0, (this.#left.get(bucket) ?? 0) - 1));
  }

  /** Gives back what is left. */
  release(buckets: Buckets): void {
    if (this.#isHeld) for (const [bucket, places] of this.#left) buckets.release(bucket, places);
    this.#isHeld = false;
    this.#left.clear();
  }
}
