import type { OperationId } from '../../domain/operation.js';
import type { Deviation } from './drift.js';
import { formats } from './formats.js';
import { mergeShapes } from './merge.js';
import { bounds, type Container, type Count, isMember, keyOf, type Location, type Shape } from './model.js';
import { jsonTypes, type ObservedContainer, type ObservedLocation } from './observed.js';

/** A response to learn from. */
export interface Response {
  /** The origin of the org. */
  org: string;
  operation: OperationId;
  status: number;
  /** UTC, `2026-11-24`. */
  day: string;
}

interface Learned {
  shape: Shape;
  containers: Map<string, Container>;
}

/** Adds up what responses show. */
export class Learner {
  readonly #shapes = new Map<string, Learned>();
  /** The container that was learned from one that responses use again; `undefined` if there are too many. */
  readonly #known = new WeakMap<ObservedContainer, Container | undefined>();

  /**
   * @param observed containers that are used for this org, operation and status only
   * @param deviations are counted on their own: what was settled is not unlearned by them
   */
  add(response: Response, observed: readonly ObservedContainer[], deviations: readonly Deviation[] = []): void {
    const { day } = response;
    const learned = this.#learnedOf(response);
    const { shape } = learned;
    shape.n += 1;
    if (day < shape.first) shape.first = day;
    if (!shape.days.includes(day)) shape.days = [...shape.days, day].sort().slice(-bounds.days);
    for (const one of observed) {
      const container = this.#containerOf(learned, one, day);
      if (!container) continue;
      const own = deviations.filter((deviation) => deviation.container === one);
      addContainer(container, one, day, own);
    }
  }

  /** What was learned, within its bounds. */
  get shapes(): Shape[] {
    return mergeShapes(
      [...this.#shapes.values()].map(({ shape, containers }) =>
        structuredClone({ ...shape, containers: [...containers.values()] }),
      ),
    );
  }

  #learnedOf({ day, org, operation, status }: Response): Learned {
    const key = keyOf({ org, operation, status });
    let learned = this.#shapes.get(key);
    if (!learned) {
      const shape: Shape = { version: 2, org, operation, status, n: 0, first: day, days: [], containers: [] };
      learned = { shape, containers: new Map() };
      this.#shapes.set(key, learned);
    }
    return learned;
  }

  #containerOf({ containers }: Learned, one: ObservedContainer, day: string): Container | undefined {
    if (this.#known.has(one)) return this.#known.get(one);
    const { at, variant } = one;
    const key = `${at} ${variant}`;
    let container = containers.get(key);
    if (!container && containers.size < 4 * bounds.containers) {
      container = { at, variant, n: 0, first: day, last: day, properties: {} };
      containers.set(key, container);
    }
    this.#known.set(one, container);
    return container;
  }
}

const noDrift: ReadonlySet<string> = new Set();

function addContainer(known: Container, one: ObservedContainer, day: string, deviations: readonly Deviation[]): void {
  see(known, day);
  const driftsOf = (name: string): ReadonlySet<string> =>
    deviations.length === 0
      ? noDrift
      : new Set(deviations.filter((deviation) => deviation.name === name).map(({ what }) => what));
  for (const seen of one.seen) {
    const location = locationIn(known, seen.name, day);
    const drifts = driftsOf(seen.name);
    if (drifts.size > 0) addDrifts(location, drifts, day);
    // Counted as a deviation.
    if (!drifts.has('absent')) addLocation(location, seen, { day, of: one.n }, drifts);
  }
  for (const { name } of deviations) if (!one.find(name)) addDrifts(locationIn(known, name, day), driftsOf(name), day);
}

function locationIn({ properties }: Container, name: string, day: string): Location {
  const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (known) return known;
  const location: Location = { n: 0, first: day, last: day, types: {} };
  properties[name] = location;
  return location;
}

function addDrifts(known: Location, drifts: ReadonlySet<string>, day: string): void {
  for (const what of drifts) {
    known.drift ??= {};
    const count = known.drift[what] ?? { n: 0, first: day, last: day };
    see(count, day);
    known.drift[what] = count;
  }
}

function addLocation(
  known: Location,
  seen: ObservedLocation,
  { day, of }: { day: string; of: number },
  drifts: ReadonlySet<string>,
): void {
  see(known, day);
  if (seen.name !== '*' && seen.n < of) known.partly = (known.partly ?? 0) + 1;
  for (let i = 0; i < jsonTypes.length; i += 1) {
    const type = jsonTypes[i] as string;
    if ((seen.types[i] as number) > 0 && !drifts.has(type)) known.types[type] = (known.types[type] ?? 0) + 1;
  }
  const { strings } = seen;
  if (strings === 0 || drifts.has('string')) return;
  for (let i = 0; i < formats.length; i += 1)
    if (seen.formats[i] === strings) {
      const format = formats[i] as string;
      known.formats ??= {};
      known.formats[format] = (known.formats[format] ?? 0) + 1;
    }
  if (![...drifts].some(isMember)) addMembers(known, seen);
}

function addMembers(known: Location, { members, unlisted }: ObservedLocation): void {
  if (unlisted > 0) known.unlisted = (known.unlisted ?? 0) + 1;
  if (!members) return;
  for (const member of members.keys()) {
    known.members ??= {};
    known.members[member] = (known.members[member] ?? 0) + 1;
  }
}

function see(count: Count, day: string): void {
  if (count.n === 0 || day < count.first) count.first = day;
  if (count.n === 0 || day > count.last) count.last = day;
  count.n += 1;
}
