import type { Catalogue } from '../contract/catalogue.js';
import type { OperationContract } from '../contract/model.js';
import { requestEffects } from '../contract/request-changes.js';
import type { Change, ChangeState, RequestEffect } from '../domain/change.js';
import type { Exchange } from '../domain/exchange.js';
import type { ChangeResult } from '../domain/outcome.js';

/** The states of the changes of what one operation accepts, from its exchanges. */
export class RequestChanges {
  readonly #catalogue: Catalogue;
  readonly #operation: OperationContract;
  readonly #effects = new Map<string, Set<RequestEffect>>();

  constructor(catalogue: Catalogue, operation: OperationContract) {
    this.#catalogue = catalogue;
    this.#operation = operation;
  }

  /** @param isTrial the request differs from an accepted one only in what one of the editions does not accept */
  add(exchange: Exchange, isTrial = false): void {
    for (const [id, effect] of requestEffects(this.#catalogue, this.#operation, exchange, isTrial)) {
      const known = this.#effects.get(id) ?? new Set();
      this.#effects.set(id, known.add(effect));
    }
  }

  result(change: Change): ChangeResult {
    const effects = this.#effects.get(change.id);
    // An org that accepted it once accepts it: another refusal can have another reason.
    const order: RequestEffect[] = ['still honored', 'accepted', 'refused', 'ignored'];
    const effect = order.find((one) => effects?.has(one));
    if (!effect) return { change, state: 'not observable', detail: reasonOf(change) };
    return { change, state: stateOf(change, effect), detail: effect };
  }
}

/** The edition is applied if the org accepts what it added, and no longer honors what it removed. */
function stateOf({ kind }: Change, effect: RequestEffect): ChangeState {
  const isApplied =
    kind === 'added' ? effect === 'accepted' : kind === 'required' ? effect === 'refused' : effect !== 'still honored';
  return isApplied ? 'applied' : 'not applied';
}

function reasonOf({ kind, pointer }: Change): string {
  if (pointer.startsWith('?')) return 'a response does not show which query parameters the org used';
  if (kind === 'changed') return 'the values that were sent are accepted by both editions';
  return kind === 'required'
    ? 'no request left it out'
    : 'no request contained it and showed in its response what became of it';
}
