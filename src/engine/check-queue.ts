/** Milliseconds of checks between two looks at the network. */
const slice = 8;
/** Responses that wait at most. The next one is checked at once, so that memory has a limit. */
const mostWaiting = 300;

/**
 * Does the checks of a run in order, a few milliseconds at a time. A response is needed for the next request of its plan at once,
 * but its check is not: without a queue, the checks of all other plans delay the longest plan, which decides when the run ends.
 */
export class CheckQueue {
  readonly #waiting: (() => void)[] = [];
  #isScheduled = false;

  /** Adds a check after all others. Settles with what it returns or throws. */
  add<T>(check: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          resolve(check());
        } catch (error) {
          reject(error);
        }
      });
      if (this.#waiting.length > mostWaiting) this.#waiting.shift()?.();
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    // An immediate runs after the input of the network has been handled.
    setImmediate(() => {
      this.#isScheduled = false;
      const end = performance.now() + slice;
      do this.#waiting.shift()?.();
      while (this.#waiting.length > 0 && performance.now() < end);
      this.#schedule();
    });
  }
}
