import { changeTitle } from '../finding.js';
import type { Finding, OperationResult } from '../words.js';
import { renderFinding } from './finding-text.js';
import type { RunReport } from './model.js';

type ChangeEntry = OperationResult['changes'][number];

/** The org of a run in one line; the reference org is never mistaken for one's own. */
export function renderOrg(org: RunReport['org']): string {
  return org.reference
    ? `The reference org (profile ${org.reference}), which comes with this project: this says nothing of your org.`
    : `${org.url} (${org.tiers.join(', ')} tier${org.tiers.length > 1 ? 's' : ''})`;
}

/** One operation: a line when it keeps its contract, a block when there is something to say. */
export function renderOperation(result: OperationResult, fails: (finding: Finding) => boolean): string {
  const { operation, outcome } = result;
  if (outcome.kind === 'not exercised') return `  ? ${operation}  not exercised`;
  if (outcome.kind !== 'verified')
    return `  - ${operation}\n      ${outcome.kind}: ${outcome.reason}; ${outcome.detail}`;
  const failed = result.findings.some(fails);
  const lines = [`  ${failed ? '✗' : '✓'} ${operation}`];
  const seldom = result.changes.filter(({ change, state }) => change.when && state === 'not observable');
  for (const entry of result.changes) {
    if (entry.state === 'applied' || seldom.includes(entry) || result.changes.some((other) => liesIn(entry, other)))
      continue;
    const { change, state } = entry;
    if (change.kind === 'deprecated') {
      lines.push('      · deprecated, and still served');
      continue;
    }
    const inside = result.changes.filter((other) => liesIn(other, entry)).length;
    const more = [change.was ? ` (${change.was})` : '', inside > 0 ? `, with ${inside} properties in it` : ''].join('');
    lines.push(`      ${state === 'not observable' ? '·' : '~'} ${changeTitle(change)}: ${state}${more}`);
  }
  if (seldom.length > 0) lines.push(`      · ${seldom.length} added only now and then: not observable`);
  const shown = result.findings.filter((finding) => !finding.change && finding.level !== 'notice');
  for (const finding of shown) lines.push(renderFinding(finding, '      '));
  return lines.join('\n');
}

/** What the run comes to: verified of how many, why the others were not, and what became of the changes. */
export function renderSummary(report: RunReport): string {
  const { coverage, changes, requests, run } = report;
  const { pass, stale, violation } = coverage.verdicts;
  const lines = [
    `Verified   ${coverage.verified} of ${coverage.selected} operations: ${pass} keep the contract, ${stale} stale, ${violation} broken`,
    ...Object.entries(coverage.unverified).map(([why, operations]) => `           ${operations.length} ${why}`),
    `Evidence   ${recordedOf(report)} of them by what real orgs answered, the others by Okta's document alone`,
    `Changes    ${changes.applied} applied, ${changes.stillAsBefore} still as before, ${changes.notObservable} not observable`,
    `Requests   ${requests.sent} in ${run.seconds.toFixed(1)} s, ${requests.answered429} answered 429, ${requests.waitedSeconds.toFixed(1)} s waited for limits`,
    `Edition    ${report.edition.edition} (before: ${report.edition.previous})`,
    ...run.reasons.map((reason) => `Failed     ${reason}`),
    run.passed ? 'PASSED' : 'FAILED',
  ];
  return lines.join('\n');
}

/** How many operations were verified by a contract that rests on recorded answers. */
function recordedOf({ operations }: RunReport): number {
  return operations.filter(({ outcome, evidence }) => outcome.kind === 'verified' && evidence !== 'documented').length;
}

/** Whether a change lies inside another one of its kind and state, which then speaks for both. */
function liesIn({ change, state }: ChangeEntry, other: ChangeEntry): boolean {
  return (
    change.kind === other.change.kind &&
    state === other.state &&
    change.pointer.startsWith(`${other.change.pointer}/`) &&
    other.change.pointer !== ''
  );
}
