// @ts-nocheck
import type { Catalogue } from '../contract/catalogue.js';
import { changesOf } from '../contract/changes.js';
import { type Checked, saysNothing } from '../contract/check.js';
import type { OperationContract } from '../contract/model.js';
import { notServed } from '../contract/refusal.js';
import type { Change, ChangeState } from '../domain/change.js';
import type { Exchange } from '../domain/exchange.js';
import type { Finding } from '../domain/finding.js';
import { makeFinding, mergeFindings, verdictOf } from '../domain/finding.js';
import type { OperationResult, Unverified } from '../domain/outcome.js';
import { unverifiable } from './unverifiable.js';

/** Gathers what the exchanges of one operation showed, and says at the end what became of it. */
export class Accumulator {
  readonly #catalogue: Catalogue;
  readonly #operation: OperationContract;
  #findings: Finding[] = [];
  readonly #observations = new Map<string, { present: number; absent: number }>();
  readonly #statuses = new Set<number>();
  #unverified: Unverified | undefined;
  #checked = 0;
  /** Exchanges that show that the org serves the operation: an error shows it never. */
  #served = 0;
  #notServed = false;
  #isGone = false;

  constructor(catalogue: Catalogue, operation: OperationContract) {
    this.#catalogue = catalogue;
    this.#operation = operation;
  }

  add(exchange: Exchange, checked: Checked): void {
    const { status } = exchange.response;
    this.#findings.push(...checked.findings);
    if (checked.refusal === 'gone') this.#gone(status);
    else if (saysNothing(checked)) {
      const why = unverifiable(exchange, this.#operation, this.#catalogue.schemas.vocabulary);
      if (why) this.unverified(why);
    } else this.#checked += 1;
    if (checked.refusal === 'not served') this.#notServed = true;
    if (!checked.refusal) {
      this.#served += 1;
      this.#statuses.add(status);
    }
    // A long recording says the same again and again.
    if (this.#findings.length > 500) this.#findings = mergeFindings(this.#findings);
    for (const [id, seen] of checked.observations) {
      const sum = this.#observations.get(id) ?? { present: 0, absent: 0 };
      this.#observations.set(id, { present: sum.present + seen.present, absent: sum.absent + seen.absent });
    }
  }

  /** The org does not serve the operation. */
  notServed(status: number): void {
    if (this.#operation.category === 'deprecated') {
      this.#gone(status);
      return;
    }
    this.#checked += 1;
    this.#notServed = true;
    this.#findings.push(makeFinding(this.#operation.id, status, notServed(this.#operation, status)));
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

  /** An answer names a page of another host as its next one; it was not followed. */
  crossOriginNext(status: number): void {
    this.#findings.push(
      makeFinding(this.#operation.id, status, {
        kind: 'value',
        level: 'warning',
        pointer: '',
        message: 'The next page is on another host and was not requested',
        contract: `${this.#operation.resource}/operations.json#${this.#operation.id}`,
      }),
    );
  }

  /** A response breaks a rule that no schema states. */
  violates(status: number, parts: Pick<Finding, 'kind' | 'pointer' | 'message'>): void {
    const { id, resource } = this.#operation;
    this.#findings.push(makeFinding(id, status, { ...parts, contract: `${resource}/operations.json#${id}` }));
  }

  unverified(why: Unverified): void {
    if (!this.#unverified || why.kind === 'inconclusive') this.#unverified = why;
  }

  result(): OperationResult {
    const states = changesOf(this.#catalogue, this.#operation).map((change) => ({
      change,
      state: this.#stateOf(change),
    }));
    const findings = mergeFindings([...this.#findings, ...this.#unconfirmed(states)]);
    const { id: operation, resource, evidence } = this.#operation;
    const base = { operation, resource, evidence, findings, changes: states, checked: this.#checked };
    if (this.#checked > 0) return { ...base, outcome: { kind: 'verified', verdict: verdictOf(findings) } };
    return { ...base, outcome: this.#unverified ?? { kind: 'not exercised' } };
  }

  #stateOf(change: Change): ChangeState {
    if (change.kind === 'new operation')
      return this.#notServed ? 'not applied' : this.#served > 0 ? 'applied' : 'not observable';
    if (change.kind === 'new status') {
      if (this.#statuses.has(Number(change.id.slice(-3)))) return 'applied';
      const answers = Object.entries(this.#operation.answers);
      const old = answers.some(([status, answer]) => answer.removedIn && this.#statuses.has(Number(status)));
      return old ? 'not applied' : 'not observable';
    }
    if (change.kind === 'removed status')
      return this.#statuses.has(Number(change.id.slice(-3)))
        ? 'not applied'
        : this.#served > 0
          ? 'applied'
          : 'not observable';
    if (change.kind === 'deprecated') return this.#isGone ? 'applied' : 'not observable';
    const seen = this.#observations.get(change.id) ?? { present: 0, absent: 0 };
    if (this.#findings.some((finding) => finding.change === change.id)) return 'not applied';
    if (change.kind === 'removed')
      return seen.present > 0 ? 'not applied' : seen.absent > 0 ? 'applied' : 'not observable';
    if (seen.present > 0) return 'applied';
    return change.kind === 'added' && seen.absent > 0 ? 'not applied' : 'not observable';
  }

  /** An added property that may be absent, and was absent everywhere: not a fault, and not a confirmation. */
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
          message: 'Added in this edition; no response of this run contained it',
          contract: change.contract,
          change: change.id,
        }),
      );
  }
}
