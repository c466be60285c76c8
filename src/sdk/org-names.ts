import { type Catalogue, schemaPlace } from '../contract/catalogue.js';
import { withParts } from '../contract/describe.js';
import type { OperationContract, Schema } from '../contract/model.js';
import type { Schemas } from '../contract/schemas.js';
import { escapeSegment, segmentsOf } from '../domain/json.js';
import type { SdkPlace } from '../domain/sdk.js';

/** Replaces the names in a place that only exist in an org, such as those of custom attributes, with `*`. */
export type HideNames = (operation: string, place: SdkPlace) => SdkPlace;

/** Where an org chooses the names of properties, if no contract describes the response: the names of the objects around them. */
const openObjects = new Set([
  ...['properties', 'profile', 'appProfile', 'userProfile', 'attributes', 'attributeValues', 'claims', 'appLinks'],
  ...['debugData', 'detailEntry'],
]);

/** Pointers whose names are known. They are forgotten when there are more, because an org chooses how many there are. */
const mostKnown = 5000;

const longestName = 50;

const isIndex = (segment: string) => /^\d+$/.test(segment);

/** Hides the names by the objects around them. */
export const hideNames: HideNames = (_, place) => withHidden(place, hiddenByParent(place));

/**
 * Makes a function that hides names: below an open map, those that the contract of the operation does not have; in an object whose
 * properties the contract does not list, those that Okta's documents do not have; elsewhere, those that are no identifiers.
 */
export function createHideNames({ operations, schemas }: Pick<Catalogue, 'operations' | 'schemas'>): HideNames {
  const known = new Map<string, boolean[]>();
  return (operation, place) => {
    const key = `${operation} ${place.cause} ${place.pointer.replace(/\/\d+(?=\/|$)/g, '/0')}`;
    let hidden = known.get(key);
    if (!hidden) {
      if (known.size >= mostKnown) known.clear();
      const roots = schemasOf(schemas, operations.get(operation as OperationContract['id']));
      hidden = roots.length > 0 ? hiddenByContract(schemas, roots, place) : hiddenByParent(place);
      known.set(key, hidden);
    }
    return withHidden(place, hidden);
  };
}

/** The schemas of the successful responses of an operation. */
function schemasOf(schemas: Schemas, operation: OperationContract | undefined): Schema[] {
  return Object.entries(operation?.answers ?? {}).flatMap(([status, { schema }]) =>
    operation && status.startsWith('2') && schema !== undefined ? [schemas.at(schemaPlace(operation, schema))] : [],
  );
}

function hiddenByParent({ pointer, cause }: SdkPlace): boolean[] {
  const segments = segmentsOf(pointer);
  return segments.map(
    (segment, i) =>
      !isIndex(segment) &&
      !isOfSdk(cause, i, segments) &&
      (openObjects.has(segments[i - 1] ?? '') || !isIdentifier(segment)),
  );
}

function hiddenByContract(schemas: Schemas, roots: readonly Schema[], { pointer, cause }: SdkPlace): boolean[] {
  let places = partsOf(schemas, roots);
  return segmentsOf(pointer).map((name, i, segments) => {
    const named = places.flatMap(
      ({ properties }) => (properties && Object.hasOwn(properties, name) ? properties[name] : undefined) ?? [],
    );
    const isItem = named.length === 0 && isIndex(name) && places.some(({ items }) => items !== undefined);
    const isListed = places.some(({ properties }) => properties !== undefined);
    const isOpen = places.some(({ additionalProperties: open }) => open !== undefined);
    const below = isItem
      ? places.flatMap(({ items }) => items ?? [])
      : places.flatMap(({ additionalProperties: open }) => (typeof open === 'object' ? open : []));
    places = partsOf(schemas, named.length > 0 ? named : below);
    if (named.length > 0 || isItem || isOfSdk(cause, i, segments)) return false;
    if (isOpen) return true;
    if (isIndex(name)) return false;
    if (isListed) return !isIdentifier(name);
    return openObjects.has(segments[i - 1] ?? '') || !schemas.vocabulary.hasName(name);
  });
}

/** The schemas that may apply to a value, whatever it is. */
function partsOf(schemas: Schemas, from: readonly Schema[]): Schema[] {
  return [
    ...withParts(
      schemas,
      from.map((schema) => [schema, schemas.placeOf(schema)]),
    ).keys(),
  ];
}

/** A property that is missing is one of the SDK's model. */
function isOfSdk(cause: SdkPlace['cause'], i: number, segments: readonly string[]): boolean {
  return cause === 'missing' && i === segments.length - 1;
}

/** Okta's names of properties are identifiers. */
function isIdentifier(name: string): boolean {
  return /^\$?_?[a-z][a-z0-9_]*$/i.test(name) && name.length <= longestName;
}

/** The place with `*` for the names that are hidden, also in its message. */
function withHidden(place: SdkPlace, hidden: readonly boolean[]): SdkPlace {
  if (!hidden.includes(true)) return place;
  const segments = segmentsOf(place.pointer);
  // Shorter names are also words of the message.
  const names = segments.filter((name, i) => hidden[i] && name.length > 2);
  const pointer = segments.map((name, i) => `/${hidden[i] ? '*' : escapeSegment(name)}`).join('');
  const message = place.message.replace(/[\w-]+/g, (word) => (names.includes(word) ? '*' : word));
  return { ...place, pointer, message };
}
