import { setTimeout as sleep } from 'node:timers/promises';
import type { Accumulator } from '../assess/accumulator.js';
import { unverifiable } from '../assess/unverifiable.js';
import type { OperationContract } from '../contract/model.js';
import { isGone, isNotServed } from '../contract/refusal.js';
import type { Exchange } from '../domain/exchange.js';
import type { Json } from '../domain/json.js';
import { isRead, type OperationId, type Tier, templateOf } from '../domain/operation.js';
import type { Reason, Unverified } from '../domain/outcome.js';
import type { Reply } from '../org/client.js';
import { fillPath, nobodysId, parametersOf } from '../org/ids.js';
import type { Reserve } from '../org/rate-limit/reserve.js';
import { refusedAs } from './known-refusal.js';
import { type KnownRefusal, type Plan, tierOf } from './model.js';
import { notServed } from './reasons.js';
import type { Run } from './run.js';

/** The request of an operation: the values of its path parameters, and everything beside the path. */
export interface SuiteRequest {
  ids: Record<string, string>;
  /** Path and query of a further page of a list, instead of the template. */
  page?: string;
  query?: Record<string, string>;
  body?: Json;
  intent?: string;
  /** The parameter of the object that the request is for, if only the body or the query contains it. */
  subject?: string;
  tier?: Tier;
  /** The response is the same for every suite of the run. */
  once?: boolean;
  refusal?: KnownRefusal | undefined;
  reserve?: Reserve | undefined;
}

/**
 * `probe`: why the operation is not verified is known already. `look`: a new object may not be visible yet. `trial`: the contract does
 * not accept the request.
 */
type Purpose = 'call' | 'removal' | 'probe' | 'look' | 'trial';

/** What a read accepts if its contract does not require JSON: an org responds with 400 if it has XML only and JSON is asked for. */
const anyMediaType = 'application/json, */*;q=0.5';

/** The result of a request. */
export type Sent =
  /** The response was checked. */
  | { kind: 'checked'; status: number; body: Json | undefined; next: string | undefined; reply: Reply }
  /** The response does not show whether the operation conforms to the contract. */
  | { kind: 'unverified'; status: number; why: Unverified }
  | { kind: 'not served'; why: Unverified };

/** Reasons that leave open whether the org serves an operation at all. */
const probed = new Set<Reason>([
  'no-such-object-on-this-org',
  'fixture-not-made',
  'gone',
  'needs-write-tier',
  'org-setting',
  'limit-reached',
]);

/** The status of a response; 0 if the org does not serve the operation. */
export function statusOf(sent: Sent): number {
  return sent.kind === 'not served' ? 0 : sent.status;
}

/** Sends the requests of one plan, and checks and accumulates their responses. */
export class Sender {
  constructor(
    readonly run: Run,
    readonly accumulators: Map<OperationId, Accumulator>,
    readonly plan: Plan,
    readonly urgency = 0,
  ) {}

  /** Sends one request, and checks and accumulates its response. */
  async send(operation: OperationId, request: SuiteRequest, purpose: Purpose = 'call'): Promise<Sent> {
    const contract = this.run.operation(operation);
    this.run.validateRequest(contract, request.body);
    return this.evaluate(contract, await this.#ask(contract, request, purpose), purpose, request.refusal);
  }

  /** Sends a request that only one of the editions accepts. Its response is not checked. */
  sendTrial(operation: OperationId, request: SuiteRequest): Promise<Reply> {
    return this.#ask(this.run.operation(operation), request, 'call');
  }

  async #ask(
    { id: operation, method, template, answers }: OperationContract,
    request: SuiteRequest,
    purpose: Purpose,
  ): Promise<Reply> {
    const { once, ids, page, subject, refusal: _, ...rest } = request;
    const path = page ?? fillPath(template, ids);
    const target = { template, ids, ...(subject === undefined ? {} : { subject }) };
    const mayBeAnything = isRead(operation) && Object.values(answers).some(({ body }) => body === 'any');
    const accept = mayBeAnything ? { accept: anyMediaType } : {};
    const { urgency } = this;
    const removing = purpose === 'removal';
    const ask = () => this.run.client.send({ method, path, operation, target, ...accept, ...rest, removing, urgency });
    const start = Date.now();
    try {
      return await (once ? this.run.once(JSON.stringify([operation, path, rest]), ask) : ask());
    } finally {
      this.#addTime(operation, start);
    }
  }

