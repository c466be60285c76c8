import type { Change } from '../src/domain/change.js';
import type { Difference } from './ledger-diff.js';
import { locationOf } from './migration-lines.js';

/** Why differences have no change in the contracts. */
export interface DifferenceRule {
  resource?: string;
  operations?: string[];
  part: string;
  kinds?: Difference['kind'][];
  /** Pointers; `*` is one segment, `**` any number of them. */
  pointers?: string[];
  /** Variants, `signOnMode=SAML_2_0`. A rule without them applies to differences of all variants. */
  variants?: string[];
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
  part: 'operation' | 'response' | 'request' | 'parameter';
  change: Change;
  /** The status whose response has the mark. Without it, the mark applies to each status. */
  status?: string;
  /** The variants that have the mark: for each discriminating property, its values. Without them, all variants have it. */
  variants?: readonly { property: string; values: readonly unknown[] }[];
}

/** `response 200` and `response 201` are both the part `response`. */
export function partOf({ part }: Difference): string {
  return part.split(' ')[0] ?? part;
}

/**
 * The mark that explains a difference. An added or removed property explains what was added or removed with it. A change
 * explains differences of type, values and limits at its own location; if it was an object or a list and is something else now, also
 * what was added or removed inside.
 * A request usually has the form of the response, so that a mark of the response explains a difference of the request, too.
 */
export function markFor(difference: Difference, marks: readonly Mark[]): Mark | undefined {
  const part = partOf(difference);
  if (part === 'parameter')
    return marks.find((mark) => mark.part === part && explainsParameter(mark.change, difference));
  if (part === 'operation' || part === 'status')
    return marks.find(({ change }) => explainsOperation(change, part, difference));
  return marks.find(
    (mark) =>
      mark.change.pointer.startsWith('/') &&
      (part === 'request' || mark.part === 'response') &&
      appliesToStatus(mark, difference) &&
      (difference.kind === 'variant'
        ? explainsVariant(mark, difference)
        : appliesToVariant(mark, difference) && explainsLocation(mark.change, difference)),
  );
}

function explainsOperation(change: Change, part: string, { kind, pointer }: Difference): boolean {
  if (part === 'operation') return change.kind === 'new operation' && kind === 'added';
  return change.kind === (kind === 'added' ? 'new status' : 'removed status') && String(change.status) === pointer;
}

/** A mark of a parameter, `?limit`, explains what differs at it. */
function explainsParameter({ kind: marked, pointer: at }: Change, { kind, pointer }: Difference): boolean {
  const isAddition = kind === 'added' || kind === 'removed';
  return at === pointer.replace('/', '?') && (isAddition ? marked === kind : marked === 'changed' || marked === kind);
}

/** A mark of another status does not count, unless the documents do not have the status of the mark. */
function appliesToStatus({ status }: Mark, { part, statuses = [] }: Difference): boolean {
  const [, documented] = part.split(' ');
  return documented === undefined || status === undefined || status === documented || !statuses.includes(status);
}

function appliesToVariant({ variants = [] }: Mark, { variant }: Difference): boolean {
  if (variant === undefined) return true;
  const [name, value] = variant.split('=');
  return variants.every(({ property, values }) => name !== property || values.includes(value));
}

/** A change in a variant that only one document has explains the variant. */
function explainsVariant({ change, variants = [] }: Mark, { before, variant = '' }: Difference): boolean {
  const isInVariant = variants.some(({ property, values }) =>
    values.some((value) => `${property}=${value}` === variant),
  );
  return isInVariant && change.kind === (before === '' ? 'added' : 'removed');
}

function explainsLocation(change: Change, { kind, pointer }: Difference): boolean {
  const isAddition = kind === 'added' || kind === 'removed';
  const isWhole = change.kind === 'changed' && /^(an object|a list)\b/.test(change.was ?? '');
  if (isAddition ? change.kind !== kind && !isWhole : change.kind !== 'changed') return false;
  // What the elements of a list may be is marked at the list.
  const pointers = kind === 'enum' && pointer.endsWith('/*') ? [pointer, pointer.slice(0, -2)] : [pointer];
  return pointers
    .flatMap(ownPointers)
    .some((at) =>
      ownPointers(change.pointer).some((marked) =>
        matches(isAddition ? `${marked}${isWhole ? '/*' : ''}/**` : marked, at),
      ),
    );
}

/** A pointer, and the same one inside the element of a list: a document may describe one object where orgs return a list. */
function ownPointers(pointer: string): string[] {
  return pointer.startsWith('/*/') ? [pointer, pointer.slice(2)] : [pointer];
}

/** Whether a change is at the property or the status that a line of the migration document names. */
export function isNamed(change: Change, property: string): boolean {
  const at = locationOf(property);
  if ('status' in at) return change.pointer === '' && String(change.status) === at.status;
  // The line names the end of a location, the marked location, or one inside the marked one.
  const [marked] = ownPointers(change.pointer).slice(-1);
  return `${change.pointer}/`.includes(`${at.pointer}/`) || (!!marked && `${at.pointer}/`.startsWith(`${marked}/`));
}

/** Whether a rule applies to a difference. @param marks those of the operation */
export function appliesTo(
  rule: DifferenceRule,
  difference: Difference,
  resource: string,
  marks: readonly Mark[] = [],
): boolean {
  return (
    (rule.resource === undefined || rule.resource === resource) &&
    (rule.operations === undefined || rule.operations.includes(difference.operation)) &&
    rule.part === partOf(difference) &&
    (rule.kinds === undefined || rule.kinds.includes(difference.kind)) &&
    (rule.pointers === undefined || rule.pointers.some((pattern) => matches(pattern, difference.pointer))) &&
    (rule.variants === undefined || rule.variants.includes(difference.variant ?? '')) &&
    fits(rule.reason, difference, marks)
  );
}

/** Whether a difference is what its reason states. Some reasons can be checked. */
function fits(reason: string, difference: Difference, marks: readonly Mark[]): boolean {
  if (reason === 'wider-enum') return difference.kind === 'enum' && isWider(difference);
  if (reason === 'wider-type') return difference.kind === 'type' && isWider(difference);
  if (reason === 'new-variant') return difference.kind === 'required' || difference.before === '';
  if (reason === 'marked-inside')
    return marks.some(
      ({ change }) =>
        change.kind === difference.kind &&
        ownPointers(change.pointer).some((at) =>
          ownPointers(difference.pointer).some((outer) => matches(`${outer}/*/**`, at)),
        ),
    );
  return true;
}

/** Whether an edition only added values or types. A document without a list allows any: an edition cannot add to it. */
function isWider({ before, after }: Difference): boolean {
  const now = after.split(' | ');
  return before !== '' && (after === '' || before.split(' | ').every((value) => now.includes(value)));
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
