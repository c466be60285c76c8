import type { OperationId } from './operation.js';

export type ChangeKind =
  | 'added'
  | 'removed'
  | 'changed'
  | 'required'
  | 'new operation'
  | 'new status'
  | 'removed status'
  | 'deprecated';

/** One documented difference between the editions, at one place of one operation. */
export interface Change {
  /** Stable: operation, kind, and pointer or status. */
  id: string;
  operation: OperationId;
  kind: ChangeKind;
  /** Set for a change of what the operation accepts. Other changes concern the response, or the operation as a whole. */
  part?: 'request';
  /** JSON pointer with `*` for elements of a list; `?name` for a query parameter; empty for a change of the whole operation. */
  pointer: string;
  /** The edition of the change. */
  edition?: string;
  /** The status that is new or removed. */
  status?: number;
  /** The previous form, if the contract names it. */
  was?: string;
  /** The condition under which an added property is returned, if it is not always returned. */
  when?: string;
  /** Why the removal is disputed. */
  disputed?: string;
  /** Okta's documents of the two editions do not show the change: it does not distinguish the editions. */
  inDocuments?: false;
  contract: string;
}

/** The state of a change, from the responses of an org. */
export type ChangeState = 'applied' | 'not applied' | 'not observable';

/** What an org does with a part of a request that only one of the editions accepts. */
export type RequestEffect = 'accepted' | 'ignored' | 'refused' | 'still honored';

/** What a response shows about a change of requests. */
export interface RequestObservation {
  effect: RequestEffect;
  state: 'applied' | 'not applied';
}

/** The ID of a change. @param place the pointer or the status; none for a change of the whole operation */
export function changeId(operation: OperationId, kind: ChangeKind, place: string | number = ''): string {
  return `${operation}: ${kind}${place === '' ? '' : ` ${place}`}`;
}

/** The short form of a change: `removed /metadata`, `removed /metadata in requests`, `new status 201`, `new operation`. */
export function changeTitle({
  kind,
  part,
  pointer,
  status,
}: Pick<Change, 'kind' | 'part' | 'pointer' | 'status'>): string {
  const place = [kind, status ?? pointer].filter((text) => text !== '').join(' ');
  return part === 'request' ? `${place} in requests` : place;
}

/** What Okta's documents show of a change, in a few words. */
export function documentsOnChange({ inDocuments }: Pick<Change, 'inDocuments'>): string {
  return inDocuments === false
    ? "the migration document states the change; Okta's API documents do not show it"
    : "Okta's documents of the two editions differ in this change";
}
