import { ContractsError } from '../../domain/errors.js';
import { countOf } from '../../io/counts.js';
import type { FleetOrg } from './inventory.js';

/** GitHub Actions runs at most so many jobs of a matrix. */
const mostJobs = 256;

/** The orgs of one part of a fleet: every `of`-th org, from `index` on. So parts differ by one org at most. Throws `INPUT`. */
export function partOf(orgs: readonly FleetOrg[], index: number, of: number): FleetOrg[] {
  if (index >= of) throw new ContractsError('INPUT', `--index ${index} is not below --of ${of}: the first part is 0.`);
  return orgs.filter((_, i) => i % of === index);
}

/** One job of a matrix: `fleet INVENTORY --index <index> --of <of>`. */
export interface Job {
  /** `acme`, or `acme and 2 more`. */
  name: string;
  index: number;
  of: number;
}

/** A matrix of GitHub Actions: one job for each org, or groups of orgs. It contains names and no other field of the inventory. */
export function matrixOf(orgs: readonly FleetOrg[], most = mostJobs): { include: Job[] } {
  const of = Math.min(orgs.length, most, mostJobs);
  const include = Array.from({ length: of }, (_, index) => {
    const [first, ...others] = partOf(orgs, index, of);
    const more = others.length > 0 ? ` and ${countOf(others.length, 'more')}` : '';
    return { name: `${first?.name}${more.replace(/s$/, '')}`, index, of };
  });
  return { include };
}
