import { loadCatalogue } from '../contract/catalogue.js';
import type { OperationId } from '../domain/operation.js';
import { safeCall, safeFixture } from './callbacks.js';
import type { ReadsCatalogue } from './list-paths.js';
import type { CallOptions, Fixture, FixtureSpec, Plan } from './model.js';
import { planReads, type ReadsOptions } from './reads.js';

/** The functions with which a suite file declares its plan. */
export interface Vocabulary {
  /** Declares an object that is created or found. */
  fixture(spec: FixtureSpec): Fixture;
  /** Declares a call of an operation. Calls on the same fixture keep their order if one of them writes. */
  call(operation: OperationId, options?: CallOptions): void;
  /**
   * Declares a call of each GET operation of the resource that the suite does not call itself. An object is found by the list before
   * its parameter in the path, which may be the list of another resource:
   * `GET /api/v1/brands` for `GET /api/v1/brands/{brandId}/themes`. Operations in contracts/not-requested.json are left out.
   */
  reads(options?: ReadsOptions): void;
}

/**
 * Runs the definition of a suite. It sends nothing and returns the plan.
 * @param catalogue the contracts that `reads()` uses; default: those of this package
 */
export function makePlan(
  name: string,
  define: (words: Vocabulary) => void,
  catalogue: () => ReadsCatalogue = loadCatalogue,
): Plan {
  const plan: Plan = { name, steps: [], notRequested: new Map() };
  const wanted: ReadsOptions[] = [];
  const words: Vocabulary = {
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
    reads: (options = {}) => void wanted.push(options),
  };
  define(words);
  // What the suite calls itself is known only now.
  for (const options of wanted) planReads(plan, words, catalogue(), options);
  return plan;
}
