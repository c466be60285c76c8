import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ContractsError } from '../domain/errors.js';
import type { Exchange, RawResponse } from '../domain/exchange.js';
import { makeExchange, parseBody } from '../domain/exchange.js';
import type { Json } from '../domain/json.js';
import type { Tier } from '../domain/operation.js';
import { addressOf } from './address.js';
import { reasonOf } from './http.js';
import { fillPath } from './ids.js';
import { isRead, labelOf, refuseMethod } from './methods.js';
import type { OrgHttp, OrgHttpRequest } from './org-http.js';
import type { Target } from './ownership.js';
import { isNextElsewhere, nextPage } from './pages.js';
import { Buckets, bucketOf } from './rate-limit/buckets.js';
import type { Reserve } from './rate-limit/reserve.js';
import { waitAfterConnectionError, waitAfterResponse } from './rate-limit/retry.js';
import { Timeline } from './rate-limit/timeline.js';
import { SeenIds } from './seen-ids.js';
import { UrgentFirst } from './urgent-first.js';

/** A request of a suite, with what the client needs to decide whether it may be sent. */
export interface OrgRequest extends OrgHttpRequest {
  /** The journaled intent of the object that this request creates. */
  intent?: string;
  /** The object that a write changes. The path of the request is its template, filled in. */
  target?: Target;
  /** `org` if the request changes an object that the run did not create. */
  tier?: Tier;
  /** The request helps to remove an object of the run. It is sent even if the run was cancelled. */
  removing?: boolean;
  /** Set from the request that changes a setting until the one that restores it. */
  reserve?: Reserve | undefined;
  /** Of the requests that wait for others to end, the one with the greatest number is sent first. Default: before all others. */
  urgency?: number;
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
  /** Called directly before the request of this intent is sent. */
  sending?(intent: string): void;
  /** Whether the run created the object that a write changes. */
  allows(target: Target): boolean;
}

/** The outcome of a request. */
export interface Reply {
  exchange: Exchange;
  /** The body of the response before redaction; `undefined` if it cannot be processed. */
  body: Json | undefined;
  /** Path and query of the next page. */
  next: string | undefined;
  /** The next page has another origin. It is not requested. */
  crossOriginNext: boolean;
}

/** How many requests a run sent, and how long they waited. */
export interface Traffic {
  requests: number;
  answered429: number;
  /** Milliseconds spent waiting for rate limits, added up over requests. */
  waitedMs: number;
}

/** All requests of a run to its org: access rules, limits and retries. */
export class OrgClient {
  readonly traffic: Traffic = { requests: 0, answered429: 0, waitedMs: 0 };
  /** Requests and waits of each rate limit. */
  readonly timeline = new Timeline();
  /** The ids in the responses so far. */
  readonly seen = new SeenIds();
  readonly #options: OrgClientOptions;
  readonly #buckets: Buckets;
  readonly #concurrency: UrgentFirst;
  #number = 0;
  readonly #cancelled = new AbortController();

