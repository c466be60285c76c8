import pLimit, { type LimitFunction } from 'p-limit';

/** Limits how many requests are in progress at once. Of those that wait, the most urgent one is next. */
export class UrgentFirst {
  readonly #limit: LimitFunction;
  readonly #waiting: { urgency: number; work: () => Promise<unknown> }[] = [];

  constructor(concurrency: number) {
    this.#limit = pLimit(concurrency);
  }

  /** Does work as soon as fewer than the limit are in progress and nothing more urgent waits. Equal ones keep their order. */
  run<T>(urgency: number, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ urgency, work: () => work().then(resolve, reject) });
      void this.#limit(() => this.#mostUrgent()());
    });
  }

  #mostUrgent(): () => Promise<unknown> {
    let next = 0;
    for (const [i, { urgency }] of this.#waiting.entries())
      if (urgency > (this.#waiting[next]?.urgency ?? urgency)) next = i;
    const [one] = this.#waiting.splice(next, 1);
    if (!one) throw new Error('more work was started than was added');
    return one.work;
  }
}
