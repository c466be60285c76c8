import type { SdkFinding, SdkOutcome, SdkPlace, SdkReport, SdkResult, UnknownOperation } from '../domain/sdk.js';
import { byFrequency, mostOperations, SdkCollector } from './collector.js';
import type { HideNames } from './org-names.js';

/** What differs between two SDKs in one respect. */
export interface SdkDifference {
  /** Number of responses. */
  responses: number;
  /** The places, by operation and cause, from the most to the least frequent. */
  findings: SdkFinding[];
}

/** One side of a comparison. */
export type ComparedSdk = Pick<SdkReport, 'name' | 'version' | 'spec' | 'responses' | 'stopped'>;

/** What changes for the same responses if one SDK replaces another. */
export interface SdkComparison {
  from: ComparedSdk;
  to: ComparedSdk;
  /** Number of responses that were passed to both. */
  compared: number;
  /** What the second SDK cannot read, but the first one can. */
  newlyFailing: SdkDifference;
  /** What the first SDK cannot read, but the second one can. */
  fixed: SdkDifference;
  /** What only the second SDK drops, of responses that both can read. */
  newlyDropped: SdkDifference;
  /** What only the first SDK drops, of responses that both can read. */
  noLongerDropped: SdkDifference;
  /** Operations that only the first SDK can read. */
  removed: UnknownOperation[];
}

type SdkIdentity = Pick<SdkReport, 'name' | 'version' | 'spec'>;
type Side = SdkIdentity & { responses: Record<SdkOutcome, number> };

const none: Record<SdkOutcome, number> = { read: 0, loss: 0, empty: 0, failed: 0, 'unknown operation': 0 };
/** Findings of a response after which adapters report no more. */
const mostPlaces = 50;

/** Compares what two SDKs made of the same responses, one response at a time. */
export class SdkComparer {
  readonly #newlyFailing: SdkCollector;
  readonly #fixed: SdkCollector;
  readonly #newlyDropped: SdkCollector;
  readonly #noLongerDropped: SdkCollector;
  readonly #removed = new Map<string, number>();
  readonly #from: Side;
  readonly #to: Side;
  #compared = 0;

  /** @param hide hides the names that only exist in an org */
  constructor(from: SdkIdentity, to: SdkIdentity, hide?: HideNames) {
    this.#from = { ...from, responses: { ...none } };
    this.#to = { ...to, responses: { ...none } };
    this.#newlyFailing = new SdkCollector(to, hide);
    this.#fixed = new SdkCollector(from, hide);
    this.#newlyDropped = new SdkCollector(to, hide);
    this.#noLongerDropped = new SdkCollector(from, hide);
  }

  /** Adds what the two SDKs made of a response. @param operation method and path template, without any id */
  add(operation: string, before: SdkResult, after: SdkResult): void {
    this.#compared += 1;
    this.#from.responses[before.result] += 1;
    this.#to.responses[after.result] += 1;
    if (before.result === 'unknown operation') return;
    if (after.result === 'unknown operation') {
      const known = this.#removed.get(operation);
      if (!isFailing(before) && (known !== undefined || this.#removed.size < mostOperations))
        this.#removed.set(operation, (known ?? 0) + 1);
    } else if (isFailing(after)) {
      if (!isFailing(before)) this.#newlyFailing.add(operation, after, [before]);
    } else if (isFailing(before)) this.#fixed.add(operation, before, [after]);
    else {
      addDropped(this.#newlyDropped, operation, after, before);
      addDropped(this.#noLongerDropped, operation, before, after);
    }
  }

  /** @param stopped why the adapters ended early, if they did */
  end(stopped: { from?: string | undefined; to?: string | undefined } = {}): SdkComparison {
    return {
      from: sideOf({ ...this.#from, ...(stopped.from === undefined ? {} : { stopped: stopped.from }) }),
      to: sideOf({ ...this.#to, ...(stopped.to === undefined ? {} : { stopped: stopped.to }) }),
      compared: this.#compared,
      newlyFailing: differenceOf(this.#newlyFailing),
      fixed: differenceOf(this.#fixed),
      newlyDropped: differenceOf(this.#newlyDropped),
      noLongerDropped: differenceOf(this.#noLongerDropped),
      removed: byFrequency(this.#removed),
    };
  }
}

/**
 * Compares the sections of two SDKs in the report of one run. The responses themselves are not known: findings are compared, and
 * the numbers of responses are the lowest that are possible.
 */
export function compareSdkReports(from: SdkReport, to: SdkReport): SdkComparison {
  const unknown = new Set([from, to].flatMap((sdk) => (sdk.unknownOperations ?? []).map(({ operation }) => operation)));
  const only = (one: SdkReport, other: SdkReport, is: (finding: SdkFinding) => boolean): SdkDifference => {
    const known = new Set(other.findings.filter(is).map(({ fingerprint }) => fingerprint));
    const findings = one.findings.filter(
      (finding) => is(finding) && !known.has(finding.fingerprint) && !unknown.has(finding.operation),
    );
    const most = new Map<string, number>();
    for (const { operation, responses } of findings) most.set(operation, Math.max(most.get(operation) ?? 0, responses));
    return { responses: [...most.values()].reduce((sum, responses) => sum + responses, 0), findings };
  };
  const before = new Set(from.unknownOperations?.map(({ operation }) => operation));
  const unreadable = new Set(
    from.operations
      .filter(({ failed, empty, responses }) => failed + empty === responses)
      .map(({ operation }) => operation),
  );
  return {
    from: sideOf(from),
    to: sideOf(to),
    compared: Object.values(to.responses).reduce((sum, responses) => sum + responses, 0),
    newlyFailing: only(to, from, isFailing),
    fixed: only(from, to, isFailing),
    newlyDropped: only(to, from, (finding) => !isFailing(finding)),
    noLongerDropped: only(from, to, (finding) => !isFailing(finding)),
    removed: (to.unknownOperations ?? []).filter(
      ({ operation }) => !before.has(operation) && !unreadable.has(operation),
    ),
  };
}

/** Whether the user of the SDK gets nothing. */
function isFailing({ result }: Pick<SdkResult, 'result'>): boolean {
  return result === 'failed' || result === 'empty';
}

/** Adds what one SDK drops and the other does not. */
function addDropped(collector: SdkCollector, operation: string, one: SdkResult, other: SdkResult): void {
  // Further places are not known.
  if (other.findings.length >= mostPlaces) return;
  const dropped = new Set(other.findings.map(({ pointer }) => pointer));
  const findings = one.findings.filter((place) => !isWithin(place, dropped));
  if (findings.length > 0) collector.add(operation, { ...one, findings }, [other]);
}

/** Whether a place, or an object that contains it, is among the pointers. */
function isWithin({ pointer }: SdkPlace, pointers: ReadonlySet<string>): boolean {
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1))
    if (pointers.has(pointer.slice(0, end))) return true;
  return pointers.has('');
}

function differenceOf(collector: SdkCollector): SdkDifference {
  const { responses, findings } = collector.report();
  return { responses: responses.failed + responses.empty + responses.loss, findings };
}

function sideOf({ name, version, spec, responses, stopped }: ComparedSdk): ComparedSdk {
  return { name, version, spec, responses, ...(stopped === undefined ? {} : { stopped }) };
}
