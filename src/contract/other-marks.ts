import type { Exchange } from '../domain/exchange.js';
import type { Json } from '../domain/json.js';
import { type Catalogue, schemaPlace } from './catalogue.js';
import { changeAt, type MarkedPlace, observe, valuesOf, walkAll } from './changes.js';
import type { OperationContract, OtherChange, Schema } from './model.js';
import { fitsForm } from './previous-values.js';
import type { Refusal } from './refusal.js';

/** What a response shows about an edition: the org has its change, or not yet. */
export interface EditionSign {
  edition: string;
  isReached: boolean;
  /** It is the absence of something that the edition removed, and that may have been absent before. */
  isAbsence?: boolean;
}

/** A location with a change of an edition outside the step: it is added, removed, or its value changes. */
interface OtherPlace extends MarkedPlace {
  value?: OtherChange;
}

type Holds = (condition: Schema, value: Json) => boolean;

/** Cache: the places of an operation by status are needed for each of its responses. */
const knownPlaces = new WeakMap<OperationContract, Map<number, OtherPlace[]>>();

/** What a response shows about the changes of editions outside the step. */
export function otherSigns(
  catalogue: Catalogue,
  operation: OperationContract,
  { response }: Exchange,
  refusal: Refusal | undefined,
  holds: Holds,
): EditionSign[] {
  // An operation that the org does not serve may depend on a feature.
  if (refusal !== undefined) return [];
  return [
    ...signsOfStatus(operation, response.status),
    ...placesOf(catalogue, operation, response.status).flatMap((place) => signsOfPlace(place, response.body, holds)),
  ];
}

/** The org serves an operation, with a status that another edition added or removes. */
function signsOfStatus({ addedBefore, answers }: OperationContract, status: number): EditionSign[] {
  const { addedOutside, removedLater } = answers[status] ?? {};
  const reached = [addedBefore, addedOutside].flatMap((edition) => edition ?? []);
  return [
    ...reached.map((edition) => ({ edition, isReached: true })),
    ...(removedLater === undefined ? [] : [{ edition: removedLater, isReached: false }]),
  ];
}

function signsOfPlace(place: OtherPlace, body: Json | undefined, holds: Holds): EditionSign[] {
  const { kind, edition = '' } = place.change;
  if (place.value) return signsOfValues(place.value, valuesOf(place, body, holds));
  const { present, absent } = observe(place, body, holds);
  // An added property may be absent in any edition.
  if (present > 0) return [{ edition, isReached: kind === 'added' }];
  return kind === 'removed' && absent > 0 ? [{ edition, isReached: true, isAbsence: true }] : [];
}

/** A value shows an edition if it has only one of the two forms of a change. */
function signsOfValues({ edition, before, after }: OtherChange, values: readonly Json[]): EditionSign[] {
  const forms = values.map((value) => [fitsForm(before, value), fitsForm(after, value)] as const);
  const [isOld, isNew] = [forms.some(([old, now]) => old && !now), forms.some(([old, now]) => now && !old)];
  return [...(isNew ? [{ edition, isReached: true }] : []), ...(isOld ? [{ edition, isReached: false }] : [])];
}

function placesOf(catalogue: Catalogue, operation: OperationContract, status: number): OtherPlace[] {
  const byStatus = knownPlaces.get(operation) ?? new Map<number, OtherPlace[]>();
  knownPlaces.set(operation, byStatus);
  let places = byStatus.get(status);
  if (!places) {
    places = readPlaces(catalogue, operation, status);
    byStatus.set(status, places);
  }
  return places;
}

function readPlaces({ schemas }: Catalogue, operation: OperationContract, status: number): OtherPlace[] {
  const { schema } = operation.answers[status] ?? {};
  if (schema === undefined) return [];
  const places: OtherPlace[] = [];
  const from = { steps: [], pointer: '', trail: [] };
  walkAll(schemas, schemas.at(schemaPlace(operation, schema)), from, (pointer, steps, property, child) => {
    const { addedBefore, addedLater, removedBefore, removedLater, otherChanges = [] } = child;
    const add = (
      kind: 'added' | 'removed' | 'changed',
      edition: string | undefined,
      value?: Pick<OtherPlace, 'value'>,
    ) => {
      if (edition === undefined) return;
      const change = changeAt(operation, kind, pointer, { [`${kind}In`]: edition }, schemas.placeOf(child));
      places.push({ change, status: String(status), steps, property, ...value });
    };
    add('added', addedBefore ?? addedLater);
    add('removed', removedBefore ?? removedLater);
    for (const value of otherChanges) add('changed', value.edition, { value });
  });
  return places;
}
