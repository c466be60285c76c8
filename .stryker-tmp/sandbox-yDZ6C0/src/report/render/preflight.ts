// @ts-nocheck
import type { Settings } from '../../config/load.js';
import type { OperationContract } from '../../contract/model.js';
import type { Tier } from '../../domain/operation.js';
import type { Preflight } from '../../org/preflight.js';
import { wrap } from './terminal.js';

/** What a run may expect of an org, in a few lines, and what to grant so that more can be verified. */
export function renderPreflight(
  { engine, isNew, caller, limit, scopes }: Preflight,
  { rateShare }: Pick<Settings, 'rateShare'>,
  barred: readonly OperationContract[],
): string {
  const serves =
    isNew === undefined ? 'unknown' : isNew ? 'its new operations are served' : 'its new operations are not served';
  const share = Math.round(rateShare * 100);
  return [
    `Org        ${engine}; edition: ${serves}`,
    `Caller     ${caller}${scopes ? `: ${scopes.granted.length} scopes granted` : ''}`,
    `Limits     ${limit ? `${limit} requests a minute for users; ` : ''}this run uses at most ${share} % of each`,
    ...(barred.length > 0
      ? [
          wrapped(`Blocked    ${barred.length} operations: grant ${(scopes?.missing ?? []).join(', ')}`),
          ...(scopes?.since === undefined ? [] : [askedOn(scopes.since)]),
        ]
      : []),
  ].join('\n');
}

/** How many operations a run can verify, before it starts. */
export function renderExpected(
  { expected, selected }: { expected: number; selected: number },
  tiers: readonly Tier[],
): string {
  const tier = `the ${tiers.join(', ')} tier${tiers.length > 1 ? 's' : ''}`;
  const line = `Expected   about ${expected} of ${selected} operations can be verified in ${tier} with this access; fewer where the org lacks an object or a feature`;
  return wrap(line, 80, 11).join('\n');
}

/** A scope that was granted in the meantime is not known yet. */
function askedOn(since: number): string {
  const day = new Date(since).toISOString().slice(0, 10);
  return `           as of ${day}; delete .okta-contracts/scopes.json to check again`;
}

/** Wraps a line at 80 characters and aligns the later lines with the text of the first. */
export function wrapped(line: string): string {
  return wrap(line, 80, 11).join('\n');
}
