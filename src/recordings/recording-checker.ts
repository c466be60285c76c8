import type { Shape } from '../assess/shapes/model.js';
import type { Catalogue } from '../contract/catalogue.js';
import { CheckThread } from './check-thread-client.js';
import { type CheckedEntry, createEntryCheck, type EntryCheck } from './checked-entry.js';
import type { Fault, RawEntry } from './entry.js';
import { type Format, splitRecording } from './read.js';
import { Router } from './router.js';

type Batch = (RawEntry | Fault)[];

/** Characters after which a second thread takes a part of the entries. Starting it takes longer than checking fewer. */
const startAfter = 8_000_000;
/** Characters and batches that may wait for the thread. */
const mostWaiting = 4_000_000;
const mostBatches = 100;
/** A larger entry stays on this thread: sending it would take memory for copies. */
const largestSent = 1_000_000;

/** The result of a batch, in the order of its entries. */
interface Pending {
  size: number;
  isDone: boolean;
  result: Promise<CheckedEntry[]>;
}

/**
 * Checks recordings. For a long one, a second thread parses and checks about half of the entries. The results are those of one
 * thread, in the order of the recording.
 */
export class RecordingChecker {
  readonly #catalogue: Catalogue;
  readonly #past: readonly Shape[] | undefined;
  readonly #check: EntryCheck;
  #thread: CheckThread | undefined;
  readonly #router = new Router();
  #read = 0;

  /** @param past what the orgs returned before */
  constructor(catalogue: Catalogue, past: readonly Shape[] | undefined) {
    this.#catalogue = catalogue;
    this.#past = past;
    this.#check = createEntryCheck(catalogue, past);
  }

  /** The entries of a recording in their order, as they are checked. Throws `INPUT` if the thread failed. */
  async *check(
    source: AsyncIterable<string | Uint8Array>,
    format: Format,
    bodies?: string,
  ): AsyncGenerator<CheckedEntry[]> {
    const waiting: Pending[] = [];
    let size = 0;
    for await (const batch of splitRecording(source, format)) {
      const pending = this.#start(batch, bodies);
      waiting.push(pending);
      size += pending.size;
      for (
        let [next] = waiting;
        next && (next.isDone || size > mostWaiting || waiting.length > mostBatches);
        [next] = waiting
      ) {
        yield await next.result;
        size -= next.size;
        waiting.shift();
      }
    }
    for (const { result } of waiting) yield await result;
  }

  /** Whether the second thread was needed. */
  get hasThread(): boolean {
    return this.#thread !== undefined;
  }

  async close(): Promise<void> {
    await this.#thread?.close();
  }

  /** Checks a batch: the part of this thread at once. */
  #start(batch: Batch, bodies: string | undefined): Pending {
    const sent = this.#partOfThread(batch);
    const thread = sent.size > 0 ? this.#thread?.check([...sent]) : undefined;
    const own = batch.map((entry) => (sent.has(entry) ? undefined : this.#check(entry, bodies)));
    return pendingOf(own, thread, sizeOf([...sent]));
  }

  #partOfThread(batch: Batch): Set<RawEntry | Fault> {
    this.#read += sizeOf(batch);
    if (this.#read < startAfter) return new Set();
    this.#thread ??= new CheckThread(this.#catalogue, this.#past);
    return new Set(
      batch.filter(
        (entry) =>
          entry.kind === 'raw' &&
          entry.format !== 'wiremock' &&
          entry.text.length <= largestSent &&
          this.#router.isForThread(entry.text),
      ),
    );
  }
}

/** The result of a batch, when the thread has checked its part. A function of its own: the texts of the batch can be freed. */
function pendingOf(
  own: (CheckedEntry | undefined)[],
  thread: Promise<CheckedEntry[]> | undefined,
  size: number,
): Pending {
  const pending: Pending = { size, isDone: thread === undefined, result: Promise.resolve([]) };
  const merge = (others: CheckedEntry[]): CheckedEntry[] => {
    pending.isDone = true;
    let n = 0;
    return own.map((entry) => entry ?? (others[n++] as CheckedEntry));
  };
  pending.result = (thread ?? Promise.resolve([])).then(merge);
  // The error is thrown where the result is awaited.
  pending.result.catch(() => {
    pending.isDone = true;
  });
  return pending;
}

function sizeOf(batch: Batch): number {
  return batch.reduce((sum, entry) => sum + (entry.kind === 'raw' ? entry.text.length : 0), 0);
}
