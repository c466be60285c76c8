import { mediaTypesOf } from '../../contract/reduced.js';
import type { Vocabulary } from '../../contract/vocabulary.js';
import type { Exchange } from '../../domain/exchange.js';
import { isObject, type Json, type JsonObject } from '../../domain/json.js';
import { formatOf } from './formats.js';
import { bounds, wholeResponse } from './model.js';
import type { Names } from './names.js';
import { jsonTypes, ObservedContainer, type ObservedLocation, Place, Variant } from './observed.js';

/** Properties that decide which others an object has. They count where their value is one of Okta's. */
export const discriminators = [
  'type',
  'status',
  'signOnMode',
  'factorType',
  'provider',
  'vendorName',
  'key',
  'kty',
  'system',
];
/** An app of Okta's catalog has other properties than one that was created with the same sign-on mode. */
const ofApps = [...discriminators, 'name'];
/** Objects inside an object that have such properties: a user of Active Directory has other links. */
const discriminatingParts = ['credentials', 'provider', 'protocol', 'channel'];
/** An object without these names no variant. */
const variantKeys: ReadonlySet<string> = new Set([...ofApps, ...discriminatingParts]);
/** Query parameters that decide what a response contains. */
const shapingParameters = ['expand', 'fields', 'include', 'useOptimization', 'withUIS', 'extended'];

/** Most containers of one response. */
const mostContainers = 4 * bounds.containers;
/** Most locations that are kept for further responses. */
const mostKept = 10_000;

/** Observes the responses of one operation and status. What it keeps is bounded by the contract and `bounds`, not by responses. */
export class Observer {
  readonly #names: Names;
  readonly #vocabulary: Vocabulary;
  #root: Place;
  #variants = new Map<string, Variant>();
  #whole = new Map<Variant, ObservedContainer>();
  #kept = 0;
  #turn = 0;
  #observed: ObservedContainer[] = [];

  constructor(names: Names, vocabulary: Vocabulary) {
    this.#names = names;
    this.#vocabulary = vocabulary;
    this.#root = new Place('', names, false);
  }

  /** The containers of a response, with what it shows. They are valid until the next response. */
  observe({ request, response: { body } }: Exchange): readonly ObservedContainer[] {
    if (this.#kept > mostKept) this.#forget();
    this.#turn += 1;
    this.#observed = [];
    if (body === undefined) return [];
    const text = requestVariant(request, this.#vocabulary);
    const variant = kept(this.#variants, text, () => new Variant(text));
    const whole = kept(this.#whole, variant, () => new ObservedContainer(wholeResponse, text, false, 'none'));
    this.#begin(whole);
    this.#count(whole, 'body', this.#names, body);
    if (typeof body === 'object' && body !== null) this.#walk(body, this.#root, variant);
    return this.#observed;
  }

  #forget(): void {
    this.#root = new Place('', this.#names, false);
    this.#variants = new Map();
    this.#whole = new Map();
    this.#kept = 0;
  }

  #begin(container: ObservedContainer): void {
    if (container.turn !== this.#turn) {
      container.begin(this.#turn);
      this.#observed.push(container);
    }
    container.n += 1;
  }

  #walk(value: JsonObject | Json[], place: Place, around: Variant): void {
    const isList = Array.isArray(value);
    const keys = isList ? [] : Object.keys(value);
    // People choose the keys and the values of a map, such as a profile: nothing of it names a variant.
    const hasVariant = !isList && !place.names.isMap && !place.isInMap;
    const isVariant = hasVariant && keys.some((key) => variantKeys.has(key));
    const variant = isVariant ? around.with(ownVariant(value, this.#vocabulary)) : around;
    const container = place.containerOf(variant, isList);
    if (!container || (container.turn !== this.#turn && this.#observed.length >= mostContainers)) return;
    this.#begin(container);
    if (isList) {
      const { segment, names } = place.names.elements();
      for (const child of value) this.#step(container, place, segment, names, child, variant);
      return;
    }
    for (const key of keys) {
      const named = place.names.property(key);
      if (named) this.#step(container, place, named.segment, named.names, value[key] as Json, variant);
    }
  }

  #step(container: ObservedContainer, at: Place, name: string, names: Names, child: Json, variant: Variant): void {
    const location = this.#count(container, name, names, child);
    if (typeof child !== 'object' || child === null) return;
    location.place ??= at.below(name, names, container.isList);
    this.#walk(child, location.place, variant);
  }

  /** Counts a value of a property of a container. */
  #count(container: ObservedContainer, name: string, names: Names, value: Json): ObservedLocation {
    const location = container.locationOf(name, names);
    if (location.turn !== this.#turn) {
      if (location.turn === -1) this.#kept += 1;
      location.begin(this.#turn);
      container.seen.push(location);
    }
    location.n += 1;
    const { types, formats } = location;
    const type = typeIndexOf(value);
    types[type] = (types[type] as number) + 1;
    if (typeof value !== 'string') return location;
    const format = formatOf(value, this.#vocabulary);
    if (format >= 0) formats[format] = (formats[format] as number) + 1;
    const { members: listed } = location.names;
    if (!listed) return location;
    if (listed.has(value)) {
      location.members ??= new Map();
      location.members.set(value, (location.members.get(value) ?? 0) + 1);
    } else location.unlisted += 1;
    return location;
  }
}

function ownVariant(object: JsonObject, vocabulary: Vocabulary, prefix = ''): string {
  let found = '';
  const add = (part: string) => {
    found = found === '' ? part : `${found} ${part}`;
  };
  for (const name of 'signOnMode' in object ? ofApps : discriminators) {
    const value = object[name];
    if (value === undefined || (typeof value === 'object' && value !== null)) continue;
    const isShown = typeof value === 'boolean' || vocabulary.hasValue(value);
    add(`${prefix}${name}=${isShown ? value : '?'}`);
  }
  for (const name of discriminatingParts) {
    const part = object[name];
    if (prefix.length >= 30 || !isObject(part)) continue;
    const own = ownVariant(part, vocabulary, `${prefix}${name}/`);
    if (own !== '') add(own);
  }
  return found;
}

function requestVariant({ url, headers }: Exchange['request'], vocabulary: Vocabulary): string {
  const query = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')).split('#', 1)[0] : '');
  const found = shapingParameters.flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [`?${name}=${vocabulary.hasValue(value) || vocabulary.hasName(value) ? value : '*'}`];
  });
  if (mediaTypesOf(headers ?? {}).includes('okta-response=')) found.push('okta-response');
  return found.join(' ');
}

function typeIndexOf(value: Json): number {
  if (value === null) return 0;
  return Array.isArray(value) ? 4 : jsonTypes.indexOf(typeof value as 'string');
}

function kept<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
