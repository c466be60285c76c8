import { setTimeout as sleep } from 'node:timers/promises';
import type { Accumulator } from '../assess/accumulator.js';
import { unverifiable } from '../assess/unverifiable.js';
import type { OperationContract } from '../contract/model.js';
import { isGone, isNotServed } from '../contract/refusal.js';
import type { Json } from '../domain/json.js';
import type { OperationId, Tier } from '../domain/operation.js';
import type { Reason } from '../domain/outcome.js';
import type { Reply } from '../org/client.js';
import { fillPath, nobodysId, parametersOf } from '../org/ids.js';
import type { Reserve } from '../org/rate-limit/reserve.js';
import { refusedAs } from './known-refusal.js';
import { type KnownRefusal, type Plan, tierOf } from './model.js';
import type { Run } from './run.js';
import type { Why } from './why.js';

/** The request of an operation: what fills its template, and what goes with it. */
export interface SuiteRequest {
  ids: Record<string, string>;
  /** Path and query of a further page of a list, instead of the template. */
  page?: string;
  query?: Record<string, string>;
  body?: Json;
  intent?: string;
  /** The parameter that names the object, where only the body or the query does. */
  subject?: string;
  tier?: Tier;
  /** The response is the same for every suite of the run. */
  once?: boolean;
  refusal?: KnownRefusal | undefined;
  reserve?: Reserve | undefined;
}

type Purpose = 'call' | 'removal' | 'probe' | 'look';

/** What became of a request: its status, 0 where the org does not serve it, and either the response or why that says nothing. */
export interface Sent {
  status: number;
  success?: { body: Json | undefined; next: string | undefined };
  why?: Why;
}

/** Reasons that leave open whether the org serves an operation at all. */
const probed = new Set<Reason>([
  'no-such-object-on-this-org',
  'fixture-not-made',
  'needs-write-tier',
  'org-setting',
  'limit-reached',
]);

/** Sends the requests of one plan, and checks and accumulators their responses. */
export class Sender {
  constructor(
    readonly run: Run,
    readonly accumulators: Map<OperationId, Accumulator>,
    readonly plan: Plan,
  ) {}

  /** Sends, checks and accumulators one request. */
  async send(operation: OperationId, request: SuiteRequest, purpose: Purpose = 'call'): Promise<Sent> {
    const contract = this.run.operation(operation);
    this.run.validateRequest(contract, request.body);
    const { once, ids, page, subject, refusal, ...rest } = request;
    const { method, template } = contract;
    const path = page ?? fillPath(template, ids);
    const target = { template, ids, ...(subject === undefined ? {} : { subject }) };
    const ask = () =>
      this.run.client.send({ method, path, operation, target, ...rest, removing: purpose === 'removal' });
    const reply = await (once ? this.run.once(JSON.stringify([operation, path, rest]), ask) : ask());
    return this.evaluate(contract, reply, purpose, refusal);
  }

  /**
   * Checks and accumulators a response. A probe has a reason already, and a look for an object that does not exist is repeated:
   * then the response gives no further reason.
   * @param refusal a refusal that the suite knows of
   */
  evaluate(
    contract: OperationContract,
    { exchange, body, next, crossOriginNext }: Reply,
    purpose: Purpose = 'call',
    refusal?: KnownRefusal,
  ): Sent {
    const accumulator = this.accumulators.get(contract.id);
    const { status } = exchange.response;
    if ((contract.category === 'deprecated' ? isGone : isNotServed)(exchange, contract.template)) {
      accumulator?.notServed(status);
      if (status === 404) this.run.unknownPaths.add(contract.template);
      return {
        status: 0,
        why: { kind: 'inconclusive', reason: 'fixture-not-made', detail: `${contract.id} is not served` },
      };
    }
    const why = refusedAs(refusal, exchange) ?? unverifiable(exchange, contract, this.run.catalogue.schemas.vocabulary);
    const isKnown = purpose === 'probe' || (purpose === 'look' && why?.reason === 'no-such-object-on-this-org');
    if (why && isKnown) return { status, why };
    if (why) accumulator?.unverified(why);
    else accumulator?.add(exchange, this.run.check(contract, exchange));
    if (crossOriginNext) accumulator?.crossOriginNext(status);
    return why ? { status, why } : { status, success: { body, next } };
  }

  /** A new object may not be found at once: a call that reads it is repeated. */
  async sendOnceVisible(isNew: boolean, operation: OperationId, request: SuiteRequest): Promise<void> {
    const isRead = isNew && operation.startsWith('GET ');
    for (let attempt = 1; isRead && attempt < 4; attempt += 1) {
      const { status } = await this.send(operation, request, 'look');
      if (status !== 404) return;
      await sleep(250 * 2 ** attempt);
    }
    await this.send(operation, request);
  }

  /**
   * Requests a new operation for an object that no org has, where there is none to request it for: an org that does not serve
   * the operation says so, and that is the first thing to know of it. A write names no object of the org at all.
   */
  async probe(operation: OperationId, ids: Record<string, string>, { reason }: Why): Promise<void> {
    if (!probed.has(reason) || this.run.operation(operation).category !== 'new' || !this.run.allows(tierOf(operation)))
      return;
    const template = operation.split(' ')[1] ?? '';
    // A path that the org does not know has no method at all.
    if (this.run.unknownPaths.has(template)) return this.accumulators.get(operation)?.notServed(404);
    const names = parametersOf(template);
    if (names.length === 0) return;
    const nobodys = Object.fromEntries(names.map((name) => [name, nobodysId]));
    const isRead = operation.startsWith('GET ');
    await this.run.guard(
      async () => {
        await this.send(operation, { ids: isRead ? { ...nobodys, ...ids } : nobodys }, 'probe');
      },
      () => undefined,
    );
  }
}
