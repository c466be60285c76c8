// @ts-nocheck
import type { OperationId } from '../domain/operation.js';
import { safeCall, safeFixture } from './callbacks.js';
import type { CallOptions, Fixture, FixtureSpec, Plan } from './model.js';

/** The functions with which a suite file declares its plan. */
export interface Vocabulary {
  /** Declares an object that is created or found. */
  fixture(spec: FixtureSpec): Fixture;
  /** Declares a call of an operation. Calls on the same fixture keep their order if one of them writes. */
  call(operation: OperationId, options?: CallOptions): void;
}

/** Runs the definition of a suite. It sends nothing and returns the plan. */
export function makePlan(name: string, define: (words: Vocabulary) => void): Plan {
  const plan: Plan = { name, steps: [] };
  define({
    fixture(spec) {
      const fixture = { key: plan.steps.length, spec: safeFixture(spec) };
      plan.steps.push({ kind: 'fixture', fixture });
      return fixture;
    },
    call(operation, options = {}) {
      plan.steps.push({
        kind: 'call',
        call: { operation, fixtures: [options.on ?? []].flat(), options: safeCall(operation, options) },
      });
    },
  });
  return plan;
}
