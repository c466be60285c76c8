import { mergeContainers } from './merge.js';
import { type Container, type Count, enoughResponses, isEnough, type Location, type Shape } from './model.js';
import type { Observed, ObservedContainer } from './observe.js';

/** What an org always did at a location, and no longer does. */
export interface Deviation {
  container: ObservedContainer;
  name: string;
  /** `absent`, a JSON type, or `format`. */
  what: string;
  /** What it did: a type, or a format; empty for `absent`. */
  before: string;
  /** Responses that did it. */
  times: number;
  /** Objects of the response that deviate. */
  count: number;
}

/**
 * So many values of a discriminating property are a sample of all: what their objects have in common is expected of a value that
 * is new, too.
 */
const enoughValues = 4;

/** Most variants of which the comparison is kept. */
const mostBases = 2_000;

/** A shape that the org is compared with. */
export class KnownShape {
  readonly #at = new Map<string, Container[]>();
  /** By pointer and variant; null if there is nothing to compare with. */
  readonly #bases = new Map<string, Container | null>();
  /** What all variants at a pointer have in common, computed when it is first needed. */
  readonly #common = new Map<string, Container>();

  constructor(shape: Shape) {
    for (const container of shape.containers)
      this.#at.set(container.at, [...(this.#at.get(container.at) ?? []), container]);
  }

  /** Everything that a response does differently. */
  deviations(observed: Observed): Deviation[] {
    return [...observed].flatMap(([key, container]) => {
      let base = this.#bases.get(key);
      if (base === undefined) {
        base = this.#baseOf(container) ?? null;
        // Responses decide how many variants there are.
        if (this.#bases.size < mostBases) this.#bases.set(key, base);
      }
      return base === null ? [] : deviationsFrom(container, base);
    });
  }

  /** What a container is compared with: its variant, or what all variants have in common. */
  #baseOf({ at, variant }: ObservedContainer): Container | undefined {
    const variants = this.#at.get(at) ?? [];
    const own = variants.find((known) => known.variant === variant);
    if (own && isEnough(own)) return own;
    return isComparable(variant, variants) ? this.#commonOf(at, variants) : undefined;
  }

  #commonOf(at: string, variants: Container[]): Container | undefined {
    let common = this.#common.get(at);
    const [first, ...others] = variants;
    if (common || !first) return common;
    common = others.reduce(mergeContainers, first);
    this.#common.set(at, common);
    return common;
  }
}

/** Whether the variants of the past let expect what a further one has. */
function isComparable(variant: string, past: readonly Container[]): boolean {
  const values = new Map<string, Set<string>>();
  for (const container of past)
    for (const [name, value] of partsOf(container.variant))
      values.set(name, (values.get(name) ?? new Set()).add(value));
  const own = new Map(partsOf(variant));
  return [...new Set([...values.keys(), ...own.keys()])].every((name) => {
    const known = values.get(name) ?? new Set();
    return known.has(own.get(name) ?? '') || known.size >= enoughValues;
  });
}

function partsOf(variant: string): [name: string, value: string][] {
  return variant.split(' ').map((part) => {
    const [name = '', value = ''] = part.split('=');
    return [name, value];
  });
}

function deviationsFrom(container: ObservedContainer, base: Container): Deviation[] {
  return Object.entries(base.properties).flatMap(([name, location]) => deviationsAt(container, name, base, location));
}

function deviationsAt(container: ObservedContainer, name: string, base: Container, location: Location): Deviation[] {
  const seen = container.properties.get(name);
  const found: Deviation[] = [];
  const add = (what: string, before: string, rule: Count, count: number) => {
    const drifted = location.drift?.[what];
    // The org has shown it often enough: that is what it does now.
    if (!drifted || !isEnough(drifted)) found.push({ container, name, what, before, times: rule.n, count });
  };
  const absent = container.n - (seen?.n ?? 0);
  if (absent > 0 && name !== '*' && isAlways(base, location)) add('absent', '', base, absent);
  if (!seen || !isEnough(location)) return found;
  const types = Object.keys(location.types);
  // A location that was always null has no type yet.
  if (types.some((type) => type !== 'null'))
    for (const [type, n] of seen.types)
      if (!types.includes(type) && !(type === 'null' && seen.isNullable)) add(type, types.join(' or '), location, n);
  const strings = seen.types.get('string') ?? 0;
  for (const [format, n] of Object.entries(location.formats ?? {})) {
    const kept = seen.formats.get(format) ?? 0;
    const isRule = n + (location.drift?.[format]?.n ?? 0) === location.types.string && n >= enoughResponses;
    if (isRule && strings > kept) add(format, format, location, strings - kept);
  }
  return found;
}

/** Whether every object had the property, deviations aside. */
function isAlways(base: Container, location: Location): boolean {
  return isEnough(base) && !location.partly && location.n + (location.drift?.absent?.n ?? 0) === base.n;
}
