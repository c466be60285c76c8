import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import { ContractsError } from '../errors.js';
import { makeExchange, parseBody } from '../exchange.js';
import type { Exchange, Headers, Json, Tier } from '../words.js';
import { Buckets, bucketOf } from './buckets.js';
import { type Http, reasonOf } from './http.js';
import { fillPath } from './ids.js';
import type { Target } from './ownership.js';
import { isNextElsewhere, nextPage } from './pages.js';
import { waitAfterAnswer, waitAfterSilence } from './retry.js';
import { SeenIds } from './seen-ids.js';
import { Timeline } from './timeline.js';

/** A request as a suite says it: a path of the org, with its query. */
export interface OrgRequest {
  method: string;
  path: string;
  query?: Record<string, string>;
  body?: Json;
  /** The journaled intent that this request makes an object for. */
  intent?: string;
  /** What a write changes: its path is this template, filled in. */
  target?: Target;
  /** It changes something that is the org's, and is meant to. */
  tier?: Tier;
  /** It is one of those that remove an object of the run: they go on when the run is cancelled. */
  removing?: boolean;
}

export interface OrgClientOptions {
  url: string;
  tiers: readonly Tier[];
  rateShare: number;
  concurrency: number;
  /** The network, which puts the caller's credentials on every request. */
  http: Http;
  ownership: Writable;
}

/** Tells which objects of the org a run may write to. */
export interface Writable {
  /** Whether an object may be created under this intent: it is in the journal. */
  isIntended(intent: string): boolean;
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
  strays: boolean;
}

/** What a run asked for and waited for. */
export interface Traffic {
  requests: number;
  answered429: number;
  /** Milliseconds spent waiting for rate limits, added up over requests. */
  waitedMs: number;
}

/** The one way from a run to its org: access, manners, limits and retries. */
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
   * Sends a request and returns the redacted exchange, and for the run's own use what only it needs. Waits for rate limits. Throws `FORBIDDEN_BY_TIER` before anything is sent, `UNREACHABLE` when no answer comes.
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
        return { exchange, body, next: nextPage(url, headers, body), strays: isNextElsewhere(url, headers, body) };
      const why = status === 429 ? 'the org answered 429' : `the org answered ${status}`;
      await this.#wait(wait, request, why);
    }
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
    const { url, http } = this.#options;
    const bucket = bucketOf(request.method, request.path);
    // Another answer may tell that the window ends sooner.
    for (let wait = this.#buckets.take(bucket); wait > 0; wait = this.#buckets.take(bucket))
      await this.#wait(Math.min(wait, 1_000), request, `the limit of ${bucket}`, wait);
    const search = new URLSearchParams(request.query).toString();
    const query = search === '' ? '' : `?${search}`;
    const address = `${url}${request.path}${query}`;
    const answer = await this.#places(async () => {
      this.traffic.requests += 1;
      this.timeline.sent(bucket, this.#buckets.limitOf(bucket));
      try {
        return await http(address, {
          method: request.method,
          headers: {
            accept: 'application/json',
            'user-agent': 'okta-contracts',
            ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(request.body === undefined
            ? request.method === 'GET'
              ? {}
              : { body: '' }
            : { body: JSON.stringify(request.body) }),
        });
      } catch (cause) {
        this.#buckets.learn(bucket, {});
        if (cause instanceof ContractsError) throw cause;
        throw new NoAnswer(
          'UNREACHABLE',
          `${request.method} ${url}${request.path} got no answer (${reasonOf(cause)}): check the org's URL and your network.`,
          { cause },
        );
      }
    });
    this.#buckets.learn(bucket, answer.headers);
    const body = parseBody(answer.text);
    this.seen.add(body);
    this.#number += 1;
    const exchange = makeExchange({
      id: String(this.#number),
      recordedAt: new Date().toISOString(),
      request: { method: request.method, url: address, ...(request.body === undefined ? {} : { body: request.body }) },
      response: { status: answer.status, headers: answer.headers, ...(body === undefined ? {} : { body }) },
    });
    return { exchange, body, headers: answer.headers };
  }

  /** The manners: a cancelled run only removes, a read run only reads, a write outside the org tier touches only what this run made. */
  #refuseWhatTheTierForbids({ method, path, intent, target, removing, tier }: OrgRequest): void {
    const { tiers, ownership } = this.#options;
    if (this.#cancelled.signal.aborted && !removing) throw cancelled();
    if (method === 'GET') return;
    const what = `${method} ${target?.template ?? path}`;
    if (!tiers.includes('write'))
      throw new ContractsError('FORBIDDEN_BY_TIER', `${what} was not sent: the read tier only reads.`);
    if (tier === 'org' && tiers.includes('org')) return;
    const owned = intent
      ? ownership.isIntended(intent)
      : target !== undefined && fillPath(target.template, target.ids) === path && ownership.allows(target);
    if (!owned) {
      throw new ContractsError(
        'FORBIDDEN_BY_TIER',
        `${what} was not sent: it would change an object that this run did not make.`,
      );
    }
  }

  /** @param left how long it is expected to take in all, where this is only a part of it */
  async #wait(ms: number, { method, path, removing }: OrgRequest, reason: string, left = ms): Promise<void> {
    this.traffic.waitedMs += ms;
    const over = this.timeline.waits(bucketOf(method, path), ms, reason, left);
    await sleep(ms, undefined, removing ? {} : { signal: this.#cancelled.signal })
      .catch(() => {
        throw cancelled();
      })
      .finally(over);
  }
}

/** No answer came: the request may have been carried out all the same. */
class NoAnswer extends ContractsError {}

function cancelled(): ContractsError {
  return new ContractsError('CANCELLED', 'The run was cancelled.');
}
