import { createCallName } from '../contract/call-name.js';
import type { Catalogue } from '../contract/catalogue.js';
import { pathOf } from '../contract/match.js';
import type { Exchange } from '../domain/exchange.js';
import type { SdkReport, SdkResult } from '../domain/sdk.js';
import { SdkCollector } from './collector.js';
import { createHideNames, type HideNames } from './org-names.js';
import { type SdkBounds, type SdkReader, type SdkReading, startSdk } from './reader.js';
import { parseSdkSpec } from './spec.js';

/** Passes responses to all SDKs that were named, and collects what they made of them. */
export class SdkCheck {
  readonly #sdks: { reader: SdkReader; collector: SdkCollector }[];
  readonly #nameOf: ReturnType<typeof createCallName>;
  readonly #hideNames: HideNames;
  readonly #pending = new Set<Promise<unknown>>();
  /** Suites can share an exchange. */
  readonly #seen: WeakSet<Exchange> = new WeakSet();

  private constructor(readers: SdkReader[], catalogue: Pick<Catalogue, 'operations' | 'schemas'>) {
    this.#hideNames = createHideNames(catalogue);
    this.#sdks = readers.map((reader) => {
      const { name, version, spec } = reader;
      return { reader, collector: new SdkCollector({ name, version, spec: spec.text }, this.#hideNames) };
    });
    this.#nameOf = createCallName(catalogue);
  }

  /** Starts the adapters. Throws `INPUT` with one sentence if one of them cannot start. `undefined` if no SDK is named. */
  static async start(
    specs: readonly string[],
    catalogue: Pick<Catalogue, 'operations' | 'schemas'>,
    bounds: Partial<SdkBounds> = {},
  ): Promise<SdkCheck | undefined> {
    const parsed = specs.map(parseSdkSpec);
    if (parsed.length === 0) return undefined;
    const started = await Promise.allSettled(parsed.map((spec) => startSdk(spec, bounds)));
    const readers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failed = started.find((result) => result.status === 'rejected');
    if (!failed) return new SdkCheck(readers, catalogue);
    await Promise.all(readers.map((reader) => reader.close()));
    throw failed.reason;
  }

  /**
   * Passes the response of an exchange to each SDK. Only successful responses with JSON are passed, each once; `undefined` for others.
   * @param operation the method and path template of the contract, if there is one
   */
  read(exchange: Exchange, operation: string | null): Promise<SdkResult[]> | undefined {
    const { request, response } = exchange;
    const { status, body } = response;
    if (status < 200 || status > 299 || typeof body !== 'object' || body === null) return undefined;
    if (this.#seen.has(exchange)) return undefined;
    this.#seen.add(exchange);
    const called = operation ?? `${request.method} ${pathOf(request.url)}`;
    const result = Promise.all(this.#sdks.map(({ reader }) => reader.read(called, status, body))).then((readings) =>
      this.#collect(request, operation, readings),
    );
    const done = result.finally(() => this.#pending.delete(done));
    this.#pending.add(done);
    return result;
  }

  /** Waits for the responses that are being read. */
  async idle(): Promise<void> {
    await Promise.all(this.#pending);
  }

  /** Waits for the responses that are being read, ends the adapters, and reports what the SDKs made of all responses. */
  async end(): Promise<SdkReport[]> {
    await this.idle();
    await Promise.all(this.#sdks.map(({ reader }) => reader.close()));
    return this.#sdks.map(({ reader, collector }) => collector.report(reader.stopped));
  }

  /** An adapter that has stopped has no result. */
  #collect(
    { method, url }: Exchange['request'],
    operation: string | null,
    readings: readonly (SdkReading | undefined)[],
  ): SdkResult[] {
    const results = readings.filter((reading) => reading !== undefined);
    const shown: SdkResult[] = [];
    for (const [i, reading] of readings.entries()) {
      if (!reading) continue;
      const name = operation ?? reading.operation ?? this.#nameOf(method, url);
      this.#sdks[i]?.collector.add(
        name,
        reading,
        results.filter((other) => other !== reading),
      );
      const findings = reading.findings.map((place) => this.#hideNames(name, place));
      shown.push({ name: reading.name, version: reading.version, result: reading.result, findings });
    }
    return shown;
  }
}
