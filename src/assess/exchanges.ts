import { createCallName } from '../contract/call-name.js';
import type { Catalogue } from '../contract/catalogue.js';
import { isInconclusive } from '../contract/check.js';
import type { Exchange } from '../domain/exchange.js';
import type { Verdict } from '../domain/finding.js';
import type { OperationId } from '../domain/operation.js';
import { Accumulator } from './accumulator.js';
import type { RunPolicy } from './baseline.js';
import { buildReport, type RunFacts } from './build.js';
import type { CheckedTraffic } from './check-recorded.js';
import { ClientAccumulator } from './client.js';
import type { RunReport } from './run-report.js';

/** The numbers of a check of recorded traffic. */
export interface TrafficTotals extends Record<Verdict | 'unmatched', number> {
  exchanges: number;
  unreadable: number;
  /** Exchanges with an error that any operation may return: they do not show if the operation matches its contract. */
  refused: number;
  /** How many exchanges of each operation were checked. */
  operations: Map<OperationId, number>;
}

/** Collects the results of recorded exchanges and makes a report of them, as of a run. */
export class ExchangeAccumulator {
  readonly totals: TrafficTotals = {
    exchanges: 0,
    unreadable: 0,
    pass: 0,
    stale: 0,
    violation: 0,
    unmatched: 0,
    refused: 0,
    operations: new Map(),
  };
  readonly #catalogue: Catalogue;
  readonly #policy: RunPolicy;
  readonly #accumulators = new Map<OperationId, Accumulator>();
  readonly #client: ClientAccumulator;
  readonly #began = new Date();

  /** @param policy the failure policy and the baseline */
  constructor(catalogue: Catalogue, policy: RunPolicy) {
    this.#catalogue = catalogue;
    this.#policy = policy;
    this.#client = new ClientAccumulator(createCallName(catalogue));
  }

  add(exchange: Exchange, traffic: CheckedTraffic): void {
    const { verdict, checked } = traffic;
    this.totals.exchanges += 1;
    this.#client.add(exchange, traffic);
    const isRefused = checked !== undefined && isInconclusive(checked.what);
    this.totals[isRefused ? 'refused' : verdict.verdict] += 1;
    if (!checked) return;
    const { operation, what } = checked;
    if (!isRefused) this.totals.operations.set(operation.id, (this.totals.operations.get(operation.id) ?? 0) + 1);
    const accumulator = this.#accumulators.get(operation.id) ?? new Accumulator(this.#catalogue, operation);
    this.#accumulators.set(operation.id, accumulator);
    accumulator.add(exchange, what);
  }

  /** An entry could not be read. */
  unreadable(): void {
    this.totals.unreadable += 1;
  }

  /** @param known facts that are not part of the exchanges */
  report(known: Partial<RunFacts> = {}): RunReport {
    const results = [...this.#catalogue.operations.values()].map((operation) =>
      (this.#accumulators.get(operation.id) ?? new Accumulator(this.#catalogue, operation)).result(),
    );
    const changes = results.map(
      ({ operation, changes }) => [operation, changes.map(({ change }) => change.id)] as const,
    );
    return buildReport({
      startedAt: this.#began,
      seconds: (Date.now() - this.#began.getTime()) / 1000,
      facts: {
        org: { url: 'recorded traffic', tiers: [] },
        minCoverage: 0,
        requests: this.totals.exchanges,
        answered429: 0,
        waitedMs: 0,
        slotSeconds: 1,
        buckets: [],
        peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
        longestChain: 0,
        ...this.#policy,
        ...known,
      },
      results,
      catalogue: this.#catalogue,
      history: [],
      faults: 0,
      client: this.#client.result(new Map(changes)),
    });
  }
}
