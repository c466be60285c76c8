import type { Catalogue } from '../contract/catalogue.js';
import type { OperationId, Tier } from '../domain/operation.js';
import { needsSuperAdmin } from '../org/auth/role-types.js';
import {
  type Call,
  callsOf,
  type Fixture,
  fixturesOf,
  foundIn,
  operationsOf,
  type Plan,
  removalOf,
  tierOf,
} from './model.js';
import type { Run } from './run.js';

/** The requests that a run may send to an org, as far as known before the run. */
export interface Reach {
  run: Pick<Run, 'allows' | 'mayBeAsked'> & { catalogue: Pick<Catalogue, 'operations'> };
  /** Scopes that an OAuth 2.0 client was granted; an API token has none. */
  scopes?: readonly string[] | undefined;
  /** Whether the caller is a super administrator, if that is known. */
  isSuperAdmin?: boolean | undefined;
}

/** The properties of a request that decide whether it is sent. */
interface Request {
  operation: OperationId;
  tier?: Tier | undefined;
  onlyNamed?: true | undefined;
}

/**
 * How many operations of plans a run can verify with its tiers, scopes and role. It may verify fewer, because the objects and the
 * features of the org are not known yet.
 * @param isSelected whether the run includes an operation of a plan
 */
export function expectedOperations(
  plans: readonly Plan[],
  reach: Reach,
  isSelected: (plan: Plan, operation: OperationId) => boolean = () => true,
): { expected: number; selected: number } {
  const { operations } = reach.run.catalogue;
  let expected = 0;
  let selected = 0;
  for (const plan of plans) {
    const reached = reachedBy(plan, reach);
    for (const operation of operationsOf(plan)) {
      if (operations.get(operation)?.resource !== plan.name || !isSelected(plan, operation)) continue;
      selected += 1;
      if (reached.has(operation)) expected += 1;
    }
  }
  return { expected, selected };
}

/** The operations that a run sends a request for. */
function reachedBy(plan: Plan, reach: Reach): Set<OperationId> {
  const reached = new Set<OperationId>();
  const ready = new Set<Fixture>();
  for (const fixture of fixturesOf(plan)) {
    const { make, parents = [] } = fixture.spec;
    if (!parents.every((parent) => ready.has(parent))) continue;
    const create = make && { ...make, tier: make.changes && ('org' as const) };
    if (create && isAsked(create, reach)) {
      if (!mayAccess(create.operation, reach)) continue;
      reached.add(create.operation);
      for (const { operation } of removalOf(fixture.spec)) if (mayAccess(operation, reach)) reached.add(operation);
      ready.add(fixture);
      continue;
    }
    const found = foundIn(fixture.spec).find((one) => isAsked(one, reach) && mayAccess(one.operation, reach));
    if (!found) continue;
    reached.add(found.operation);
    ready.add(fixture);
  }
  for (const call of callsOf(plan)) if (isReached(call, ready, reach)) reached.add(call.operation);
  return reached;
}

function isReached({ operation, fixtures, options }: Call, ready: ReadonlySet<Fixture>, reach: Reach): boolean {
  const isReady = fixtures.every((fixture) => ready.has(fixture));
  return isReady && isAsked({ ...options, operation }, reach) && mayAccess(operation, reach);
}

/** Whether the settings allow a request. */
function isAsked({ operation, tier, onlyNamed }: Request, { run }: Reach): boolean {
  return run.allows(tierOf(operation, tier)) && (!onlyNamed || run.mayBeAsked(operation));
}

/** Whether the org allows a request to this caller, as far as that is known. */
function mayAccess(operation: OperationId, { run, scopes, isSuperAdmin }: Reach): boolean {
  if (isSuperAdmin === false && needsSuperAdmin(operation)) return false;
  const access = run.catalogue.operations.get(operation)?.oauthScopes ?? [];
  return scopes === undefined || access.every((scope) => scopes.includes(scope));
}
