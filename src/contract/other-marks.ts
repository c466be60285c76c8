import type { Exchange } from '../domain/exchange.js';
import type { Json } from '../domain/json.js';
import { type Catalogue, schemaPlace } from './catalogue.js';
import { changeAt, type MarkedPlace, observe, walkAll } from './changes.js';
import type { OperationContract, Schema } from './model.js';

/** What a response shows about an edition outside the step: the org has its change, or not yet. */
export interface EditionSign {
  edition: string;
  isReached: boolean;
}

/** Cache: the places of an operation by status are needed for each of its responses. */
const knownPlaces = new WeakMap<OperationContract, Map<number, MarkedPlace[]>>();

/** What a response shows about the changes of editions outside the step. */
export function otherSigns(
  catalogue: Catalogue,
  operation: OperationContract,
  { response }: Exchange,
  holds: (condition: Schema, value: Json) => boolean,
): EditionSign[] {
  return placesOf(catalogue, operation, response.status).flatMap((place) => {
    const { kind, edition = '' } = place.change;
    const { present, absent } = observe(place, response.body, holds);
    // An added property may be absent in any edition.
    if (present > 0) return [{ edition, isReached: kind === 'added' }];
    return kind === 'removed' && absent > 0 ? [{ edition, isReached: true }] : [];
  });
}

function placesOf(catalogue: Catalogue, operation: OperationContract, status: number): MarkedPlace[] {
  const byStatus = knownPlaces.get(operation) ?? new Map<number, MarkedPlace[]>();
  knownPlaces.set(operation, byStatus);
  let places = byStatus.get(status);
  if (!places) {
    places = readPlaces(catalogue, operation, status);
    byStatus.set(status, places);
  }
  return places;
}

function readPlaces({ schemas }: Catalogue, operation: OperationContract, status: number): MarkedPlace[] {
  const { schema } = operation.answers[status] ?? {};
  if (schema === undefined) return [];
  const places: MarkedPlace[] = [];
  const from = { steps: [], pointer: '', trail: [] };
  walkAll(schemas, schemas.at(schemaPlace(operation, schema)), from, (pointer, steps, property, child) => {
    const { addedBefore, addedLater, removedBefore, removedLater } = child;
    const add = (kind: 'added' | 'removed', edition: string | undefined) => {
      if (edition === undefined) return;
      const change = changeAt(operation, kind, pointer, { [`${kind}In`]: edition }, schemas.placeOf(child));
      places.push({ change, status: String(status), steps, property });
    };
    add('added', addedBefore ?? addedLater);
    add('removed', removedBefore ?? removedLater);
  });
  return places;
}
