import { isRead } from '../domain/operation.js';
import { isConfirmed, objectReader } from './fixture/identity.js';
import type { Call, Fixture, Plan } from './model.js';

/**
 * The calls of a plan that send no request of their own, because the run reads the object in the same way to confirm it: the
 * first call on a created object, if it is such a read.
 */
export function confirmingReads(plan: Plan): Set<Call> {
  const touched = new Set<Fixture>();
  const first = new Set<Call>();
  for (const step of plan.steps) {
    if (step.kind !== 'call') continue;
    const { operation, fixtures, options } = step.call;
    const [fixture] = fixtures;
    const isPlain = !options.query && !options.queryOf && !options.with;
    if (fixture && fixtures.length === 1 && isPlain && !touched.has(fixture))
      if (isConfirmed(fixture) && operation === objectReader(fixture)) first.add(step.call);
    if (!isRead(operation) || first.has(step.call)) for (const each of fixtures) touched.add(each);
  }
  return first;
}
