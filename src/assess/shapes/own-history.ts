import type { Catalogue } from '../../contract/catalogue.js';
import { changesOf } from '../../contract/changes.js';
import type { Check, Checked } from '../../contract/check.js';
import type { OperationContract } from '../../contract/model.js';
import type { Exchange } from '../../domain/exchange.js';
import { type Finding, makeFinding, verdictOf } from '../../domain/finding.js';
import { dayOf } from '../policy.js';
import { type Deviation, KnownShape } from './drift.js';
import { Learner } from './learner.js';
import { enoughWithoutContract, keyOf, pointerOf, type Shape } from './model.js';
import { AllNames } from './names.js';
import { type Observed, observe } from './observe.js';

/** What orgs returned before: it is compared with what they return now, and learns from it. */
export class OwnHistory {
  readonly #catalogue: Catalogue;
  readonly #names: AllNames;
  readonly #shapes: Map<string, Shape>;
  /** The shapes of operations that were asked for. */
  readonly #known = new Map<string, KnownShape>();
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

  /** A check that also compares with this history, and learns. */
  around(check: Check): Check {
    const compared = (operation: OperationContract, exchange: Exchange): Checked =>
      this.#compare(operation, exchange, check(operation, exchange));
    return Object.assign(compared, { prepare: (operation: OperationContract) => check.prepare(operation) });
  }

  /** Learns from a response, without comparing it. */
  learn(operation: OperationContract, exchange: Exchange, checked: Checked): void {
    const observed = this.#observe(operation, exchange, checked);
    if (observed) this.#learner.add(this.#responseOf(operation, exchange), observed);
  }

  #compare(operation: OperationContract, exchange: Exchange, checked: Checked): Checked {
    const observed = this.#observe(operation, exchange, checked);
    if (!observed) return checked;
    const response = this.#responseOf(operation, exchange);
    const changed = changesOf(this.#catalogue, operation);
    // What the edition changes is no drift.
    const isChanged = (pointer: string) =>
      changed.some(
        (change) =>
          change.pointer !== '' &&
          (change.pointer === pointer || (change.kind !== 'added' && pointer.startsWith(`${change.pointer}/`))),
      );
    const isWarned = (pointer: string) =>
      checked.findings.some(
        (finding) => finding.kind !== 'request' && finding.pointer === pointer && finding.level === 'warning',
      );
    const deviations = (this.#shapeOf(keyOf(response))?.deviations(observed) ?? []).filter((deviation) => {
      const pointer = pointerOf(deviation.container.at, deviation.name);
      return !isChanged(pointer) && (isWarned(pointer) || isCertain(deviation));
    });
    this.#learner.add(response, observed, deviations);
    if (deviations.length === 0) return checked;
    const findings = withDrift(operation, response.status, checked.findings, deviations);
    return { ...checked, findings, verdict: verdictOf(findings) };
  }

  /** The locations of a response that answers the operation; `undefined` for errors, and for what is no JSON. */
  #observe(operation: OperationContract, exchange: Exchange, checked: Checked): Observed | undefined {
    const { response } = exchange;
    if (checked.refusal || response.status >= 300 || response.body === undefined) return undefined;
    if (checked.findings.some(({ kind }) => kind === 'content-type' || kind === 'body')) return undefined;
    const names = this.#names.ofResponse(operation, response.status);
    return names && observe(exchange, names, this.#catalogue.schemas.vocabulary);
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

/** Whether a deviation is a finding where the contract has no assertion. People decide what the objects of a map are like. */
function isCertain({ container: { chosen }, name, times }: Deviation): boolean {
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
    drifts.set(pointer, known ? { ...known, count: known.count + deviation.count } : deviation);
  }
  const isOfResponse = ({ kind }: Finding) => kind !== 'request';
  const others = findings.filter((one) => !(one.level === 'warning' && isOfResponse(one) && drifts.has(one.pointer)));
  const added = [...drifts].flatMap(([pointer, deviation]) => {
    const known = findings.filter(
      (finding) => finding.pointer === pointer && finding.level !== 'notice' && isOfResponse(finding),
    );
    if (known.some(({ level }) => level !== 'warning')) return [];
    const [warning] = known;
    return makeFinding(id, status, {
      kind: 'drift',
      pointer,
      message: sentenceOf(deviation),
      contract: warning?.contract ?? `${resource}/operations.json#${id}`,
      count: deviation.count,
      ...(warning?.evidence ? { evidence: warning.evidence } : {}),
    });
  });
  return [...others, ...added];
}

function sentenceOf({ what, before, times }: Deviation): string {
  const earlier = `${times} earlier responses of this org`;
  if (what === 'absent') return `Missing, but present in ${earlier}`;
  if (what === before) return `Not of the format ${what}, unlike in ${earlier}`;
  return `Is ${what}, but ${before} in ${earlier}`;
}
