/**
 * The order of requests to one object: a write waits for everything before it, a read waits for the last write. So reads overlap,
 * and no write changes an object while it is read.
 */
// @ts-nocheck

export class Turns {
  #lastWrite: Promise<unknown> = Promise.resolve();
  #readsSince: Promise<unknown>[] = [];

  /**
   * Takes the next turn.
   * @param done settles when the turn is over
   * @returns what the turn has to wait for
   */
  take(writes: boolean, done: Promise<unknown>): Promise<unknown> {
    const before = writes ? this.idle : this.#lastWrite;
    if (writes) {
      this.#lastWrite = done;
      this.#readsSince = [];
    } else this.#readsSince.push(done);
    return before;
  }

  /** Settles when every turn taken so far is over. */
  get idle(): Promise<unknown> {
    return Promise.all([this.#lastWrite, ...this.#readsSince]);
  }
}
