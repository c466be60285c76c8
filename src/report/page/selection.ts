import type { Kind } from './kinds.js';

/** What the list can be limited to: operations of a kind, or with findings about requests of the client. */
export type Selected = Kind | 'request';

/** What the list shows: operations of these kinds (all if empty) that contain the text. */
export interface Filter {
  kinds: ReadonlySet<Selected>;
  text: string;
}

export const noFilter: Filter = { kinds: new Set(), text: '' };

/** The filter with a kind added, or removed if the filter has it. */
export function toggleKind(filter: Filter, kind: Selected): Filter {
  const kinds = new Set(filter.kinds);
  if (!kinds.delete(kind)) kinds.add(kind);
  return { ...filter, kinds };
}

/** The operation to open and focus. A new object opens it again. */
export interface Target {
  index: number;
}

/** The operation that the page's address links to. */
export function targetOf(hash: string): Target | undefined {
  const index = /^#op-(\d+)$/.exec(hash)?.[1];
  return index === undefined ? undefined : { index: Number(index) };
}
