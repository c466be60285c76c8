import { formats } from './formats.js';
import { mergeContainers } from './merge.js';
import { type Container, isEnough, memberDrift, type Shape } from './model.js';
import { jsonTypes, type ObservedContainer, type ObservedLocation } from './observed.js';
import { type Rule, rulesOf } from './rules.js';

/** What an org always did at a location, and no longer does. */
export interface Deviation {
  container: ObservedContainer;
  name: string;
  /** `absent`, a JSON type, a format, or `member` with the member that is no longer returned. */
  what: string;
  /** What it did: types, a format, or a member; empty for `absent`. */
  before: string;
  /** Earlier responses that did it. */
  times: number;
  /** Objects of the response that deviate. */
  count: number;
}

/**
 * So many values of a discriminating property are a sample of all: what their objects have in common is expected of a value that
 * is new, too.
 */
const enoughValues = 4;

/** What all variants at a pointer have in common. */
interface Common {
  /** By discriminating property. */
  values: ReadonlyMap<string, ReadonlySet<string>>;
  variants: readonly Container[];
  /** Made when they are first needed. */
  rules?: Rule[];
}

/** A shape that the org is compared with. */
export class KnownShape {
  readonly #at = new Map<string, Map<string, Container>>();
  /** Of containers that responses use again; empty if there is nothing to compare with. */
  readonly #rules = new WeakMap<ObservedContainer, Rule[]>();
  /** What all variants at a pointer have in common, computed when it is first needed. */
  readonly #common = new Map<string, Common>();

  constructor({ containers }: Shape) {
    for (const container of containers) {
      const variants = this.#at.get(container.at) ?? new Map();
      this.#at.set(container.at, variants.set(container.variant, container));
    }
  }

  /** Everything that a response does differently. */
  deviations(observed: readonly ObservedContainer[]): Deviation[] {
    return observed.flatMap((container) => {
      let rules = this.#rules.get(container);
      if (!rules) {
        rules = this.#rulesFor(container);
        this.#rules.set(container, rules);
      }
      return deviationsFrom(container, rules);
    });
  }

  /** What a container is compared with: its variant, or what all variants have in common. */
  #rulesFor({ at, variant }: ObservedContainer): Rule[] {
    const variants = this.#at.get(at);
    const own = variants?.get(variant);
    if (own && isEnough(own)) return rulesOf(own);
    if (!variants) return [];
    let common = this.#common.get(at);
    if (!common) {
      common = { values: valuesOf([...variants.values()]), variants: [...variants.values()] };
      this.#common.set(at, common);
    }
    if (!isComparable(variant, common.values)) return [];
    common.rules ??= rulesOf(common.variants.reduce(mergeContainers));
    return common.rules;
  }
}

/** Whether the variants of the past let expect what a further one has. @param past values by property */
function isComparable(variant: string, past: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const own = new Map(partsOf(variant));
  if ([...own.keys()].some((name) => !past.has(name))) return false;
  return [...past].every(([name, known]) => known.has(own.get(name) ?? '') || known.size >= enoughValues);
}

/** The values of the discriminating properties of variants. */
function valuesOf(variants: readonly Container[]): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  for (const { variant } of variants)
    for (const [name, value] of partsOf(variant)) {
      const known = values.get(name) ?? new Set();
      values.set(name, known.add(value));
    }
  return values;
}

function partsOf(variant: string): [name: string, value: string][] {
  return variant.split(' ').map((part) => {
    const [name = '', value = ''] = part.split('=');
    return [name, value];
  });
}

function deviationsFrom(container: ObservedContainer, rules: readonly Rule[]): Deviation[] {
  const found: Deviation[] = [];
  for (const rule of rules) {
    const seen = container.find(rule.name);
    if (rule.present > 0 && (seen?.n ?? 0) < container.n)
      found.push(deviationOf(container, rule.name, 'absent', '', rule.present, container.n - (seen?.n ?? 0)));
    if (seen) addDeviations(container, seen, rule, found);
  }
  return found;
}

function addDeviations(container: ObservedContainer, seen: ObservedLocation, rule: Rule, found: Deviation[]): void {
  const add = (what: string, before: string, times: number, count: number) =>
    found.push(deviationOf(container, rule.name, what, before, times, count));
  const { types } = rule;
  if (types)
    for (let i = 0; i < jsonTypes.length; i += 1) {
      const type = jsonTypes[i] as string;
      const n = seen.types[i] as number;
      if (n > 0 && types.unknown[i] && !(type === 'null' && seen.names.isNullable))
        add(type, types.known, types.times, n);
    }
  const { strings } = seen;
  if (strings === 0) return;
  for (const { index, times } of rule.formats) {
    const lost = strings - (seen.formats[index] as number);
    if (lost > 0) add(formats[index] as string, formats[index] as string, times, lost);
  }
  for (const { member, times } of rule.members) {
    const kept = seen.members?.get(member) ?? 0;
    // A list may contain others as well.
    if (container.isList ? kept === 0 : kept < strings)
      add(memberDrift(member), member, times, container.isList ? container.n : strings - kept);
  }
}

function deviationOf(
  container: ObservedContainer,
  name: string,
  what: string,
  before: string,
  times: number,
  count: number,
): Deviation {
  return { container, name, what, before, times, count };
}
