/** The use of one rate limit: requests and milliseconds waited in each time slot. */
// @ts-nocheck

interface Use {
  limit: number | undefined;
  sent: number[];
  waitedMs: number[];
}

/** A current wait. */
export interface Waiting {
  reason: string;
  until: number;
}

const mostSlots = 120;

/** Records requests and waits over time by rate limit, and the current waits. */
export class Timeline {
  /** When the first request was sent or waited. */
  #start: number | undefined;
  readonly #now: () => number;
  readonly #uses = new Map<string, Use>();
  readonly #waits = new Set<Waiting>();
  #slotMs = 250;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  sent(bucket: string, limit: number | undefined): void {
    const use = this.#use(bucket);
    if (limit !== undefined) use.limit = limit;
    const slot = this.#slot();
    use.sent[slot] = (use.sent[slot] ?? 0) + 1;
  }

  /**
   * Records the start of a wait. Returns a function that ends it.
   * @param left the expected total of this wait, if `ms` is only a part of it
   */
  waits(bucket: string, ms: number, reason: string, left = ms): () => void {
    const use = this.#use(bucket);
    const slot = this.#slot();
    use.waitedMs[slot] = (use.waitedMs[slot] ?? 0) + ms;
    const waiting = { reason, until: this.#now() + left };
    this.#waits.add(waiting);
    return () => void this.#waits.delete(waiting);
  }

  /** The longest current wait, and the number of current waits. */
  get waiting(): { reason: string; msLeft: number; requests: number } | undefined {
    let longest: Waiting | undefined;
    for (const wait of this.#waits) if (!longest || wait.until > longest.until) longest = wait;
    return longest && { reason: longest.reason, msLeft: longest.until - this.#now(), requests: this.#waits.size };
  }

  /** The use of each limit, in at most 120 slots, sorted by the number of requests. */
  uses(): { slotSeconds: number; buckets: { name: string; limit?: number; sent: number[]; waitedMs: number[] }[] } {
    const slots = this.#slot() + 1;
    const total = ({ sent }: Use) => sent.reduce((sum, n) => sum + (n ?? 0), 0);
    const buckets = [...this.#uses]
      .sort(([, a], [, b]) => total(b) - total(a))
      .map(([name, { limit, sent, waitedMs }]) => ({
        name,
        ...(limit === undefined ? {} : { limit }),
        sent: Array.from({ length: slots }, (_, i) => sent[i] ?? 0),
        waitedMs: Array.from({ length: slots }, (_, i) => Math.round(waitedMs[i] ?? 0)),
      }));
    return { slotSeconds: this.#slotMs / 1000, buckets };
  }

  /** The current slot. A longer run has longer slots, not more slots. */
  #slot(): number {
    this.#start ??= this.#now();
    const elapsed = this.#now() - this.#start;
    while (elapsed / this.#slotMs >= mostSlots) {
      this.#slotMs *= 2;
      for (const use of this.#uses.values()) {
        use.sent = inPairs(use.sent);
        use.waitedMs = inPairs(use.waitedMs);
      }
    }
    return Math.floor(elapsed / this.#slotMs);
  }

  #use(bucket: string): Use {
    const use = this.#uses.get(bucket) ?? { limit: undefined, sent: [], waitedMs: [] };
    this.#uses.set(bucket, use);
    return use;
  }
}

function inPairs(values: number[]): number[] {
  return Array.from(
    { length: Math.ceil(values.length / 2) },
    (_, i) => (values[2 * i] ?? 0) + (values[2 * i + 1] ?? 0),
  );
}
