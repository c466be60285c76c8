import { segmentsOf } from '../../domain/json.js';
import { bounds, type Container, type Count, keyOf, type Location, type Shape } from './model.js';

/**
 * Adds up shapes: of shards, of runs, of files. The order does not matter. What exceeds the bounds is dropped, and never depends on
 * counts, so that every order drops the same: of the containers those that are deepest, then the last by name; of the properties
 * and members the last by name; of the days the earliest except the first; of the orgs the last by name.
 */
export function mergeShapes(shapes: Iterable<Shape>): Shape[] {
  const merged = new Map<string, Shape>();
  for (const shape of shapes) {
    const known = merged.get(keyOf(shape));
    merged.set(keyOf(shape), known ? mergeTwo(known, shape) : bounded(shape));
  }
  const all = [...merged.values()].sort((a, b) => compare(keyOf(a), keyOf(b)));
  const orgs = new Set([...new Set(all.map(({ org }) => org))].slice(0, bounds.orgs));
  const ofOrg = new Map<string, number>();
  return all.filter(({ org }) => {
    const n = (ofOrg.get(org) ?? 0) + 1;
    ofOrg.set(org, n);
    return orgs.has(org) && n <= bounds.shapesOfOrg;
  });
}

/** Two counts of the same thing. The days of what no response had do not count. */
export function addCounts<C extends Count>(a: C, b: Count): C {
  if (a.n > 0 && b.n === 0) return a;
  if (a.n === 0 && b.n > 0) return { ...a, n: b.n, first: b.first, last: b.last };
  return { ...a, n: a.n + b.n, first: a.first < b.first ? a.first : b.first, last: a.last > b.last ? a.last : b.last };
}

function mergeTwo(a: Shape, b: Shape): Shape {
  const containers = new Map(a.containers.map((container) => [containerKey(container), container]));
  for (const container of b.containers) {
    const known = containers.get(containerKey(container));
    containers.set(containerKey(container), known ? mergeContainers(known, container) : container);
  }
  return bounded({
    ...a,
    n: a.n + b.n,
    first: a.first < b.first ? a.first : b.first,
    days: [...a.days, ...b.days],
    containers: [...containers.values()],
  });
}

/** The containers of two variants, or twice of one. */
export function mergeContainers(a: Container, b: Container): Container {
  const properties: Record<string, Location> = { ...a.properties };
  for (const [name, location] of Object.entries(b.properties)) {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    properties[name] = known ? mergeLocations(known, location) : location;
  }
  return { ...addCounts(a, b), properties };
}

function mergeLocations(a: Location, b: Location): Location {
  const formats = addUp(a.formats, b.formats);
  const members = addUp(a.members, b.members);
  const partly = (a.partly ?? 0) + (b.partly ?? 0);
  const unlisted = (a.unlisted ?? 0) + (b.unlisted ?? 0);
  const forgotten = (a.forgotten ?? 0) + (b.forgotten ?? 0);
  const drift = { ...a.drift };
  for (const [what, count] of Object.entries(b.drift ?? {}))
    drift[what] = drift[what] ? addCounts(drift[what], count) : count;
  return {
    ...addCounts(a, b),
    ...(partly > 0 ? { partly } : {}),
    types: addUp(a.types, b.types),
    ...(Object.keys(formats).length > 0 ? { formats } : {}),
    ...(Object.keys(members).length > 0 ? { members } : {}),
    ...(unlisted > 0 ? { unlisted } : {}),
    ...(forgotten > 0 ? { forgotten } : {}),
    ...(Object.keys(drift).length > 0 ? { drift } : {}),
  };
}

function addUp(a: Record<string, number> = {}, b: Record<string, number> = {}): Record<string, number> {
  const sum = { ...a };
  for (const [key, n] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + n;
  return sum;
}

/** A shape within its bounds, in an order that does not depend on how it was made. */
function bounded(shape: Shape): Shape {
  const depth = ({ at }: Container) => segmentsOf(at).length;
  return {
    ...shape,
    version: 2,
    days: [...new Set(shape.days)].sort().slice(-bounds.days),
    containers: [...shape.containers]
      .sort((a, b) => depth(a) - depth(b) || compare(containerKey(a), containerKey(b)))
      .slice(0, bounds.containers)
      .map((container) => ({
        ...container,
        properties: Object.fromEntries(
          Object.entries(container.properties)
            .sort(([a], [b]) => compare(a, b))
            .slice(0, bounds.properties)
            .map(([name, location]) => [
              name,
              location.members ? { ...location, members: firstMembers(location.members) } : location,
            ]),
        ),
      })),
  };
}

function containerKey({ at, variant }: Pick<Container, 'at' | 'variant'>): string {
  return `${at} ${variant}`;
}

/** The first members by name. */
function firstMembers(members: Record<string, number>): Record<string, number> {
  const sorted = Object.entries(members).sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(sorted.slice(0, bounds.members));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
