/**
 * Orders the requests to one object, first come, first served: a write waits for all requests before it, a read waits for the
 * last write. So reads overlap, and no write changes an object while it is read.
 */
export class ReadWriteLock {
  #lastWrite: Promise<unknown> = Promise.resolve();
  #readsSince: Promise<unknown>[] = [];

  /**
   * Acquires the lock for one request.
   * @param done settles when the request is done
   * @returns settles when the request can be sent
   */
  acquire(writes: boolean, done: Promise<unknown>): Promise<unknown> {
    const before = writes ? this.idle : this.#lastWrite;
    if (writes) {
      this.#lastWrite = done;
      this.#readsSince = [];
    } else this.#readsSince.push(done);
    return before;
  }

  /** Settles when all requests so far are done. */
  get idle(): Promise<unknown> {
    return Promise.all([this.#lastWrite, ...this.#readsSince]);
  }
}
