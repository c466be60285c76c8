import type { Change } from '../src/domain/change.js';
import type { Difference } from './ledger-diff.js';

/** Why differences have no change in the contracts. */
export interface DifferenceRule {
  resource?: string;
  operations?: string[];
  part: string;
  kinds?: Difference['kind'][];
  /** Pointers; `*` is one segment, `**` any number of them. */
  pointers?: string[];
  reason: string;
  note: string;
}

/** Why a line of the migration document, or a property that it names, has no change in the contracts. */
export interface LineRule {
  operations: string[];
  /** The property, or the status, that the line names; the whole line without it. */
  property?: string;
  reason: string;
  note: string;
}

/** The content of contracts/ledger.json. */
export interface LedgerFile {
  differences: DifferenceRule[];
  lines: LineRule[];
}

/** A change mark of the contracts, with the part of the exchange that it belongs to. */
export interface Mark {
  part: 'operation' | 'response' | 'request';
  change: Change;
}

/** `response 200` and `response 201` are both the part `response`. */
export function partOf({ part }: Difference): string {
  return part.split(' ')[0] ?? part;
}

/**
 * The mark that explains a difference: at its location, or at an ancestor. A request usually has the form of the
 * response, so that a mark of the response explains a difference of the request, too.
 */
export function markFor(difference: Difference, marks: readonly Mark[]): Mark | undefined {
  const { kind, pointer } = difference;
  const part = partOf(difference);
  return marks.find(({ part: marked, change }) => {
    if (part === 'operation') return change.kind === 'new operation' && kind === 'added';
    if (part === 'status') {
      const expected = kind === 'added' ? 'new status' : 'removed status';
      return change.kind === expected && change.id.endsWith(` ${pointer}`);
    }
    if (part === 'parameter' || change.pointer === '') return false;
    if (part === 'response' && marked === 'request') return false;
    if (kind === 'added' && change.kind === 'removed') return false;
    if (kind === 'removed' && change.kind === 'added') return false;
    // A document may describe one object where orgs return a list, or the reverse.
    return (
      [pointer, `/*${pointer}`].some((at) => isWithin(at, change.pointer)) || isWithin(pointer, `/*${change.pointer}`)
    );
  });
}

/** `*` of a mark stands for each key of a map. The documents may name the keys. */
function isWithin(pointer: string, ancestor: string): boolean {
  return matches(ancestor, pointer) || matches(`${ancestor}/**`, pointer);
}

/** Whether a rule applies to a difference. */
export function appliesTo(rule: DifferenceRule, difference: Difference, resource: string): boolean {
  return (
    (rule.resource === undefined || rule.resource === resource) &&
    (rule.operations === undefined || rule.operations.includes(difference.operation)) &&
    rule.part === partOf(difference) &&
    (rule.kinds === undefined || rule.kinds.includes(difference.kind)) &&
    (rule.pointers === undefined || rule.pointers.some((pattern) => matches(pattern, difference.pointer)))
  );
}

/** Whether a pointer matches a pattern. */
export function matches(pattern: string, pointer: string): boolean {
  const match = (expected: readonly string[], actual: readonly string[]): boolean => {
    const [first, ...rest] = expected;
    if (first === undefined) return actual.length === 0;
    if (first === '**') return match(rest, actual) || (actual.length > 0 && match(expected, actual.slice(1)));
    return actual.length > 0 && (first === '*' || first === actual[0]) && match(rest, actual.slice(1));
  };
  return match(pattern.split('/'), pointer.split('/'));
}
