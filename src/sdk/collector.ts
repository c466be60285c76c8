import { createHash } from 'node:crypto';
import {
  type SdkFinding,
  type SdkOperation,
  type SdkOutcome,
  type SdkPlace,
  type SdkReport,
  type SdkResult,
  sdkOutcomes,
  type UnknownOperation,
} from '../domain/sdk.js';
import { adviceFor } from './advice.js';
import { type HideNames, hideNames } from './org-names.js';

/** Bounds of a report: a hostile response must not make it grow. */
export const mostFindings = 2000;
export const mostOperations = 2000;

/** A finding while its responses are counted. */
interface Collected extends Omit<SdkFinding, 'advice'> {
  /** How many of the responses each other version of the same SDK read. */
  readBy: Map<string, number>;
}

/** Collects what one SDK made of responses. */
export class SdkCollector {
  readonly #sdk: Pick<SdkReport, 'name' | 'version' | 'spec'>;
  readonly #responses: Record<SdkOutcome, number> = { read: 0, loss: 0, empty: 0, failed: 0, 'unknown operation': 0 };
  readonly #operations = new Map<string, SdkOperation>();
  readonly #unknown = new Map<string, number>();
  readonly #findings = new Map<string, Collected>();
  readonly #hideNames: HideNames;
  #furtherFindings = 0;

  /** @param hide hides the names that only exist in an org */
  constructor(sdk: Pick<SdkReport, 'name' | 'version' | 'spec'>, hide: HideNames = hideNames) {
    this.#sdk = sdk;
    this.#hideNames = hide;
  }

  /**
   * Adds what the SDK made of a response.
   * @param operation method and path template, without any id
   * @param others what other SDKs made of the same response
   */
  add(operation: string, { result, findings }: SdkResult, others: readonly SdkResult[] = []): void {
    this.#responses[result] += 1;
    if (result === 'unknown operation') this.#addUnknown(operation);
    else this.#addKnown(operation, result, findings, others);
  }