  constructor(options: OrgClientOptions) {
    this.#options = options;
    this.#buckets = new Buckets(options.rateShare);
    this.#concurrency = new UrgentFirst(options.concurrency);
    // Every waiting request adds a listener.
    setMaxListeners(0, this.#cancelled.signal);
  }

  /** From now on, sends only requests that remove fixtures. */
  cancel(): void {
    this.#cancelled.abort();
  }

  /**
   * Sends a request and waits for rate limits. Throws `FORBIDDEN_BY_TIER` or `UNSAFE_PATH` before anything is sent, and
   * `UNREACHABLE` if no response arrives.
   */
  async send(request: OrgRequest): Promise<Reply> {
    this.#refuseWhatTheTierForbids(request);
    for (let attempt = 1; ; attempt += 1) {
      const { exchange, response } = await this.#sendUntilAnswered(request, attempt);
      const { status, headers, body } = response;
      if (status === 429) this.traffic.answered429 += 1;
      const wait = waitAfterResponse(request.method, response, attempt);
      const { url } = this.#options;
      if (wait === undefined)
        return {
          exchange,
          body,
          next: nextPage(url, headers, body),
          crossOriginNext: isNextElsewhere(url, headers, body),
        };
      const why = `the org responded with ${status}`;
      await this.#wait(wait, request, why);
    }
  }

  /** Waits until a setting can be changed and restored within the rate limits. @param request the one that changes it */
  async hold(reserve: Reserve, request: OrgRequest): Promise<void> {
    if (reserve.isHeld) return;
    await this.#waitFor(request, 'requests to restore a setting', () => reserve.hold(this.#buckets));
  }

  /** Releases the requests that were reserved to restore a setting: it was restored, or never changed. */
  release(reserve: Reserve): void {
    reserve.release(this.#buckets);
  }

  /** Sends a request until a response arrives or no attempt is left. */
  async #sendUntilAnswered(request: OrgRequest, from: number): Promise<{ exchange: Exchange; response: RawResponse }> {
    for (let attempt = from; ; attempt += 1) {
      try {
        return await this.#sendOnce(request);
      } catch (error) {
        const wait =
          error instanceof NoResponse ? waitAfterConnectionError(request.method, error.cause, attempt) : undefined;
        if (wait === undefined) throw error;
        await this.#wait(wait, request, 'no response arrived');
      }
    }
  }

  async #sendOnce(request: OrgRequest): Promise<{ exchange: Exchange; response: RawResponse }> {
    const { method, body: content, reserve, urgency = Number.POSITIVE_INFINITY } = request;
    // An unsafe path must be refused before it uses up a rate limit.
    const address = addressOf(this.#options.url, request, labelOf(request)).href;
    const bucket = bucketOfRequest(request);
    const isReserved = reserve?.isHeld ?? false;
    // A setting must not stay changed because its restore waits for a limit.
    if (reserve) await this.hold(reserve, request);
    await this.#waitFor(request, `the limit of ${bucket}`, () => this.#buckets.take(bucket, isReserved));
    if (isReserved) reserve?.used(bucket);
    const send = () => this.#transmit(request, bucket);
    // Nothing is sent between reading a setting, changing it and restoring it, so that nobody else changes it meanwhile.
    const { status, headers, body: text } = await (isReserved ? send() : this.#concurrency.run(urgency, send));
    this.#buckets.learn(bucket, headers);
    const body = parseBody(text);
    this.seen.add(body);
    this.#number += 1;
    const exchange = makeExchange({
      id: String(this.#number),
      recordedAt: new Date().toISOString(),
      isComplete: true,
      // The client sends no header that is a parameter of an operation.
      request: { method, url: address, headers: {}, body: content },
      response: { status, headers, body },
    });
    const isReadable = exchange.response.unreadable === undefined;
    return { exchange, response: { status, headers, body: isReadable ? body : undefined } };
  }

  /** Sends a request now. Throws `NoResponse` if no response arrives. */
  async #transmit(request: OrgRequest, bucket: string): Promise<RawResponse<string>> {
    const { url, http, ownership } = this.#options;
    const { method, path, query, body, accept, operation, intent, reserve } = request;
    this.traffic.requests += 1;
    this.timeline.sent(bucket, this.#buckets.limitOf(bucket));
    try {
      return await http({
        method,
        path,
        ...(query === undefined ? {} : { query }),
        ...(body === undefined ? {} : { body }),
        ...(accept === undefined ? {} : { accept }),
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
  }

  /** A cancelled run only removes, the read tier only reads, and the write tier changes only what this run created. */
  #refuseWhatTheTierForbids(request: OrgRequest): void {
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

  /** Waits until `wait` returns 0. It is called again at least every second: a response can shorten the wait. */
  async #waitFor(request: OrgRequest, reason: string, wait: () => number): Promise<void> {
    for (let ms = wait(); ms > 0; ms = wait()) await this.#wait(Math.min(ms, 1_000), request, reason, ms);
  }

  /** @param left expected total wait in milliseconds, if `ms` is only a part of it */
  async #wait(ms: number, request: OrgRequest, reason: string, left = ms): Promise<void> {
    this.traffic.waitedMs += ms;
    const over = this.timeline.waits(bucketOfRequest(request), ms, reason, left);
    await sleep(ms, undefined, request.removing ? {} : { signal: this.#cancelled.signal })
      .catch(() => {
        throw cancelled();
      })
      .finally(over);
  }
}

/** Uses the template if it is known: buckets are reported, and the path of a next page is text of the org. */
function bucketOfRequest({ method, path, operation }: OrgRequest): string {
  return bucketOf(method, operation?.split(' ')[1] ?? path);
}

/** No response arrived. The org may have processed the request. */
class NoResponse extends ContractsError {}

function cancelled(): ContractsError {
  return new ContractsError('CANCELLED', 'The run was cancelled.');
}
