import type { OperationId } from '../../domain/operation.js';
import type { Deviation } from './drift.js';
import { mergeShapes } from './merge.js';
import { bounds, type Container, type Count, keyOf, type Location, type Shape } from './model.js';
import type { Observed, ObservedContainer, ObservedLocation } from './observe.js';

/** A response to learn from. */
export interface Response {
  /** The origin of the org. */
  org: string;
  operation: OperationId;
  status: number;
  /** UTC, `2026-11-24`. */
  day: string;
}

/** Adds up what responses show. */
export class Learner {
  readonly #shapes = new Map<string, { shape: Shape; containers: Map<string, Container> }>();

  /** @param deviations are counted on their own: what was settled is not unlearned by them */
  add(response: Response, observed: Observed, deviations: readonly Deviation[] = []): void {
    const { day, ...of } = response;
    let known = this.#shapes.get(keyOf(of));
    if (!known) {
      known = { shape: { version: 1, ...of, n: 0, first: day, days: [], containers: [] }, containers: new Map() };
      this.#shapes.set(keyOf(of), known);
    }
    const { shape, containers } = known;
    shape.n += 1;
    if (day < shape.first) shape.first = day;
    if (!shape.days.includes(day)) shape.days = [...shape.days, day].sort().slice(-bounds.days);
    for (const [key, one] of observed) {
      let container = containers.get(key);
      if (!container) {
        if (containers.size >= 4 * bounds.containers) continue;
        container = { at: one.at, variant: one.variant, n: 0, first: day, last: day, properties: {} };
        containers.set(key, container);
      }
      addContainer(
        container,
        one,
        day,
        deviations.filter((deviation) => deviation.container === one),
      );
    }
  }

  /** What was learned, within its bounds. */
  get shapes(): Shape[] {
    return mergeShapes(
      [...this.#shapes.values()].map(({ shape, containers }) => ({ ...shape, containers: [...containers.values()] })),
    );
  }
}

function addContainer(known: Container, one: ObservedContainer, day: string, deviations: Deviation[]): void {
  see(known, day);
  const names = new Set([...one.properties.keys(), ...deviations.map(({ name }) => name)]);
  for (const name of names) {
    const location = Object.hasOwn(known.properties, name)
      ? (known.properties[name] as Location)
      : { n: 0, first: day, last: day, types: {} };
    known.properties[name] = location;
    const drifts = new Set(deviations.filter((deviation) => deviation.name === name).map(({ what }) => what));
    addLocation(location, one.properties.get(name), { day, of: one.n, isElement: name === '*' }, drifts);
  }
}

function addLocation(
  known: Location,
  seen: ObservedLocation | undefined,
  { day, of, isElement }: { day: string; of: number; isElement: boolean },
  drifts: ReadonlySet<string>,
): void {
  for (const what of drifts) {
    known.drift ??= {};
    const count = known.drift[what] ?? { n: 0, first: day, last: day };
    see(count, day);
    known.drift[what] = count;
  }
  // Counted as a deviation above.
  if (!seen || drifts.has('absent')) return;
  see(known, day);
  if (!isElement && seen.n < of) known.partly = (known.partly ?? 0) + 1;
  for (const type of seen.types.keys()) if (!drifts.has(type)) known.types[type] = (known.types[type] ?? 0) + 1;
  const strings = seen.types.get('string') ?? 0;
  for (const [format, n] of seen.formats) {
    if (n < strings || drifts.has('string')) continue;
    known.formats ??= {};
    known.formats[format] = (known.formats[format] ?? 0) + 1;
  }
}

function see(count: Count, day: string): void {
  count.n += 1;
  if (day < count.first) count.first = day;
  if (day > count.last) count.last = day;
}
