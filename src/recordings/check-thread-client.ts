import { Worker } from 'node:worker_threads';
import type { CheckedTraffic } from '../assess/check-recorded.js';
import type { Shape } from '../assess/shapes/model.js';
import type { Catalogue } from '../contract/catalogue.js';
import type { Checked } from '../contract/check.js';
import { ContractsError } from '../domain/errors.js';
import type { Exchange } from '../domain/exchange.js';
import type { CheckedEntry } from './checked-entry.js';
import type { Fault, RawEntry } from './entry.js';

/** The data that the thread starts with. */
export interface ThreadOptions {
  past: readonly Shape[] | undefined;
}

/** A checked entry as it is sent: without contracts. */
export type SentEntry =
  | { kind: 'exchange'; exchange: Exchange; verdict: CheckedTraffic['verdict']; what: Checked | undefined }
  | Fault;

/** A thread that checks entries. It answers the batches in their order. */
export class CheckThread {
  readonly #catalogue: Catalogue;
  readonly #worker: Worker;
  readonly #waiting: { resolve: (entries: CheckedEntry[]) => void; reject: (error: Error) => void }[] = [];
  #failure: ContractsError | undefined;

  constructor(catalogue: Catalogue, past: readonly Shape[] | undefined) {
    this.#catalogue = catalogue;
    const kind = import.meta.url.endsWith('.ts') ? 'source.mjs' : 'js';
    this.#worker = new Worker(new URL(`./check-thread.${kind}`, import.meta.url), {
      workerData: { past } satisfies ThreadOptions,
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    this.#worker.on('message', (entries: SentEntry[]) =>
      this.#waiting.shift()?.resolve(entries.map((entry) => this.#receive(entry))),
    );
    this.#worker.on('error', (cause) => this.#fail(cause));
    this.#worker.on('exit', () => this.#fail(undefined));
  }

  check(entries: (RawEntry | Fault)[]): Promise<CheckedEntry[]> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(entries);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #receive(entry: SentEntry): CheckedEntry {
    if (entry.kind === 'fault') return entry;
    const { exchange, verdict, what } = entry;
    const operation = verdict.operation === null ? undefined : this.#catalogue.operations.get(verdict.operation);
    return {
      kind: 'exchange',
      exchange,
      traffic: { verdict, ...(operation && what && { checked: { operation, what } }) },
    };
  }

  #fail(cause: unknown): void {
    const { code, name = 'unknown' } = (cause ?? {}) as { code?: string; name?: string };
    this.#failure ??= new ContractsError(
      'INPUT',
      `The check stopped in the middle (${code ?? name}): start it again, with fewer recordings at once if it stops again.`,
      { cause },
    );
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
