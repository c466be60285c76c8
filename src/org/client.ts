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
import { isNextElsewhere, nextPage } from './pages.js';
import { Buckets, bucketOf } from './rate-limit/buckets.js';
import type { Reserve } from './rate-limit/reserve.js';
import { waitAfterAnswer, waitAfterSilence } from './rate-limit/retry.js';
import { Timeline } from './rate-limit/timeline.js';
import { SeenIds } from './seen-ids.js';

/** A request of a suite, and what the client has to know of it. */
export interface OrgRequest extends OrgHttpRequest {
  /** The journaled intent that this request makes an object for. */
  intent?: string;
  /** What a write changes: its path is this template, filled in. */
  target?: Target;
  /** It changes something that is the org's, and is meant to. */
  tier?: Tier;
  /** It is one of those that remove an object of the run: they go on when the run is cancelled. */
  removing?: boolean;
  /** It changes a setting of the org, or follows such a change until the setting is restored. */
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

/** Tells which objects of the org a run may write to. */
export interface Writable {
  /** Whether an object may be created under this intent: it is in the journal. */
  isIntended(intent: string): boolean;
  /** The request that changes a setting under this intent is sent now. */
  sending?(intent: string): void;
  /** Whether what a write changes is the run's. */
  allows(target: Target): boolean;
}

/** An answer: as the check sees it, and what only the client needs. */
interface Answered {
  exchange: Exchange;
  body: Json | undefined;
  headers: Headers;
}

/** What a request came to. */
export interface Reply {
  exchange: Exchange;
  /** The answer's body before redaction. */
  body: Json | undefined;
  /** Path and query of the page after it. */
  next: string | undefined;
  /** The page after it is another org's, and is not followed. */
  crossOriginNext: boolean;
}

/** What a run asked for and waited for. */
export interface Traffic {
  requests: number;
  answered429: number;
  /** Milliseconds spent waiting for rate limits, added up over requests. */
  waitedMs: number;
}

/** All requests of a run to its org: access rules, limits and retries. */
export class OrgClient {
  readonly traffic: Traffic = { requests: 0, answered429: 0, waitedMs: 0 };
  /** What was sent and waited for, by rate limit. */
  readonly timeline = new Timeline();
  /** The ids in the responses so far. */
  readonly seen = new SeenIds();
  readonly #options: OrgClientOptions;
  readonly #buckets: Buckets;
  readonly #places: LimitFunction;
  #number = 0;
  readonly #cancelled = new AbortController();

  constructor(options: OrgClientOptions) {
    this.#options = options;
    this.#buckets = new Buckets(options.rateShare);
    this.#places = pLimit(options.concurrency);
    // Every request that waits listens to it.
    setMaxListeners(0, this.#cancelled.signal);
  }

  /** Refuses everything from now on but what removes fixtures. */
  cancel(): void {
    this.#cancelled.abort();
  }

  /**
   * Sends a request and returns the redacted exchange, and for the run's own use what only it needs. Waits for rate limits. Throws `FORBIDDEN_BY_TIER` or `UNSAFE_PATH` before anything is sent, `UNREACHABLE` when no answer comes.
   */
  async send(request: OrgRequest): Promise<Reply> {
    this.#refuseWhatTheTierForbids(request);
    for (let attempt = 1; ; attempt += 1) {
      const { exchange, body, headers } = await this.#answered(request, attempt);
      const { status } = exchange.response;
      if (status === 429) this.traffic.answered429 += 1;
      const wait = waitAfterAnswer(request.method, { status, headers, body }, attempt);
      const { url } = this.#options;
      if (wait === undefined)
        return {
          exchange,
          body,
          next: nextPage(url, headers, body),
          crossOriginNext: isNextElsewhere(url, headers, body),
        };
      const why = status === 429 ? 'the org responded with 429' : `the org responded with ${status}`;
      await this.#wait(wait, request, why);
    }
  }

  /** Waits until a setting can be changed and restored within the limits. @param request the one that changes it */
  async hold(reserve: Reserve, request: OrgRequest): Promise<void> {
    if (reserve.isHeld) return;
    await this.#waitFor(request, 'places to restore what is changed', () => reserve.hold(this.#buckets));
  }

  /** A setting is restored, or was not changed: the places for its restore are free. */
  release(reserve: Reserve): void {
    reserve.release(this.#buckets);
  }

  /** Sends a request until it is answered, or until it is not worth another try. */
  async #answered(request: OrgRequest, from: number): Promise<Answered> {
    for (let attempt = from; ; attempt += 1) {
      try {
        return await this.#once(request);
      } catch (error) {
        const wait = error instanceof NoAnswer ? waitAfterSilence(request.method, error.cause, attempt) : undefined;
        if (wait === undefined) throw error;
        await this.#wait(wait, request, 'no answer came');
      }
    }
  }

  async #once(request: OrgRequest): Promise<Answered> {
    const { url, http, ownership } = this.#options;
    const { method, path, query, body: content, operation, intent } = request;
    // Before it takes a place in a limit.
    const address = addressOf(url, request, labelOf(request)).href;
    const bucket = bucketOfRequest(request);
    const { reserve } = request;
    const isReserved = reserve?.isHeld ?? false;
    // A setting must not stay changed because its restore waits for a limit.
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
        throw new NoAnswer(
          'UNREACHABLE',
          `${labelOf(request)} got no response from ${url} (${reasonOf(cause)}): check the org's URL and your network.`,
          { cause },
        );
      }
    };
    // A change, what it is based on, and its restore follow one another at once: nobody changes the setting in between.
    const answer = await (isReserved ? sendNow() : this.#places(sendNow));
    this.#buckets.learn(bucket, answer.headers);
    const body = parseBody(answer.text);
    this.seen.add(body);
    this.#number += 1;
    const exchange = makeExchange({
      id: String(this.#number),
      recordedAt: new Date().toISOString(),
      request: { method, url: address, ...(content === undefined ? {} : { body: content }) },
      response: { status: answer.status, headers: answer.headers, ...(body === undefined ? {} : { body }) },
    });
    return { exchange, body: exchange.response.unreadable === undefined ? body : undefined, headers: answer.headers };
  }

  /** Access rules: a cancelled run only removes, a read run only reads, a write outside the org tier changes only what this run created. */
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

  /** Waits until `wait` is 0. A response may tell that the window ends sooner. */
  async #waitFor(request: OrgRequest, reason: string, wait: () => number): Promise<void> {
    for (let ms = wait(); ms > 0; ms = wait()) await this.#wait(Math.min(ms, 1_000), request, reason, ms);
  }

  /** @param left how long it is expected to take in all, where this is only a part of it */
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

/** Named by the template where it is known: the path of a next page is text of the org, and buckets are reported. */
function bucketOfRequest({ method, path, operation }: OrgRequest): string {
  return bucketOf(method, operation?.split(' ')[1] ?? path);
}

/** No answer came: the request may have been carried out all the same. */
class NoAnswer extends ContractsError {}

function cancelled(): ContractsError {
  return new ContractsError('CANCELLED', 'The run was cancelled.');
}