  #addTime(operation: OperationId, start: number): void {
    const { times } = this.run;
    const known = times.get(operation);
    const requests = (known?.requests ?? 0) + 1;
    times.set(operation, { operation, start: Math.min(start, known?.start ?? start), end: Date.now(), requests });
  }

  /**
   * Accumulates a response. It is checked later, before the result of its operation is known.
   * @param refusal a refusal that the suite declares
   */
  evaluate(contract: OperationContract, reply: Reply, purpose: Purpose = 'call', refusal?: KnownRefusal): Sent {
    const { exchange, body, next, crossOriginNext } = reply;
    const accumulator = this.accumulators.get(contract.id);
    const { status } = exchange.response;
    void this.run.sdks?.read(exchange, contract.id);
    if ((contract.category === 'deprecated' ? isGone : isNotServed)(exchange, contract.template)) {
      accumulator?.notServed(status);
      if (status === 404) this.run.unknownPaths.add(contract.template);
      return { kind: 'not served', why: notServed(contract) };
    }
    const why = refusedAs(refusal, exchange) ?? unverifiable(exchange, contract, this.run.catalogue.schemas.vocabulary);
    const isExpected = purpose === 'probe' || (purpose === 'look' && why?.reason === 'no-such-object-on-this-org');
    if (why && isExpected) return { kind: 'unverified', status, why };
    if (why) accumulator?.unverified(why);
    else if (accumulator) this.#checkLater(contract, exchange, accumulator, purpose);
    if (crossOriginNext) accumulator?.crossOriginNext(status);
    return why ? { kind: 'unverified', status, why } : { kind: 'checked', status, body, next, reply };
  }

  /** An operation of another suite is checked there: its response counts once. */
  #checkLater(contract: OperationContract, exchange: Exchange, accumulator: Accumulator, purpose: Purpose): void {
    void this.run.checks.add(() => {
      try {
        const checked = this.run.check(contract, exchange);
        // The suites send what the last edition of the contracts' own step accepts: another one may refuse it.
        const isCorrect = purpose !== 'trial' && this.run.catalogue.isDefault;
        const findings = checked.findings.filter(({ kind }) => isCorrect || kind !== 'request');
        accumulator.add(exchange, { ...checked, findings });
      } catch (error) {
        // At once: the result may be next in the queue.
        accumulator.failed(error);
      }
    });
  }

  /** Records for each operation why it was not verified. */
  unverified(operations: Iterable<OperationId>, why: Unverified): void {
    for (const operation of operations) this.accumulators.get(operation)?.unverified(why);
  }

  /** Sends a request to a new object. A read is repeated while the org does not show the object yet. */
  async sendOnceVisible(operation: OperationId, request: SuiteRequest): Promise<Sent> {
    for (let attempt = 1; isRead(operation) && attempt < 4; attempt += 1) {
      const sent = await this.send(operation, request, 'look');
      if (statusOf(sent) !== 404) return sent;
      await sleep(250 * 2 ** attempt);
    }
    return this.send(operation, request);
  }

  /**
   * Sends a new operation for an object that no org has, if there is no object to send it for: an org that does not serve the
   * operation responds accordingly. A write contains no id of an object of the org.
   */
  async probe(operation: OperationId, ids: Record<string, string>, { reason }: Unverified): Promise<void> {
    if (!probed.has(reason) || this.run.operation(operation).category !== 'new' || !this.run.allows(tierOf(operation)))
      return;
    const template = templateOf(operation);
    // An unknown path has no methods at all.
    if (this.run.unknownPaths.has(template)) return this.accumulators.get(operation)?.notServed(404);
    const names = parametersOf(template);
    if (names.length === 0) return;
    const absent = Object.fromEntries(names.map((name) => [name, nobodysId]));
    await this.run.guard(
      async () => {
        await this.send(operation, { ids: isRead(operation) ? { ...absent, ...ids } : absent }, 'probe');
      },
      () => undefined,
    );
  }
}
