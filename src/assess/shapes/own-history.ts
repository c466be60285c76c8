import type { Catalogue } from '../../contract/catalogue.js';
import { changesOf } from '../../contract/changes.js';
import type { Check, Checked } from '../../contract/check.js';
import type { OperationContract } from '../../contract/model.js';
import type { Exchange } from '../../domain/exchange.js';
import { type Finding, makeFinding, verdictOf } from '../../domain/finding.js';
import { dayOf } from '../policy.js';
import { type Deviation, KnownShape } from './drift.js';
import { Learner } from './learner.js';
import { enoughWithoutContract, isMember, keyOf, pointerOf, type Shape } from './model.js';
import { AllNames } from './names.js';
import { discriminators, Observer } from './observe.js';
import type { ObservedContainer } from './observed.js';

/** Most operations and statuses, of all orgs, for which texts are kept. */
const mostObservers = 1_000;

/** What orgs returned before: it is compared with what they return now, and learns from it. */
export class OwnHistory {
  readonly #catalogue: Catalogue;
  readonly #names: AllNames;
  readonly #shapes: Map<string, Shape>;
  /** The shapes of operations that were asked for. */
  readonly #known = new Map<string, KnownShape>();
  /** By org, operation and status. */
  readonly #observers = new Map<string, Observer>();
  readonly #learner = new Learner();
  readonly #today = dayOf(new Date());

  /** @param shapes of the past, each operation and status once */
  constructor(catalogue: Catalogue, shapes: readonly Shape[]) {
    this.#catalogue = catalogue;
    this.#names = new AllNames(catalogue);
    this.#shapes = new Map(shapes.map((shape) => [keyOf(shape), shape]));
  }

  /** What was learned since, to be merged with the past. */
  get learned(): Shape[] {
    return this.#learner.shapes;
  }

  /** A check that also compares with this history. @param learns whether it learns from what it compares */
  around(check: Check, learns = true): Check {
    const compared = (operation: OperationContract, exchange: Exchange): Checked =>
      this.#compare(operation, exchange, check(operation, exchange), learns);
    return Object.assign(compared, { prepare: (operation: OperationContract) => check.prepare(operation) });
  }

  /** Learns from a response, without comparing it. */
  learn(operation: OperationContract, exchange: Exchange, checked: Checked): void {
    const response = this.#responseOf(operation, exchange);
    const observed = this.#observe(operation, exchange, checked, response);
    if (observed) this.#learner.add(response, observed);
  }

  #compare(operation: OperationContract, exchange: Exchange, checked: Checked, learns: boolean): Checked {
    const response = this.#responseOf(operation, exchange);
    const observed = this.#observe(operation, exchange, checked, response);
    if (!observed) return checked;
    const all = this.#shapeOf(keyOf(response))?.deviations(observed) ?? [];
    const deviations = all.length === 0 ? all : this.#reported(all, operation, checked);
    if (learns) this.#learner.add(response, observed, deviations);
    if (deviations.length === 0) return checked;
    const findings = withDrift(operation, response.status, checked.findings, deviations);
    return { ...checked, findings, verdict: verdictOf(findings) };
  }

  /** The deviations that are certain enough. What the edition changes is no drift. */
  #reported(deviations: readonly Deviation[], operation: OperationContract, { findings }: Checked): Deviation[] {
    const changed = changesOf(this.#catalogue, operation);
    const isChanged = (pointer: string) =>
      changed.some(
        (change) =>
          change.pointer !== '' &&
          (change.pointer === pointer || (change.kind !== 'added' && pointer.startsWith(`${change.pointer}/`))),
      );
    const isWarned = (pointer: string) =>
      findings.some(
        (finding) => finding.kind !== 'request' && finding.pointer === pointer && finding.level === 'warning',
      );
    return deviations.filter((deviation) => {
      const pointer = pointerOf(deviation.container.at, deviation.name);
      return !isChanged(pointer) && (isWarned(pointer) || isCertain(deviation));
    });
  }

  /** The containers of a response that answers the operation; `undefined` for errors, and for what is no JSON. */
  #observe(
    operation: OperationContract,
    exchange: Exchange,
    checked: Checked,
    key: Pick<Shape, 'org' | 'operation' | 'status'>,
  ): readonly ObservedContainer[] | undefined {
    const { response } = exchange;
    if (checked.refusal || response.status >= 300 || response.body === undefined) return undefined;
    if (checked.findings.some(({ kind }) => kind === 'content-type' || kind === 'body')) return undefined;
    let observer = this.#observers.get(keyOf(key));
    if (!observer) {
      const names = this.#names.ofResponse(operation, response.status);
      if (!names) return undefined;
      // Recordings may contain any number of orgs.
      if (this.#observers.size >= mostObservers) this.#observers.clear();
      observer = new Observer(names, this.#catalogue.schemas.vocabulary);
      this.#observers.set(keyOf(key), observer);
    }
    return observer.observe(exchange);
  }

  #responseOf({ id }: OperationContract, { request, response, recordedAt }: Exchange) {
    const day = /^\d{4}-\d\d-\d\d/.exec(recordedAt ?? '')?.[0] ?? this.#today;
    return { org: new URL(request.url).origin, operation: id, status: response.status, day };
  }

  #shapeOf(key: string): KnownShape | undefined {
    const shape = this.#shapes.get(key);
    let known = this.#known.get(key);
    if (!known && shape) {
      known = new KnownShape(shape);
      this.#known.set(key, known);
    }
    return known;
  }
}

