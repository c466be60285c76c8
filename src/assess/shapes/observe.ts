import type { Vocabulary } from '../../contract/vocabulary.js';
import type { Exchange } from '../../domain/exchange.js';
import { isObject, type Json, type JsonObject } from '../../domain/json.js';
import { formatOf } from './formats.js';
import { bounds, wholeResponse } from './model.js';
import type { Named, Names } from './names.js';

/** What one response shows at a location: numbers of values. */
export interface ObservedLocation {
  n: number;
  /** The contract allows null here. */
  isNullable: boolean;
  types: Map<string, number>;
  /** Formats of the strings. */
  formats: Map<string, number>;
}

/** The objects of one variant at one pointer of a response. */
export interface ObservedContainer {
  at: string;
  variant: string;
  /** Whether people chose the names of its `elements` (a map), or of `all` properties (an object in a map). */
  chosen: 'none' | 'elements' | 'all';
  n: number;
  properties: Map<string, ObservedLocation>;
}

/** Containers by pointer and variant. */
export type Observed = Map<string, ObservedContainer>;

/** Marks the variant of a list: what objects at the same pointer have is not expected of it. */
const listMark = '[]';

/** Properties that decide which others an object has. They count where their value is one of Okta's. */
const discriminators = ['type', 'status', 'signOnMode', 'factorType', 'provider', 'vendorName', 'key', 'kty', 'system'];
/** An app of Okta's catalog has other properties than one that was created with the same sign-on mode. */
const ofApps = [...discriminators, 'name'];
/** Objects inside an object that have such properties: a user of Active Directory has other links. */
const discriminatingParts = ['credentials', 'provider', 'protocol', 'channel'];
/** Query parameters that decide what a response contains. */
const shapingParameters = ['expand', 'fields', 'include', 'useOptimization', 'withUIS', 'extended'];

/** The locations of a response body. Its size is bounded by the contract and `bounds`, not by the body. */
export function observe({ request, response }: Exchange, names: Names, vocabulary: Vocabulary): Observed {
  const observed: Observed = new Map();
  const variantOf = (value: JsonObject) => ownVariant(value, vocabulary);
  const containerOf = (
    at: string,
    variant: string,
    chosen: ObservedContainer['chosen'],
  ): ObservedContainer | undefined => {
    const key = `${at} ${variant}`;
    let container = observed.get(key);
    if (!container) {
      if (observed.size >= 4 * bounds.containers) return undefined;
      // A body may be nested as deep as the org likes: the file of shapes does not accept longer texts.
      if (at.length > bounds.text || variant.length > bounds.text) return undefined;
      container = { at, variant, chosen, n: 0, properties: new Map() };
      observed.set(key, container);
    }
    container.n += 1;
    return container;
  };
  const walk = (value: Json, at: string, below: Names, around: string, isInMap = false): void => {
    if (typeof value !== 'object' || value === null) return;
    const isMap = isObject(value) && below.isMap;
    // People choose the keys and the values of a map, such as a profile: nothing of it names a variant.
    const variant = isObject(value) && !isMap && !isInMap ? join(around, variantOf(value)) : around;
    const container = containerOf(
      at,
      isObject(value) ? variant : join(variant, listMark),
      isInMap ? 'all' : isMap ? 'elements' : 'none',
    );
    if (!container) return;
    const children = Array.isArray(value)
      ? value.map((child) => [below.elements(), child] as const)
      : Object.entries(value).map(([name, child]) => [below.property(name), child] as const);
    for (const [named, child] of children) {
      if (named === undefined) continue;
      addTo(container, named, child, vocabulary);
      walk(child, `${at}/${named.segment}`, named.names, variant, isInMap || (isMap && named.segment === '*'));
    }
  };
  const variant = requestVariant(request, vocabulary);
  const { body } = response;
  const whole = body === undefined ? undefined : containerOf(wholeResponse, variant, 'none');
  if (whole && body !== undefined) {
    addTo(whole, { segment: 'body', names }, body, vocabulary);
    walk(body, '', names, variant);
  }
  return observed;
}

/** Counts a value of a property of a container. */
function addTo(
  container: ObservedContainer,
  { segment: name, names: { isNullable } }: Named,
  value: Json,
  vocabulary: Vocabulary,
): void {
  let location = container.properties.get(name);
  if (!location) {
    location = { n: 0, isNullable, types: new Map(), formats: new Map() };
    container.properties.set(name, location);
  }
  location.n += 1;
  increase(location.types, typeOf(value));
  if (typeof value !== 'string') return;
  const format = formatOf(value, vocabulary);
  if (format) increase(location.formats, format);
}

function ownVariant(value: JsonObject, vocabulary: Vocabulary): string {
  const found: string[] = [];
  const visit = (object: JsonObject, prefix: string): void => {
    for (const name of 'signOnMode' in object ? ofApps : discriminators) {
      const value = object[name];
      if (value === undefined || (typeof value === 'object' && value !== null)) continue;
      const isShown = typeof value === 'boolean' || vocabulary.hasValue(value);
      found.push(`${prefix}${name}=${isShown ? value : '?'}`);
    }
    for (const name of discriminatingParts) {
      const part = object[name];
      if (prefix.length < 30 && isObject(part)) visit(part, `${prefix}${name}/`);
    }
  };
  visit(value, '');
  return found.join(' ');
}

function requestVariant({ url, headers }: Exchange['request'], vocabulary: Vocabulary): string {
  const query = URL.canParse(url) ? new URL(url).searchParams : new URLSearchParams();
  const found = shapingParameters.flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [`?${name}=${vocabulary.hasValue(value) || vocabulary.hasName(value) ? value : '*'}`];
  });
  if (/okta-response=/.test(String(headers?.['content-type'] ?? ''))) found.push('okta-response');
  return found.join(' ');
}

function join(around: string, own: string): string {
  return around === '' || own === '' ? around + own : `${around} ${own}`;
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
