import type { Catalogue } from '../contract/catalogue.js';
import { changesOf } from '../contract/changes.js';
import { type Checked, isInconclusive } from '../contract/check.js';
import type { OperationContract } from '../contract/model.js';
import type { EditionSign } from '../contract/other-marks.js';
import { notServed } from '../contract/refusal.js';
import { requestChangesOf } from '../contract/request-changes.js';
import type { Change, ChangeState } from '../domain/change.js';
import type { Exchange } from '../domain/exchange.js';
import { type Finding, type FindingParts, makeFinding, mergeFindings, verdictOf } from '../domain/finding.js';
import type { OperationResult, PagingPart, Unverified } from '../domain/outcome.js';
import { matchedEdition } from './matched-edition.js';
import { RequestChanges } from './request-changes.js';
import { unverifiable } from './unverifiable.js';

/** Collects the results of the exchanges of one operation, and returns the result of the operation. */
export class Accumulator {
  readonly #catalogue: Catalogue;
  readonly #operation: OperationContract;
  #findings: Finding[] = [];
  /** Findings after which equal ones are merged. */
  #mostFindings = 500;
  readonly #observations = new Map<string, { present: number; absent: number }>();
  readonly #requestChanges: RequestChanges;
  readonly #statuses = new Set<number>();
  /** What responses show about editions outside the step, each once. */
  readonly #others = new Map<string, EditionSign>();
  #unverified: Unverified | undefined;
  readonly #paging = new Map<string, PagingPart>();
  #checked = 0;
  /** Whether a response shows that the org serves the operation. An error response never does. */
  #isServed = false;
  #isNotServed = false;
  #isGone = false;
  #failure: { error: unknown } | undefined;

  constructor(catalogue: Catalogue, operation: OperationContract) {
    this.#catalogue = catalogue;
    this.#operation = operation;
    this.#requestChanges = new RequestChanges(catalogue, operation);
  }