/** Administrators choose the members in such objects. */
const settings =
  /\/(settings|conditions|actions|config|configuration|profile|credentials|protocol|policy|provider|channel)\//;

/**
 * Whether a deviation is a finding where the contract has no assertion. People decide what the objects of a map are like, and which
 * member a setting has. A discriminating property that has another member is another variant.
 */
function isCertain({ container: { at, chosen }, name, what, times }: Deviation): boolean {
  if (isMember(what) && (discriminators.includes(name) || settings.test(`${at}/`))) return false;
  return times >= enoughWithoutContract && chosen !== 'all' && (chosen === 'none' || name !== '*');
}

/** The findings of a response, with what is drift: a warning at the same location becomes a violation. */
function withDrift(
  { id, resource }: OperationContract,
  status: number,
  findings: readonly Finding[],
  deviations: readonly Deviation[],
): Finding[] {
  const drifts = new Map<string, Deviation>();
  for (const deviation of deviations) {
    const pointer = pointerOf(deviation.container.at, deviation.name);
    const known = drifts.get(pointer);
    const strongest = known && (isMember(deviation.what) || !isMember(known.what)) ? known : deviation;
    drifts.set(pointer, { ...strongest, count: deviation.count + (known?.count ?? 0) });
  }
  const isOfResponse = ({ kind }: Finding) => kind !== 'request';
  // What fails already is not reported again.
  for (const one of findings)
    if (isOfResponse(one) && (one.level === 'violation' || one.level === 'stale')) drifts.delete(one.pointer);
  const isRaised = (one: Finding) => one.level === 'warning' && isOfResponse(one) && drifts.has(one.pointer);
  const added = [...drifts].map(([pointer, deviation]) => {
    const warning = findings.find((finding) => finding.pointer === pointer && isRaised(finding));
    return makeFinding(id, status, {
      kind: 'drift',
      pointer,
      message: sentenceOf(deviation),
      contract: warning?.contract ?? `${resource}/operations.json#${id}`,
      count: deviation.count,
      // A setting of the org may change a member.
      ...(isMember(deviation.what) && !warning ? { level: 'warning' } : {}),
      ...(warning?.evidence ? { evidence: warning.evidence } : {}),
    });
  });
  return [...findings.filter((finding) => !isRaised(finding)), ...added];
}

function sentenceOf({ what, before, times }: Deviation): string {
  const earlier = `${times} earlier responses of this org`;
  if (what === 'absent') return `Missing, but present in ${earlier}`;
  if (isMember(what)) return `Not ${before}, unlike in ${earlier}`;
  if (what === before) return `Not of the format ${what}, unlike in ${earlier}`;
  return `Is ${what}, but ${before} in ${earlier}`;
}
