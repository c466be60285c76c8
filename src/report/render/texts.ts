import type { RunReport, UnverifiedGroup } from '../../assess/run-report.js';
import type { ChangeState } from '../../domain/change.js';
import { countOf, listOf } from '../../io/counts.js';

/** The org of a run in one line. It says if the org is the bundled reference org. */
export function renderOrg({ reference, url, tiers }: RunReport['org']): string {
  if (reference) return `Bundled reference org (profile ${reference}); the results are not about your org.`;
  return tiers.length === 0 ? url : `${url} (${tiersText(tiers)})`;
}

/** `read tier`, `read and write tiers` */
export function tiersText(tiers: readonly string[]): string {
  return `${listOf('conjunction', tiers)} ${tiers.length === 1 ? 'tier' : 'tiers'}`;
}

/** `Migrated 167 · old behavior 1 · same in both editions 52 · unknown 34 · behaves as 2025.08.0`, without the zeros after the first number. */
export function editionMatchText({ editionMatch }: Pick<RunReport, 'editionMatch'>): string {
  const { edition, previous, neither, sameInBoth, unknown } = editionMatch;
  const others: [string, number][] = [
    ['old behavior', previous],
    ['neither edition', neither],
    ['same in both editions', sameInBoth],
    ['unknown', unknown],
  ];
  const shown = others.filter(([, n]) => n > 0).map(([label, n]) => `${label} ${n}`);
  const behavior = behaviorText(editionMatch);
  return [`Migrated ${edition}`, ...shown, ...(behavior === '' ? [] : [behavior])].join(' · ');
}

/** `behaves as 2025.10.0`, `behaves as 2025.08.0 to 2025.11.0`, `operations behave as 2025.01.1 to 2025.10.0`. */
function behaviorText({ org }: RunReport['editionMatch']): string {
  if (!org) return '';
  const { oldest, newest, isMixed } = org;
  const editions = oldest === undefined || oldest === newest ? newest : `${oldest} to ${newest}`;
  return isMixed ? `operations behave as ${editions}` : `behaves as ${editions}`;
}

/** `2025.08.0 167 · 2025.01.1 1`, newest first: how many operations have the changes of an edition, and of none after it. */
export function editionsText({ editionMatch }: Pick<RunReport, 'editionMatch'>): string {
  const newestFirst = Object.entries(editionMatch.editions ?? {}).reverse();
  return newestFirst.map(([edition, n]) => `${edition} ${n}`).join(' · ');
}

/** `61 of 312 operations, 63 verifiable: 60 passed, 1 stale, 0 with violations`; without `verifiable` if all are. */
export function verifiedText({ selected, verifiable, verified, verdicts }: RunReport['coverage']): string {
  const { pass, stale, violation } = verdicts;
  const limit = verifiable === selected ? '' : `, ${verifiable} verifiable`;
  return `${verified} of ${countOf(selected, 'operations')}${limit}: ${pass} passed, ${stale} stale, ${violation} with violations`;
}

/** `2 applied, 1 not applied, 3 not observable` */
export function changesText({ changes }: Pick<RunReport, 'changes'>): string {
  const { applied, notApplied, notObservable } = changes;
  return `${applied} applied, ${notApplied} not applied, ${notObservable} not observable`;
}

/** `26 applied (23 accepted, 3 ignored), 0 not applied, 181 not observable`; `undefined` if no contract changed. */
export function requestChangesText({
  operations,
  requestChanges,
}: Pick<RunReport, 'operations' | 'requestChanges'>): string | undefined {
  if (!requestChanges) return undefined;
  const { applied, notApplied, notObservable } = requestChanges;
  if (applied + notApplied + notObservable === 0) return undefined;
  const results = operations.flatMap(({ changes }) => changes.filter(({ change }) => change.part === 'request'));
  const effects = (state: ChangeState) => {
    const details = results.filter((one) => one.state === state).flatMap(({ detail = [] }) => detail);
    const counts = [...new Set(details)].map((effect) => `${details.filter((one) => one === effect).length} ${effect}`);
    return counts.length > 0 ? ` (${counts.join(', ')})` : '';
  };
  return `${applied} applied${effects('applied')}, ${notApplied} not applied${effects('not applied')}, ${notObservable} not observable`;
}

/** `12 requests in 3.3 s, 1 with status 429` */
export function requestsText({ requests, run }: Pick<RunReport, 'requests' | 'run'>): string {
  return `${countOf(requests.sent, 'requests')} in ${run.seconds.toFixed(1)} s, ${requests.answered429} with status 429`;
}

/** `151 operations backed by recorded responses, 161 by documentation only`, of the verified operations. */
export function evidenceText({ operations }: Pick<RunReport, 'operations'>): string {
  const verified = operations.filter(({ outcome }) => outcome.kind === 'verified');
  const recorded = verified.filter(({ evidence }) => evidence !== 'documented').length;
  return `${countOf(recorded, 'operations')} backed by recorded responses, ${verified.length - recorded} by documentation only`;
}

/**
 * `12 of 30 lists verified; 16 have too few items, 2 not verified for other reasons`; `undefined` if no list was read. A list is
 * verified if its pages are.
 */
export function pagingText({ operations }: Pick<RunReport, 'operations'>): string | undefined {
  const whys = operations.flatMap(({ paging = [] }) => paging.filter(({ part }) => part === 'pages'));
  if (whys.length === 0) return undefined;
  const few = whys.filter(({ why }) => why === 'too few items').length;
  const others = whys.filter(({ why }) => why !== undefined).length - few;
  const rest = [
    ...(few > 0 ? [`${few} not verified: too few items`] : []),
    ...(others > 0 ? [`${others} not verified for other reasons`] : []),
  ];
  const verified = `pages of ${whys.length - few - others} of ${countOf(whys.length, 'lists')} verified`;
  return [verified, ...rest].join('; ');
}

/** `skipped: needs-write-tier`, `not exercised` */
export function unverifiedText({ kind, reason }: Pick<UnverifiedGroup, 'kind' | 'reason'>): string {
  return reason === undefined ? kind : `${kind}: ${reason}`;
}
