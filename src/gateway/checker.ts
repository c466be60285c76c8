import { EventEmitter, once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { RunPolicy } from '../assess/baseline.js';
import type { RunFacts } from '../assess/build.js';
import type { TrafficTotals } from '../assess/exchanges.js';
import type { RunReport } from '../assess/run-report.js';
import type { Shape } from '../assess/shapes/model.js';
import type { ChosenStep } from '../config/chosen-step.js';
import { ContractsError } from '../domain/errors.js';
import type { Finding } from '../domain/finding.js';
import type { OperationId } from '../domain/operation.js';
import { reasonOf } from '../org/http.js';
import type { ForwardedExchange } from './forward.js';

/** Findings that no earlier exchange had. */
export interface NewFindings {
  operation: OperationId;
  status: number;
  findings: Finding[];
}

/** Messages to the thread. */
export type CheckerRequest =
  | { kind: 'check'; exchanges: ForwardedExchange[] }
  | { kind: 'end'; facts: Partial<RunFacts> };
/** Messages of the thread. */
export type CheckerReply = { kind: 'ready' } | CheckedBatch | ({ kind: 'report' } & CheckerReport);

export interface CheckedBatch {
  kind: 'checked';
  exchanges: number;
  newFindings: NewFindings[];
  /** Why exchanges could not be checked. */
  errors: string[];
}

/** The data that the thread starts with. */
export interface CheckerOptions extends RunPolicy {
  /** Origin of the org. */
  org: string;
  /** The SDKs that responses are passed to, as `--sdk` names them. */
  sdks?: readonly string[];
  /** The editions that responses are compared with; default: those of the environment. */
  step?: ChosenStep;
  /** What the org returned before. Unset: responses are not compared with it, and nothing is learned. */
  shapes?: readonly Shape[];
}

/** The result of all checks. */
export interface CheckerReport {
  totals: TrafficTotals;
  report: RunReport;
  /** What was learned about the org. */
  learned: Shape[];
}

/** How many bytes and exchanges may wait for their check before requests have to wait. */
const mostBytes = 64 * 1024 * 1024;
const mostExchanges = 1_000;

/** Checks exchanges on a thread of its own, in the order in which they ended, and builds the report. */
export class Checker {
  readonly #worker: Worker;
  readonly #waiting: number[] = [];
  #batch: ForwardedExchange[] = [];
  #bytes = 0;
  readonly #capacity = new EventEmitter().setMaxListeners(0);
  #hasFailed = false;
  readonly #report: Promise<CheckerReport>;

  private constructor(worker: Worker, onFindings: (found: NewFindings) => void, onError: (message: string) => void) {
    this.#worker = worker;
    this.#report = new Promise((resolve, reject) => {
      worker.on('message', (message: CheckerReply) => {
        if (message.kind === 'report') resolve(message);
        if (message.kind !== 'checked') return;
        for (const size of this.#waiting.splice(0, message.exchanges)) this.#bytes -= size;
        if (!this.#isFull) this.#capacity.emit('available');
        message.newFindings.forEach(onFindings);
        message.errors.forEach(onError);
      });
      worker.on('error', (error) => {
        this.#hasFailed = true;
        this.#capacity.emit('available');
        reject(error);
      });
    });
    // `end` reports the error.
    this.#report.catch(() => undefined);
  }

  /**
   * Starts the thread. Throws `CONTRACT_FILE`.
   * @param onFindings called with new findings that are not accepted
   * @param onError called when an exchange could not be checked
   */
  static async start(
    options: CheckerOptions,
    onFindings: (found: NewFindings) => void,
    onError: (message: string) => void,
  ): Promise<Checker> {
    const kind = import.meta.url.endsWith('.ts') ? 'source.mjs' : 'js';
    const worker = new Worker(new URL(`./checker-thread.${kind}`, import.meta.url), { workerData: options });
    const checker = new Checker(worker, onFindings, onError);
    await once(worker, 'message').catch((cause) => {
      throw new ContractsError('CONTRACT_FILE', messageOf(cause), { cause });
    });
    return checker;
  }

  add(exchange: ForwardedExchange): void {
    if (this.#hasFailed) return;
    const size = (exchange.request.body?.byteLength ?? 0) + (exchange.response.body?.byteLength ?? 0);
    this.#bytes += size;
    this.#waiting.push(size);
    this.#batch.push(exchange);
    // Exchanges that end in one turn of the event loop are sent in one message.
    if (this.#batch.length === 1) setImmediate(() => this.#sendBatch());
  }

  #sendBatch(): void {
    if (this.#batch.length === 0) return;
    const exchanges = this.#batch;
    this.#batch = [];
    const bodies = exchanges.flatMap(({ request, response }) =>
      [request.body, response.body].flatMap((body) => body?.buffer ?? []),
    );
    this.#worker.postMessage({ kind: 'check', exchanges } satisfies CheckerRequest, bodies);
  }

  /** Waits until another exchange can be added. This limits the memory that unchecked exchanges use. */
  async waitForCapacity(): Promise<void> {
    while (this.#isFull && !this.#hasFailed) await once(this.#capacity, 'available');
  }

  /** Waits for the remaining checks and ends the thread. Throws `CONTRACT_FILE` if the thread failed. */
  async end(facts: Partial<RunFacts>): Promise<CheckerReport> {
    try {
      this.#sendBatch();
      if (!this.#hasFailed) this.#worker.postMessage({ kind: 'end', facts } satisfies CheckerRequest);
      return await this.#report;
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
