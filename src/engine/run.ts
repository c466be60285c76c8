import { randomBytes } from 'node:crypto';
import type { Shape } from '../assess/shapes/model.js';
import { OwnHistory } from '../assess/shapes/own-history.js';
import type { Access } from '../config/access.js';
import { isLoopback, type Settings } from '../config/load.js';
import { type Catalogue, loadCatalogue } from '../contract/catalogue.js';
import { type Check, createCheck } from '../contract/check.js';
import { createRequestCheck, type RequestCheck } from '../contract/check-request.js';
import type { OperationContract } from '../contract/model.js';
import { ContractsError, type ErrorCode } from '../domain/errors.js';
import { makeExchange } from '../domain/exchange.js';
import type { Json } from '../domain/json.js';
import type { OperationId, Tier } from '../domain/operation.js';
import type { OperationTime, Reason, Unverified } from '../domain/outcome.js';
import { type AuthenticatedHttp, authenticate } from '../org/auth/credentials.js';
import { OrgClient } from '../org/client.js';
import { createHttp } from '../org/http.js';
import { Journal } from '../org/journal/journal.js';
import { nameOf } from '../org/journal/names.js';
import type { Swept } from '../org/journal/sweep.js';
import { Ownership } from '../org/ownership.js';
import type { SdkCheck } from '../sdk/check.js';
import { isFromResponse, unusableResponse } from './callbacks.js';
import { CheckQueue } from './check-queue.js';
import type { FixtureState } from './fixture/state.js';
import type { BodyContext, Need } from './model.js';
import { refusalOf } from './needs.js';
import { valuesFor } from './required-attributes.js';
import type { Common, Live } from './schedule.js';

/** The state of one run. There is no global state, so that two orgs can be verified in one process. */
export class Run implements Common<FixtureState> {
  readonly id = randomBytes(4).toString('hex');
  readonly check: Check;
  readonly checks = new CheckQueue();
  /** What the org returned before; `undefined` if the run does not learn. */
  readonly history: OwnHistory | undefined;
  /** The SDKs that responses are passed to. */
  sdks: SdkCheck | undefined;
  /** When the requests of each operation were sent. */
  readonly times = new Map<OperationId, OperationTime>();
  readonly journal: Journal;
  readonly ownership = new Ownership();
  readonly client: OrgClient;
  readonly authenticated: AuthenticatedHttp;
  readonly users = new Slots(6);
  /** Path templates that the org does not serve. */
  readonly unknownPaths = new Set<string>();
  /** Lists whose pages were read. */
  readonly paged = new Set<OperationId>();
  /** Fixtures that suites share, by name. */
  readonly shared = new Map<string, Live<FixtureState>>();
  /** Settings that were not restored, because someone else changed them after the run. */
  readonly changedSince: Swept['changedSince'] = [];
  /** Settles when every suite of the run is scheduled. */
  readonly allPlanned: Promise<void>;
  #planned: () => void = () => undefined;
  readonly #removals: Promise<unknown>[] = [];
  readonly #replies = new Map<string, Promise<unknown>>();
  readonly url: string;
  /** The org runs on this machine. */
  readonly isLocal: boolean;
  readonly #checkRequest: RequestCheck;
  readonly #settings: Settings;
  readonly #close: () => Promise<void>;
  #names = 0;

  constructor(
    settings: Settings,
    access: Access,
    journalFolder: string,
    readonly catalogue: Catalogue = loadCatalogue(),
    network: ReturnType<typeof createHttp> = createHttp(settings.timeoutSeconds),
    shapes?: readonly Shape[],
  ) {
    this.history = shapes && new OwnHistory(catalogue, shapes);
    this.check = this.history?.around(createCheck(catalogue)) ?? createCheck(catalogue);
    this.#checkRequest = createRequestCheck(catalogue);
    this.#close = network.close;
    this.authenticated = authenticate(access, network.http, settings.tiers);
    this.url = access.url;
    this.isLocal = isLoopback(new URL(access.url).hostname);
    this.#settings = settings;
    this.journal = new Journal(journalFolder, this.id, access.url);
    this.allPlanned = new Promise((resolve) => {
      this.#planned = resolve;
    });
    this.client = new OrgClient({
      url: access.url,
      tiers: settings.tiers,
      rateShare: settings.rateShare,
      concurrency: settings.concurrency,
      http: this.authenticated.http,
      ownership: {
        isIntended: (intent) => this.journal.isIntended(intent),
        sending: (intent) => this.journal.sent(intent),
        allows: (target) => this.ownership.allows(target),
      },
    });
    // Without a journal entry, an object must not be created: the run removes its objects, and ends.
    this.journal.onFailure = () => this.client.cancel();
  }