  add(exchange: Exchange, checked: Checked): void {
    const { status } = exchange.response;
    this.#requestChanges.add(exchange);
    this.#findings.push(...checked.findings);
    if (checked.refusal === 'gone') this.#gone(status);
    else if (isInconclusive(checked)) {
      const why = unverifiable(exchange, this.#operation, this.#catalogue.schemas.vocabulary);
      if (why) this.unverified(why);
    } else this.#checked += 1;
    if (checked.refusal === 'not served') this.#isNotServed = true;
    if (!checked.refusal) {
      this.#isServed = true;
      this.#statuses.add(status);
    }
    // A long recording repeats the same findings.
    if (this.#findings.length > this.#mostFindings) {
      this.#findings = mergeFindings(this.#findings);
      this.#mostFindings = Math.max(500, 2 * this.#findings.length);
    }
    for (const sign of checked.others ?? []) this.#others.set(JSON.stringify(sign), sign);
    for (const [id, { present, absent }] of checked.observations) {
      const sum = this.#observations.get(id);
      if (sum) {
        sum.present += present;
        sum.absent += absent;
      } else this.#observations.set(id, { present, absent });
    }
  }

  /**
   * The response to a request with something that only one of the editions accepts. It shows nothing else.
   * @param pointers where the request differs from an accepted one
   */
  tried(exchange: Exchange, pointers: readonly string[]): void {
    this.#requestChanges.add(exchange, pointers);
  }

  /** The org does not serve the operation. */
  notServed(status: number): void {
    if (this.#operation.category === 'deprecated') {
      this.#gone(status);
      return;
    }
    this.#checked += 1;
    this.#isNotServed = true;
    const parts = notServed(this.#operation, status, this.#catalogue.evidence);
    this.#findings.push(makeFinding(this.#operation.id, status, parts));
  }

  /** The org no longer serves a deprecated operation. */
  #gone(status: number): void {
    this.#isGone = true;
    this.unverified({
      kind: 'skipped',
      reason: 'gone',
      detail: `the deprecated operation is no longer served by this org (${status})`,
    });
  }

  /** The next page of a response is on another host: it was not requested. */
  crossOriginNext(status: number): void {
    this.#findings.push(
      makeFinding(this.#operation.id, status, {
        kind: 'paging',
        level: 'warning',
        pointer: '',
        message: 'The next link names another host',
        contract: `${this.#operation.resource}/operations.json#${this.#operation.id}`,
      }),
    );
  }

  /** A response violates a rule that is not part of a schema. */
  violates(status: number, parts: Pick<FindingParts, 'kind' | 'level' | 'pointer' | 'message' | 'count'>): void {
    const { id, resource } = this.#operation;
    this.#findings.push(makeFinding(id, status, { ...parts, contract: `${resource}/operations.json#${id}` }));
  }

  /** A part of the paging of the list was verified, or not. */
  paged(result: PagingPart): void {
    this.#paging.set(result.part, result);
  }

  /** A response could not be checked, because a contract is invalid: `result` throws the error. */
  failed(error: unknown): void {
    this.#failure ??= { error };
  }

  /**
   * An exchange could not verify the operation. An inconclusive response takes precedence over a skipped request, and a tier that the
   * user can allow over other reasons to skip one: the result must not depend on the order of responses.
   */
  unverified(why: Unverified): void {
    const isFurther = this.#unverified === undefined || precedenceOf(why) > precedenceOf(this.#unverified);
    if (isFurther || why.kind === 'inconclusive') this.#unverified = why;
  }

  /** The result of all exchanges so far. Throws the error of a check that failed. */
  result(): OperationResult {
    if (this.#failure) throw this.#failure.error;
    const states = changesOf(this.#catalogue, this.#operation).map((change) => ({
      change,
      state: this.#stateOf(change),
    }));
    const findings = mergeFindings([...this.#findings, ...this.#unconfirmed(states)]);
    const requestStates = requestChangesOf(this.#catalogue, this.#operation).map((change) =>
      this.#requestChanges.result(change),
    );
    const { id: operation, resource, evidence } = this.#operation;
    const base = {
      operation,
      resource,
      evidence,
      findings,
      changes: [...states, ...requestStates],
      checked: this.#checked,
    };
    if (this.#paging.size > 0) Object.assign(base, { paging: [...this.#paging.values()] });
    if (this.#checked === 0) return { ...base, outcome: this.#unverified ?? { kind: 'not exercised' } };
    const verified: OperationResult = { ...base, outcome: { kind: 'verified', verdict: verdictOf(findings) } };
    // A new operation that a later edition removes: the org may not serve it yet, or not any more.
    if (this.#isNotServed && this.#operation.category === 'new' && this.#operation.removedLater) return verified;
    return { ...verified, ...matchedEdition(verified, [...this.#others.values()], this.#catalogue.editions) };
  }

  #stateOf(change: Change): ChangeState {
    switch (change.kind) {
      case 'new operation':
        if (this.#isNotServed) return 'not applied';
        return this.#isServed ? 'applied' : 'not observable';
      case 'deprecated':
        return this.#isGone ? 'applied' : 'not observable';
      case 'new status':
        // An org of any edition may return an error that the previous edition did not document.
        if ((change.status ?? 0) >= 400) return 'not observable';
        if (this.#hasReturned(change.status)) return 'applied';
        return this.#hasReturnedRemovedStatus() ? 'not applied' : 'not observable';
      case 'removed status':
        if (this.#hasReturned(change.status)) return 'not applied';
        return this.#isServed ? 'applied' : 'not observable';
      default:
        return this.#stateOfProperty(change);
    }
  }

  #stateOfProperty({ id, kind }: Change): ChangeState {
    if (this.#findings.some((finding) => finding.change === id)) return 'not applied';
    const { present, absent } = this.#observations.get(id) ?? { present: 0, absent: 0 };
    if (kind === 'removed') return present > 0 ? 'not applied' : absent > 0 ? 'applied' : 'not observable';
    if (present > 0) return 'applied';
    return kind === 'added' && absent > 0 ? 'not applied' : 'not observable';
  }

  #hasReturned(status: number | undefined): boolean {
    return status !== undefined && this.#statuses.has(status);
  }

  #hasReturnedRemovedStatus(): boolean {
    return Object.entries(this.#operation.answers).some(
      ([status, { removedIn }]) => removedIn && this.#hasReturned(Number(status)),
    );
  }

  /** Notices for added properties that are optional and that no response contained. */
  #unconfirmed(states: OperationResult['changes']): Finding[] {
    return states
      .filter(
        ({ change, state }) =>
          change.kind === 'added' &&
          state === 'not applied' &&
          !this.#findings.some((finding) => finding.change === change.id),
      )
      .map(({ change }) =>
        makeFinding(change.operation, 0, {
          kind: 'unconfirmed',
          pointer: change.pointer,
          message: `Added in ${change.edition}, but no response contained it`,
          contract: change.contract,
          change: change.id,
        }),
      );
  }
}

function precedenceOf({ kind, reason }: Unverified): number {
  if (kind === 'inconclusive') return 2;
  return reason === 'needs-write-tier' || reason === 'needs-org-tier' ? 1 : 0;
}
