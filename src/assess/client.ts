import type { CallName } from '../contract/call-name.js';
import type { Checked } from '../contract/check.js';
import type { Exchange } from '../domain/exchange.js';
import { type Finding, mergeFindings } from '../domain/finding.js';
import type { OperationId } from '../domain/operation.js';
import type { CheckedTraffic } from './check-recorded.js';

/** What the client of checked traffic does: which operations it calls, and what the edition changes for it. */
export interface ClientUse {
  /** Number of requests. */
  calls: number;
  /** The operations with a contract that it called, most frequent first. */
  operations: CalledOperation[];
  /** Its calls without a contract, most frequent first. */
  withoutContract: UnknownCall[];
}

/** An operation that the client called. */
export interface CalledOperation {
  operation: OperationId;
  /** Number of requests. */
  count: number;
  /** IDs of the changes of the operation between the editions. */
  changes: string[];
  /** What the edition will refuse or ignore in its requests. */
  requests: RequestProblem[];
  /** Properties in the responses that the edition removed. */
  removed: ReceivedProperty[];
}

/** Something in requests that the operation does not accept. */
export interface RequestProblem {
  /** JSON pointer into the request body, or `?name` for a query parameter. */
  pointer: string;
  message: string;
  effect: 'refused' | 'ignored';
  /** Set if the previous edition accepts it. */
  previousOnly?: true;
  /** How often the client sent it. */
  count: number;
}

/** A removed property that the client still received. */
export interface ReceivedProperty {
  pointer: string;
  /** How often it was in a response. */
  count: number;
  /** The ID of the change. */
  change: string;
  /** Why the removal is disputed. */
  disputed?: string;
}

/** A call without a contract. */
export interface UnknownCall {
  /** Method and path template, without any id: `GET /api/v1/groups/{groupId}`. */
  call: string;
  count: number;
}

/** More different calls are counted together: the paths in a recording may be arbitrary. */
const mostUnknownCalls = 1_000;

/** Collects what the client of checked traffic does. */
export class ClientAccumulator {
  readonly #nameOf: CallName;
  readonly #called = new Map<OperationId, Called>();
  readonly #unknown = new Map<string, number>();
  #calls = 0;

  constructor(nameOf: CallName) {
    this.#nameOf = nameOf;
  }

  add({ request }: Exchange, { checked }: Pick<CheckedTraffic, 'checked'>): void {
    this.#calls += 1;
    if (!checked) {
      const name = this.#nameOf(request.method, request.url);
      const call = this.#unknown.has(name) || this.#unknown.size < mostUnknownCalls ? name : 'other calls';
      this.#unknown.set(call, (this.#unknown.get(call) ?? 0) + 1);
      return;
    }
    const { id } = checked.operation;
    const called = this.#called.get(id) ?? new Called();
    this.#called.set(id, called);
    called.add(checked.what);
  }

  /** @param changes the IDs of the changes of each operation */
  result(changes: ReadonlyMap<OperationId, string[]>): ClientUse {
    return {
      calls: this.#calls,
      operations: [...this.#called]
        .map(([operation, called]) => ({ operation, changes: changes.get(operation) ?? [], ...called.result() }))
        .sort((a, b) => b.count - a.count || a.operation.localeCompare(b.operation)),
      withoutContract: [...this.#unknown]
        .map(([call, count]) => ({ call, count }))
        .sort((a, b) => b.count - a.count || a.call.localeCompare(b.call)),
    };
  }
}

/** The calls of one operation. */
class Called {
  #count = 0;
  #problems: Finding[] = [];
  readonly #removed = new Map<string, ReceivedProperty>();

  add({ findings, observations }: Checked): void {
    this.#count += 1;
    this.#problems.push(...findings.filter(({ kind }) => kind === 'request'));
    // A long recording repeats the same findings.
    if (this.#problems.length > 500) this.#problems = mergeFindings(this.#problems);
    for (const [id, { change, present }] of observations)
      if (change.kind === 'removed' && present > 0) {
        const { pointer, disputed } = change;
        const count = (this.#removed.get(id)?.count ?? 0) + present;
        this.#removed.set(id, { pointer, count, change: id, ...(disputed && { disputed }) });
      }
  }

  result(): Pick<CalledOperation, 'count' | 'requests' | 'removed'> {
    return {
      count: this.#count,
      requests: mergeFindings(this.#problems)
        .flatMap(problemsOf)
        .sort((a, b) => b.effect.localeCompare(a.effect) || b.count - a.count),
      removed: [...this.#removed.values()].sort((a, b) => b.count - a.count),
    };
  }
}

function problemsOf(finding: Finding): RequestProblem[] {
  const { pointer, message, count, effect, previousOnly } = finding;
  return effect ? [{ pointer, message, effect, ...(previousOnly && { previousOnly }), count }] : [];
}
