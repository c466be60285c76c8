import type { Settings } from '../../config/load.js';
import type { OperationContract } from '../../contract/model.js';
import type { Tier } from '../../domain/operation.js';
import { countOf } from '../../io/counts.js';
import type { Preflight } from '../../org/preflight.js';
import { tiersText } from './texts.js';
import { wrap } from './wrap.js';

/** The result of the pre-flight: the org, the caller, the rate limits, and the scopes to grant. */
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
    `Caller     ${caller}${scopes ? `: ${countOf(scopes.granted.length, 'scopes')} granted` : ''}`,
    `Limits     ${limit ? `${countOf(limit, 'requests')} per minute for users; ` : ''}this run uses at most ${share} % of each`,
    ...(barred.length > 0
      ? [
          ...block(`Blocked    ${countOf(barred.length, 'operations')}: grant ${(scopes?.missing ?? []).join(', ')}`),
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
  return block(
    `Expected   about ${expected} of ${countOf(selected, 'operations')} can be verified in the ${tiersText(tiers)} with this access; fewer if the org lacks an object or a feature`,
  ).join('\n');
}

/** Scopes that were granted since are not known yet. */
function askedOn(since: number): string {
  const day = new Date(since).toISOString().slice(0, 10);
  return `           as of ${day}; delete .okta-contracts/scopes.json to check again`;
}

/** A line with a title of 11 characters, wrapped to 80 columns under its text. */
export function block(line: string): string[] {
  return wrap(line, 80, 11);
}
