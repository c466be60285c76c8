import { EventEmitter, once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LoadedPolicy } from '../assess/baseline.js';
import type { RunFacts } from '../assess/build.js';
import type { TrafficTotals } from '../assess/exchanges.js';
import type { RunReport } from '../assess/run-report.js';
import { ContractsError } from '../domain/errors.js';
import type { Finding } from '../domain/finding.js';
import type { OperationId } from '../domain/operation.js';
import { reasonOf } from '../org/http.js';
import type { Passed } from './forward.js';

/** What was found in an exchange for the first time. */
export interface News {
  operation: OperationId;
  status: number;
  findings: Finding[];
}

export type ToChecker = { kind: 'exchanges'; passed: Passed[] } | { kind: 'end'; facts: Partial<RunFacts> };
export type FromChecker =
  | { kind: 'ready' }
  | { kind: 'checked'; exchanges: number; news: News[]; faults: string[] }
  | ({ kind: 'report' } & Reported);

/** What the thread is to know. */
export interface ToKnow {
  /** Origin of the org. */
  org: string;
  /** What the traffic is to fail on. */
  loaded: LoadedPolicy;
}

/** What all exchanges came to. */
export interface Reported {
  totals: TrafficTotals;
  report: RunReport;
}

/** Bytes and exchanges that may wait for their check: with more, requests wait. */
const mostBytes = 64 * 1024 * 1024;
const mostExchanges = 1_000;

/** Checks exchanges beside the traffic, in the order in which they ended, and makes the report. */
export class Checker {
  readonly #worker: Worker;
  readonly #waiting: number[] = [];
  #batch: Passed[] = [];
  #bytes = 0;
  readonly #room = new EventEmitter().setMaxListeners(0);
  #hasFailed = false;

  readonly #reported: Promise<Reported>;

  private constructor(worker: Worker, onNews: (news: News) => void, onFault: (fault: string) => void) {
    this.#worker = worker;
    this.#reported = new Promise((resolve, reject) => {
      worker.on('message', (message: FromChecker) => {
        if (message.kind === 'report') resolve(message);
        if (message.kind !== 'checked') return;
        for (const size of this.#waiting.splice(0, message.exchanges)) this.#bytes -= size;
        if (!this.#isFull) this.#room.emit('open');
        message.news.forEach(onNews);
        message.faults.forEach(onFault);
      });
      worker.on('error', (error) => {
        this.#hasFailed = true;
        this.#room.emit('open');
        reject(error);
      });
    });
    // Whoever ends the check learns of it.
    this.#reported.catch(() => undefined);
  }

  /** Starts the thread. Throws `CONTRACT_FILE`. @param onNews what is not accepted was found @param onFault an exchange could not be read */
  static async start(toKnow: ToKnow, onNews: (news: News) => void, onFault: (fault: string) => void): Promise<Checker> {
    const kind = import.meta.url.endsWith('.ts') ? 'source.mjs' : 'js';
    const worker = new Worker(new URL(`./checker-thread.${kind}`, import.meta.url), { workerData: toKnow });
    const checker = new Checker(worker, onNews, onFault);
    await once(worker, 'message').catch((cause) => {
      throw new ContractsError('CONTRACT_FILE', messageOf(cause), { cause });
    });
    return checker;
  }

  add(passed: Passed): void {
    if (this.#hasFailed) return;
    const size = (passed.requestBody?.byteLength ?? 0) + (passed.body?.byteLength ?? 0);
    this.#bytes += size;
    this.#waiting.push(size);
    this.#batch.push(passed);
    // What ends in one turn is handed over in one piece.
    if (this.#batch.length === 1) setImmediate(() => this.#handOver());
  }

  #handOver(): void {
    if (this.#batch.length === 0) return;
    const passed = this.#batch;
    this.#batch = [];
    const bodies = passed.flatMap(({ requestBody, body }) => [requestBody, body].flatMap((part) => part?.buffer ?? []));
    this.#worker.postMessage({ kind: 'exchanges', passed } satisfies ToChecker, bodies);
  }

  /** What a request waits for before it is sent, so that memory stays bounded; usually nothing. */
  async room(): Promise<void> {
    while (this.#isFull && !this.#hasFailed) await once(this.#room, 'open');
  }

  /** Waits for the checks under way, and ends the thread. Throws `CONTRACT_FILE` where the check itself failed. */
  async end(facts: Partial<RunFacts>): Promise<Reported> {
    try {
      this.#handOver();
      if (!this.#hasFailed) this.#worker.postMessage({ kind: 'end', facts } satisfies ToChecker);
      return await this.#reported;
    } catch (cause) {
      throw new ContractsError(
        'CONTRACT_FILE',
        `The check stopped, and there is no report (${reasonOf(cause)}): start the gateway again.`,
        {
          cause,
        },
      );
    } finally {
      await this.#worker.terminate();
    }
  }

  get #isFull(): boolean {
    return this.#bytes > mostBytes || this.#waiting.length > mostExchanges;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
