import type { Catalogue } from '../contract/catalogue.js';
import { changesOf } from '../contract/changes.js';
import type { OperationContract } from '../contract/model.js';
import { requestChangesOf } from '../contract/request-changes.js';
import type { Change } from '../domain/change.js';
import type { Exchange } from '../domain/exchange.js';
import { isObject, type Json, type JsonObject, segmentsOf } from '../domain/json.js';

/** Which of the changed properties, and of those that requests no longer accept, were in the exchanges of a client. */
export class UsedProperties {
  readonly #catalogue: Catalogue;
  readonly #changes = new Map<OperationContract, Change[]>();
  readonly #used = new Set<string>();
  readonly #absent = new Set<string>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  add(operation: OperationContract, { request, response }: Exchange): void {
    const isSuccess = response.status >= 200 && response.status < 300;
    for (const { id, part, pointer } of this.#changesOf(operation)) {
      if (this.#used.has(id)) continue;
      const body = part === 'request' ? request.body : isSuccess ? response.body : undefined;
      const found = pointer.startsWith('?') ? inQuery(request.url, pointer.slice(1)) : inBody(body, pointer);
      if (found === 'present') this.#used.add(id);
      if (found === 'absent') this.#absent.add(id);
    }
  }

  /** IDs of changes of properties that were always absent. */
  unused(): string[] {
    return [...this.#absent].filter((id) => !this.#used.has(id)).sort();
  }

  /**
   * A client cannot have used what was added, and may have to send what is required. A removed property of a response can be absent
   * because the org of the recording has applied the removal.
   */
  #changesOf(operation: OperationContract): Change[] {
    const known = this.#changes.get(operation);
    if (known) return known;
    const all = [...changesOf(this.#catalogue, operation), ...requestChangesOf(this.#catalogue, operation)];
    const changes = all.filter(({ kind, part }) => kind === 'changed' || (kind === 'removed' && part === 'request'));
    this.#changes.set(operation, changes);
    return changes;
  }
}

type Presence = 'present' | 'absent' | 'unknown';

function inQuery(url: string, name: string): Presence {
  return new URL(url).searchParams.has(name) ? 'present' : 'absent';
}

/** `unknown` if the body has no object that could contain the property. */
function inBody(body: Json | undefined, pointer: string): Presence {
  const segments = segmentsOf(pointer);
  const property = segments.pop() ?? '';
  const parents = segments.reduce(childrenOf, body === undefined ? [] : [body]).filter(isObject);
  if (parents.some((parent) => Object.hasOwn(parent, property))) return 'present';
  return parents.length > 0 ? 'absent' : 'unknown';
}

function childrenOf(values: Json[], segment: string): Json[] {
  return values.flatMap((value) => {
    if (segment === '*') return Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
    return isObject(value) && Object.hasOwn(value, segment) ? [(value as JsonObject)[segment] as Json] : [];
  });
}
