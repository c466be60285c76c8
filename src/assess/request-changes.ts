import type { Catalogue } from '../contract/catalogue.js';
import type { OperationContract } from '../contract/model.js';
import { requestEffects } from '../contract/request-effects.js';
import type { Change, RequestEffect, RequestObservation } from '../domain/change.js';
import type { Exchange } from '../domain/exchange.js';
import type { ChangeResult } from '../domain/outcome.js';
import { unobservableReason } from './unobservable-changes.js';

/** The states of the changes of what one operation accepts, from its exchanges. */
export class RequestChanges {
  readonly #catalogue: Catalogue;
  readonly #operation: OperationContract;
  readonly #effects = new Map<string, RequestObservation[]>();

  constructor(catalogue: Catalogue, operation: OperationContract) {
    this.#catalogue = catalogue;
    this.#operation = operation;
  }

  /** @param tried the request is a trial: it differs from an accepted one only at these pointers */
  add(exchange: Exchange, tried?: readonly string[]): void {
    for (const [id, effect] of requestEffects(this.#catalogue, this.#operation, exchange, tried)) {
      const known = this.#effects.get(id) ?? [];
      this.#effects.set(id, known);
      if (effect && !known.some((one) => one.effect === effect.effect)) known.push(effect);
    }
  }

  result(change: Change): ChangeResult {
    const seen = this.#effects.get(change.id);
    // An org that accepted it once accepts it: another refusal can have another reason.
    const order: RequestEffect[] = ['still honored', 'accepted', 'refused', 'ignored'];
    const [first] = [...(seen ?? [])].sort((a, b) => order.indexOf(a.effect) - order.indexOf(b.effect));
    if (first) return { change, state: first.state, detail: first.effect };
    return {
      change,
      state: 'not observable',
      detail: unobservableReason(change) ?? reasonOf(change, seen !== undefined),
    };
  }
}

function reasonOf({ kind, pointer }: Change, wasSent: boolean): string {
  if (pointer.startsWith('?')) return 'a response does not show which query parameters the org used';
  if (pointer.startsWith('header ')) return 'a response does not show which headers the org used';
  if (kind === 'required') return wasSent ? 'no response shows if the org requires it' : 'no request left it out';
  if (!wasSent) return 'no request contained it';
  return kind === 'changed'
    ? 'both editions accept the values that were sent'
    : 'no response shows what the org did with it';
}
