// @ts-nocheck
import type { OperationId } from './operation.js';

export type ChangeKind =
  | 'added'
  | 'removed'
  | 'changed'
  | 'new operation'
  | 'new status'
  | 'removed status'
  | 'deprecated';

/** One documented difference between the editions at one place of one operation. */
export interface Change {
  /** Stable: operation, kind and pointer. */
  id: string;
  operation: OperationId;
  kind: ChangeKind;
  /** JSON pointer with `*` for elements of a list; empty for the operation itself. */
  pointer: string;
  /** What it was before, in a few words, where the contract says so. */
  was?: string;
  /** When an added property is served at all, where that is not always. */
  when?: string;
  /** Why the removal is disputed, where it is. */
  disputed?: string;
  /** Okta's documents of the two editions agree here, so that it does not tell the editions apart. */
  inDocuments?: false;
  contract: string;
}

/** What an answer shows of a change. */
export type ChangeState = 'applied' | 'not applied' | 'not observable';

/** A change in its operation's own words: `removed /metadata`, `new status 201`, `new operation`. */
export function changeTitle(change: Change): string {
  return change.pointer ? `${change.kind} ${change.pointer}` : change.id.slice(change.operation.length + 2);
}
