import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import { ContractsError } from '../domain/errors.js';
import type { Exchange, Headers } from '../domain/exchange.js';
import { makeExchange, parseBody } from '../domain/exchange.js';
import type { Json } from '../domain/json.js';
import type { Tier } from '../domain/operation.js';
import { addressOf } from './address.js';
import { reasonOf } from './http.js';
import { fillPath } from './ids.js';
import { isRead, labelOf, refuseMethod } from './methods.js';
import type { OrgHttp, OrgHttpRequest } from './org-http.js';
import type { Target } from './ownership.js';
import { isNextCrossOrigin, nextPage } from './pages.js';
import { Buckets, bucketOf } from './rate-limit/buckets.js';
import type { Reserve } from './rate-limit/reserve.js';
import { waitAfterAnswer, waitAfterSilence } from './rate-limit/retry.js';
import { Timeline } from './rate-limit/timeline.js';
import { SeenIds } from './seen-ids.js';

/** A request of a suite, with the information that the access rules of the client need. */
export interface OrgRequest extends OrgHttpRequest {
  /** The journaled intent of the object that this request creates. */
  intent?: string;
  /** The object that a write changes. The path of the request is this template with its values. */
  target?: Target;
  /** `org` for a request that intentionally changes the org's own settings. */
  tier?: Tier;
  /** The request is part of a removal. Removals continue after the run is cancelled. */
  removing?: boolean;
  /** The reserve of rate limits, for a request that changes a setting and all that follow until the setting is restored. */
  reserve?: Reserve | undefined;
}

export interface OrgClientOptions {
  url: string;
  tiers: readonly Tier[];
  rateShare: number;
  concurrency: number;
  /** Adds the caller's credentials to every request. */
  http: OrgHttp;
  ownership: Writable;
}

/** Decides which objects of the org a run may write to. */
export interface Writable {
  /** Whether the journal contains this intent, so that its object may be created. */
  isIntended(intent: string): boolean;
  /** Called immediately before the request that changes a setting under this intent is sent. */
  sending?(intent: string): void;
  /** Whether the run owns the object that a write changes. */
  allows(target: Target): boolean;
}

/** A response as a redacted exchange, with the unredacted parts that the client itself needs. */
interface Received {
  exchange: Exchange;
  body: Json | undefined;
  headers: Headers;
}

/** The result of a request. */
export interface Reply {
  exchange: Exchange;
  /** The response body before redaction. */
  body: Json | undefined;
  /** Path and query of the next page. */
  next: string | undefined;
  /** The next page is on another host, and is not requested. */
  crossOriginNext: boolean;
}

/** Counts of requests and waits of a run. */
export interface Traffic {
  requests: number;
  answered429: number;
  /** Milliseconds spent waiting for rate limits, summed over all requests. */
  waitedMs: number;
}

/** Sends all requests of a run to its org: access rules, rate limits and retries. */
export class OrgClient {
  readonly traffic: Traffic = { requests: 0, answered429: 0, waitedMs: 0 };
  /** Requests and waits over time, by rate limit. */
  readonly timeline = new Timeline();
  /** The ids in all responses so far. */
  readonly seen = new SeenIds();
  readonly #options: OrgClientOptions;
  readonly #buckets: Buckets;
  readonly #concurrency: LimitFunction;
  #number = 0;
  readonly #cancelled = new AbortController();

