/**
 * The order of calls on one object: a call that writes waits for all before it, a call that reads waits for the last
 * that wrote, so that reads overlap and no write changes what a read is looking at.
 */
export class Order {
  #lastWrite: Promise<unknown> = Promise.resolve();
  #sinceWrite: Promise<unknown>[] = [];

  /** What a call must wait for, and its own place in the order. */
  takeTurn(writes: boolean, done: Promise<unknown>): Promise<unknown> {
    const before = writes ? Promise.all([this.#lastWrite, ...this.#sinceWrite]) : this.#lastWrite;
    if (writes) {
      this.#lastWrite = done;
      this.#sinceWrite = [];
    } else this.#sinceWrite.push(done);
    return before;
  }

  /** Settles when every call so far is done. */
  get idle(): Promise<unknown> {
    return Promise.all([this.#lastWrite, ...this.#sinceWrite]);
  }
}
