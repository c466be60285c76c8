import { type Json, valueAt } from '../domain/json.js';
import type { OperationId } from '../domain/operation.js';
import { isIdOf, oktaId, parametersOf } from '../org/ids.js';
import { type Call, type Fixture, type FixtureSpec, type Plan, removalOf } from './model.js';

/** The path template of a fixture's own object, where it has one: usually that of the request that removes it. */
export function templateOf({ spec }: Fixture): string | undefined {
  const template = spec.template ?? removalOf(spec).at(-1)?.operation.split(' ')[1] ?? '';
  return template.endsWith(`/{${spec.parameter}}`) ? template : undefined;
}

/** The operation that reads a fixture's object, whether or not it has a contract. */
export function readerOf(fixture: Fixture): OperationId | undefined {
  const template = templateOf(fixture);
  return template === undefined ? undefined : (`GET ${template}` as OperationId);
}

/** Where a created object carries the name that the run gave it. */
export function markOf({ mark, find }: FixtureSpec): string | undefined {
  return mark ?? find?.name;
}

/** Whether the run confirms that a created object is its own, and may then write to it. Others belong to what they lie in. */
export function isConfirmed({ spec }: Fixture): boolean {
  return spec.make !== undefined && !spec.make.changes && (markOf(spec) !== undefined || spec.unnamed !== undefined);
}

/** The id of a fixture's object, after those of the objects that its path leads through. */
export function chainOf(fixture: Fixture, ids: Record<string, string>, id: string): string[] {
  return [...parentsOf(fixture).map((name) => ids[name] ?? ''), id];
}

/** The parameters of a fixture's path before its own. */
export function parentsOf(fixture: Fixture): string[] {
  const names = parametersOf(templateOf(fixture) ?? '');
  return names.slice(0, Math.max(0, names.indexOf(fixture.spec.parameter)));
}

/** Whether a read has to show that an object is gone. What lies in another object of the run goes with that one. */
export function needsProof(fixture: Fixture): boolean {
  const { make } = fixture.spec;
  const isOnItsOwn = parentsOf(fixture).length === 0 || make?.inOrgObject === true;
  return isConfirmed(fixture) && isOnItsOwn && removalOf(fixture.spec).length > 0;
}

/** The id in a create response, if it has the format of its type. It is a claim: the object still has to be confirmed. */
export function claimedId({ id = 'id', format = oktaId }: FixtureSpec, object: Json): string | undefined {
  const claimed = valueAt(object, id);
  return isIdOf(format, claimed) ? claimed : undefined;
}

/**
 * The calls of a plan that read an object as the run read it a moment ago to confirm it: the first on the object, with nothing
 * written to it before. They need no request of their own.
 */
export function firstReads(plan: Plan): Set<Call> {
  const touched = new Set<Fixture>();
  const first = new Set<Call>();
  for (const step of plan.steps) {
    if (!('call' in step)) continue;
    const { operation, fixtures, options } = step.call;
    const [fixture] = fixtures;
    const isPlain = !options.query && !options.queryOf && !options.with;
    if (fixture && fixtures.length === 1 && isPlain && !touched.has(fixture))
      if (isConfirmed(fixture) && operation === readerOf(fixture)) first.add(step.call);
    if (!operation.startsWith('GET ') || first.has(step.call)) for (const each of fixtures) touched.add(each);
  }
  return first;
}
