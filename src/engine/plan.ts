import type { OperationId } from '../domain/operation.js';
import { safeCall, safeFixture } from './callbacks.js';
import type { CallOptions, Fixture, FixtureSpec, Plan } from './model.js';

/** The words of a suite file. */
export interface Vocabulary {
  /** Declares an object that is found or made. */
  fixture(spec: FixtureSpec): Fixture;
  /** Reaches an operation: calls on one fixture keep their order wherever one of them writes. */
  call(operation: OperationId, options?: CallOptions): void;
}

/** Runs a suite's definition, which sends nothing, and returns its plan. */
export function makePlan(name: string, define: (words: Vocabulary) => void): Plan {
  const plan: Plan = { name, steps: [] };
  define({
    fixture(spec) {
      const fixture = { key: plan.steps.length, spec: safeFixture(spec) };
      plan.steps.push({ fixture });
      return fixture;
    },
    call(operation, options = {}) {
      plan.steps.push({
        call: { operation, fixtures: [options.on ?? []].flat(), options: safeCall(operation, options) },
      });
    },
  });
  return plan;
}