  constructor(options: OrgClientOptions) {
    this.#options = options;
    this.#buckets = new Buckets(options.rateShare);
    this.#concurrency = pLimit(options.concurrency);
    // Each waiting request adds a listener.
    setMaxListeners(0, this.#cancelled.signal);
  }

  /** Refuses all later requests except removals. */
  cancel(): void {
    this.#cancelled.abort();
  }

  /**
   * Sends a request and returns the redacted exchange, with the unredacted body for the run itself. Waits for rate limits.
   * Throws `FORBIDDEN_BY_TIER` or `UNSAFE_PATH` before anything is sent, and `UNREACHABLE` if the org does not respond.
   */
  async send(request: OrgRequest): Promise<Reply> {
    this.#checkAccess(request);
    for (let attempt = 1; ; attempt += 1) {
      const { exchange, body, headers } = await this.#received(request, attempt);
      const { status } = exchange.response;
      if (status === 429) this.traffic.answered429 += 1;
      const wait = waitAfterAnswer(request.method, { status, headers, body }, attempt);
      const { url } = this.#options;
      if (wait === undefined)
        return {
          exchange,
          body,
          next: nextPage(url, headers, body),
          crossOriginNext: isNextCrossOrigin(url, headers, body),
        };
      await this.#wait(wait, request, `the org responded with ${status}`);
    }
  }

  /** Waits until the rate limits allow to change and restore a setting. @param request the request that changes it */
  async hold(reserve: Reserve, request: OrgRequest): Promise<void> {
    if (reserve.isHeld) return;
    await this.#waitFor(request, 'requests to restore a setting', () => reserve.hold(this.#buckets));
  }

  /** Releases the reserved requests after a setting is restored or was not changed. */
  release(reserve: Reserve): void {
    reserve.release(this.#buckets);
  }

  /** Sends a request until the org responds, or until it must not be sent again. */
  async #received(request: OrgRequest, from: number): Promise<Received> {
    for (let attempt = from; ; attempt += 1) {
      try {
        return await this.#once(request);
      } catch (error) {
        const wait = error instanceof NoResponse ? waitAfterSilence(request.method, error.cause, attempt) : undefined;
        if (wait === undefined) throw error;
        await this.#wait(wait, request, 'the org did not respond');
      }
    }
  }

  async #once(request: OrgRequest): Promise<Received> {
    const { url, http, ownership } = this.#options;
    const { method, path, query, body: content, operation, intent } = request;
    // An unsafe path must fail before the request counts against a limit.
    const address = addressOf(url, request, labelOf(request)).href;
    const bucket = bucketOfRequest(request);
    const { reserve } = request;
    const isReserved = reserve?.isHeld ?? false;
    // Otherwise a setting could stay changed while its restore waits for a limit.
    if (reserve) await this.hold(reserve, request);
    await this.#waitFor(request, `the limit of ${bucket}`, () => this.#buckets.take(bucket, isReserved));
    if (isReserved) reserve?.used(bucket);
    const sendNow = async () => {
      this.traffic.requests += 1;
      this.timeline.sent(bucket, this.#buckets.limitOf(bucket));
      try {
        return await http({
          method,
          path,
          ...(query === undefined ? {} : { query }),
          ...(content === undefined ? {} : { body: content }),
          ...(operation === undefined ? {} : { operation }),
          ...(reserve && intent !== undefined && { beforeSend: () => ownership.sending?.(intent) }),
        });
      } catch (cause) {
        this.#buckets.learn(bucket, {});
        if (cause instanceof ContractsError) throw cause;
        throw new NoResponse(
          'UNREACHABLE',
          `${labelOf(request)} got no response from ${url} (${reasonOf(cause)}): check the org's URL and your network.`,
          { cause },
        );
      }
    };
    // The read before a change, the change and its restore must not wait: an administrator could change the setting in between.
    const response = await (isReserved ? sendNow() : this.#concurrency(sendNow));
    this.#buckets.learn(bucket, response.headers);
    const body = parseBody(response.text);
    this.seen.add(body);
    this.#number += 1;
    const exchange = makeExchange({
      id: String(this.#number),
      recordedAt: new Date().toISOString(),
      request: { method, url: address, ...(content === undefined ? {} : { body: content }) },
      response: { status: response.status, headers: response.headers, ...(body === undefined ? {} : { body }) },
    });
    return { exchange, body: exchange.response.unreadable === undefined ? body : undefined, headers: response.headers };
  }

  /**
   * The access rules: a cancelled run only removes, the read tier only reads, and a write outside the org tier changes only
   * objects that this run created.
   */
  #checkAccess(request: OrgRequest): void {
    const { path, intent, target, removing, tier } = request;
    const { tiers, ownership } = this.#options;
    if (this.#cancelled.signal.aborted && !removing) throw cancelled();
    refuseMethod(request, tiers);
    if (isRead(request.method)) return;
    if (tier === 'org' && tiers.includes('org')) return;
    const owned = intent
      ? ownership.isIntended(intent)
      : target !== undefined && fillPath(target.template, target.ids) === path && ownership.allows(target);
    if (!owned) {
      throw new ContractsError(
        'FORBIDDEN_BY_TIER',
        `${labelOf(request)} was not sent: it would change an object that this run did not create.`,
      );
    }
  }

  /** Waits until `wait` returns 0, in steps, because a later response can state that the window ends sooner. */
  async #waitFor(request: OrgRequest, reason: string, wait: () => number): Promise<void> {
    for (let ms = wait(); ms > 0; ms = wait()) await this.#wait(Math.min(ms, 1_000), request, reason, ms);
  }

  /** @param left the expected total, if this wait is only a part of it */
  async #wait(ms: number, request: OrgRequest, reason: string, left = ms): Promise<void> {
    this.traffic.waitedMs += ms;
    const endWait = this.timeline.waits(bucketOfRequest(request), ms, reason, left);
    await sleep(ms, undefined, request.removing ? {} : { signal: this.#cancelled.signal })
      .catch(() => {
        throw cancelled();
      })
      .finally(endWait);
  }
}

/** Uses the template if it is known: the path of a next page comes from the org, and names of buckets are reported. */
function bucketOfRequest({ method, path, operation }: OrgRequest): string {
  return bucketOf(method, operation?.split(' ')[1] ?? path);
}

/** The org did not respond. It may have processed the request. */
class NoResponse extends ContractsError {}

function cancelled(): ContractsError {
  return new ContractsError('CANCELLED', 'The run was cancelled.');
}