  #addKnown(
    operation: string,
    result: Exclude<SdkOutcome, 'unknown operation'>,
    findings: readonly SdkPlace[],
    others: readonly SdkResult[],
  ): void {
    const known = this.#operations.get(operation);
    const counts = known ?? { operation, responses: 0, failed: 0, empty: 0, loss: 0 };
    if (!known && this.#operations.size < mostOperations) this.#operations.set(operation, counts);
    counts.responses += 1;
    if (result === 'read') return;
    counts[result] += 1;
    const hidden = (places: readonly SdkPlace[]) => places.map((place) => this.#hideNames(operation, place));
    const readers = others
      .filter((other) => this.#isOtherVersion(other))
      .map((other) => readerOf({ ...other, findings: hidden(other.findings) }));
    for (const [key, { place, items }] of grouped(findings.length > 0 ? hidden(findings) : [unexplained[result]])) {
      const readBy = readers.filter(({ reads }) => reads(place.pointer)).map(({ version }) => version);
      this.#count(key, { operation, result, place, items }, new Set(readBy));
    }
  }

  /** @param stopped why the adapter ended early, if it did */
  report(stopped?: string): SdkReport {
    const findings = inOrder([...this.#findings.values()]);
    const operations = [...this.#operations.values()].filter(({ failed, empty, loss }) => failed + empty + loss > 0);
    return {
      ...this.#sdk,
      responses: { ...this.#responses },
      operationsRead: this.#operations.size,
      operations: mostAffectedFirst(operations),
      findings: findings.map(({ readBy, ...finding }) => {
        const all = [...readBy].filter(([, responses]) => responses === finding.responses);
        return {
          ...finding,
          advice: adviceFor(
            finding,
            all.map(([version]) => version),
          ),
        };
      }),
      ...(this.#unknown.size > 0 ? { unknownOperations: byFrequency(this.#unknown) } : {}),
      ...(this.#furtherFindings > 0 ? { furtherFindings: this.#furtherFindings } : {}),
      ...(stopped === undefined ? {} : { stopped }),
    };
  }

  #addUnknown(operation: string): void {
    const known = this.#unknown.get(operation);
    if (known !== undefined || this.#unknown.size < mostOperations) this.#unknown.set(operation, (known ?? 0) + 1);
  }

  #count(
    place: string,
    found: { operation: string; result: SdkFinding['result']; place: SdkPlace; items: number },
    readers: ReadonlySet<string>,
  ): void {
    const { name, version } = this.#sdk;
    const identity = `${name} ${found.operation} ${place}`;
    let finding = this.#findings.get(`${identity} ${found.result}`);
    if (!finding) {
      if (this.#findings.size >= mostFindings) {
        this.#furtherFindings += 1;
        return;
      }
      finding = {
        ...{ kind: 'sdk', sdk: name, version, operation: found.operation, result: found.result },
        ...found.place,
        ...{ responses: 0, items: 0, readBy: new Map<string, number>() },
        fingerprint: createHash('sha256').update(identity).digest('hex').slice(0, 16),
      };
      this.#findings.set(`${identity} ${found.result}`, finding);
    }
    finding.responses += 1;
    finding.items += found.items;
    const { readBy } = finding;
    for (const reader of readers) readBy.set(reader, (readBy.get(reader) ?? 0) + 1);
  }

  #isOtherVersion(other: SdkResult): boolean {
    return other.name === this.#sdk.name && other.version !== this.#sdk.version;
  }
}

/** Which places of a response another version of the SDK read: those that it did not drop, if it read the response at all. */
function readerOf({ version, result, findings }: SdkResult): { version: string; reads: (pointer: string) => boolean } {
  if (result !== 'loss') return { version, reads: () => result === 'read' };
  const dropped = new Set(findings.map(({ pointer }) => withStars(pointer)));
  return { version, reads: (pointer) => dropped.size > 0 && !dropped.has(pointer) };
}

/** For an adapter that names no place. */
const unexplained: Record<SdkFinding['result'], SdkPlace> = {
  failed: { pointer: '', cause: 'other', message: 'cannot be read' },
  empty: { pointer: '', cause: 'swallowed', message: 'is returned as nothing, without an error' },
  loss: { pointer: '', cause: 'dropped', message: 'is not returned completely' },
};

/** The places of a response, grouped by their pointer with `*` for the elements of lists, and by their cause. */
function grouped(places: readonly SdkPlace[]): Map<string, { place: SdkPlace; items: number }> {
  const groups = new Map<string, { place: SdkPlace; items: number }>();
  for (const place of places) {
    const pointer = withStars(place.pointer);
    const key = `${pointer} ${place.cause}`;
    const group = groups.get(key);
    if (group) group.items += 1;
    else groups.set(key, { place: { ...place, pointer }, items: 1 });
  }
  return groups;
}

/** Findings in report order. */
export function inOrder<T extends Pick<SdkFinding, 'result' | 'responses' | 'items'>>(findings: readonly T[]): T[] {
  return [...findings].sort((a, b) => rankOf(a) - rankOf(b) || b.responses - a.responses || b.items - a.items);
}

/** Operations in report order. */
export function mostAffectedFirst(operations: readonly SdkOperation[]): SdkOperation[] {
  return [...operations].sort((a, b) => severityOf(b) - severityOf(a) || b.loss - a.loss);
}

function rankOf({ result }: Pick<SdkFinding, 'result'>): number {
  return sdkOutcomes.indexOf(result);
}

/** A pointer with `*` for the elements of lists. */
function withStars(pointer: string): string {
  return pointer.replace(/\/\d+(?=\/|$)/g, '/*');
}

function severityOf({ failed, empty }: SdkOperation): number {
  return failed + empty;
}

/** Operations with their numbers of responses, the most frequent first. */
export function byFrequency(counts: ReadonlyMap<string, number>): UnknownOperation[] {
  return [...counts]
    .map(([operation, responses]) => ({ operation, responses }))
    .sort((a, b) => b.responses - a.responses);
}