  /** Every suite is scheduled. */
  planned(): void {
    this.#planned();
  }

  /** The run does not end before this removal. */
  awaitRemoval(gone: Promise<unknown>): void {
    this.#removals.push(gone);
  }

  /**
   * Sends a request once for all callers that need its response at the same time. The response is not stored, because it may
   * contain credentials of the org.
   */
  once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#replies.get(key) as Promise<T> | undefined;
    if (known) return known;
    const reply = ask();
    this.#replies.set(key, reply);
    // The callers request the next page at once, and share that one as well.
    const forget = () => void setImmediate(() => this.#replies.delete(key));
    reply.then(forget, forget);
    return reply;
  }

  /** The number of requests that callers share at the moment. */
  get sharedReplies(): number {
    return this.#replies.size;
  }

  allows(tier: Tier): boolean {
    return this.#settings.tiers.includes(tier);
  }

  /** Whether an irreversible operation may be sent. */
  mayBeAsked(operation: OperationId): boolean {
    return this.#settings.org.kind === 'reference' || this.#settings.named.includes(operation);
  }

  /** Why the run may not send a write with these needs. */
  refusal(needs: readonly Need[] = []): Unverified | undefined {
    return refusalOf(needs, this.#settings);
  }

  /** The context of a new body, with a new name. */
  context(ids: Record<string, string>, object: BodyContext['object']): BodyContext {
    this.#names += 1;
    const name = nameOf(this.id, this.#names);
    return {
      name,
      ids,
      org: this.url,
      object,
      required: valuesFor(this.#settings.effects?.required ?? {}, name) ?? {},
    };
  }

  operation(id: OperationId): OperationContract {
    const contract = this.catalogue.operations.get(id) ?? this.catalogue.others.get(id);
    if (!contract)
      throw new ContractsError(
        'CONTRACT_FILE',
        `A suite names ${id}, which has no contract: add it to an operations.json.`,
      );
    return contract;
  }

  /**
   * Checks a body against the contract of the request. Throws `CONTRACT_FILE` if the suite is wrong, and `UNUSABLE_RESPONSE` if
   * the body was built from a response.
   */
  validateRequest(contract: OperationContract, body: Json | undefined): void {
    if (!contract.request || body === undefined) return;
    // An unknown property may be a correct one that no document lists. The query is not part of the body.
    const { query: _, ...withoutQuery } = contract;
    const { method, template } = contract;
    const request = { method, url: `${this.url}${template}`, body };
    const unsent = makeExchange({ id: contract.id, request, response: { status: 0, headers: {}, body: undefined } });
    const { verdict, findings } = this.#checkRequest(withoutQuery, unsent);
    if (verdict !== 'rejected') return;
    if (isFromResponse(body)) throw unusableResponse(contract.id);
    // A suite is not wrong if another edition refuses its body.
    if (!this.catalogue.isDefault) return;
    const faults = findings
      .filter(({ level }) => level !== 'notice')
      .map(({ pointer, message }) => `${pointer || '/'}: ${message}`);
    throw new ContractsError(
      'CONTRACT_FILE',
      `The suite's body for ${contract.id} does not match the contract of the request (${faults.join('; ')}): correct suites/${contract.resource}.test.ts.`,
    );
  }

  /** Does work on the org. Errors of the network or the org become a reason; others are faults of the project, and thrown. */
  async guard<T>(work: () => Promise<T>, otherwise: (why: Unverified) => T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ContractsError) || error.code === 'CONTRACT_FILE' || error.code === 'CONFIG') throw error;
      const reasons: Partial<Record<ErrorCode, Reason>> = {
        UNREACHABLE: 'unreachable',
        UNAUTHENTICATED: 'unauthenticated',
        CANCELLED: 'cancelled',
        UNSAFE_PATH: 'fixture-not-made',
        UNUSABLE_RESPONSE: 'fixture-not-made',
        UNSAFE_ID: 'org-fault',
        JOURNAL: 'cancelled',
      };
      const reason = reasons[error.code] ?? 'needs-write-tier';
      return otherwise({ kind: 'inconclusive', reason, detail: error.message });
    }
  }

  /** Settles when every removal of the run has ended. */
  async removed(): Promise<void> {
    await Promise.allSettled(this.#removals);
  }

  /** Ends the run after every removal. Returns how many fixtures are left for the sweep. */
  async close(): Promise<number> {
    this.planned();
    await this.removed();
    await this.#close();
    return this.journal.close();
  }
}

/** A limited number of places. If all are taken, the next caller waits. */
class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  async acquire(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
