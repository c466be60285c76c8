import type { Leftover } from '../../assess/run-report.js';
import { callAlone, callOf } from '../../io/call-of.js';
import { countOf, countsOf } from '../../io/counts.js';
import { journalFolder } from '../../org/journal/folder.js';
import { lockPrefix } from '../../org/journal/names.js';
import type { Left, Swept, Waiting, WhyLeft } from '../../org/journal/sweep.js';

const reasons: Record<WhyLeft, string> = {
  'not-ours': 'without the name that the run gave',
  'no-name': 'of a kind that has no name',
  unclear: 'that the org gave no clear response about',
  refused: 'that the org did not remove',
  'needs-org-tier': 'that only the org tier restores (OKTA_CONTRACTS_TIERS=write,org)',
  needed: 'that others depend on, which could not be removed',
};

const sentences: Record<WhyLeft, string> = {
  'not-ours': 'without the name that the run gave',
  'no-name': 'without a name that shows who created it',
  unclear: 'the org gave no clear response',
  refused: 'the org refused the removal',
  'needs-org-tier': 'restored in the org tier only',
  needed: 'needed by an object that could not be removed',
};

/** The objects and settings that a sweep left on the org, as the reports show them. */
export function leftoversOf({
  left,
  changedSince,
  invalid,
  corrupt,
  outdated,
}: Omit<Swept, 'removed' | 'restored'>): Leftover[] {
  const unread = invalid + corrupt + outdated;
  return [
    ...left.map((one) => ({
      kind: one.kind,
      why: one.changes && one.why === 'refused' ? 'the org refused the restore' : sentences[one.why],
      fix: fixOf(one),
      fails: true,
    })),
    // The objects of these entries are unknown.
    ...Array.from({ length: unread }, () => ({
      kind: 'journal entries',
      why: 'cannot be used; what was recorded there may be left',
      fix: `${callOf('sweep')} --all finds objects by their names; then delete the journals in ${journalFolder}`,
      fails: true,
    })),
    ...changedSince.map(({ kind, read }) => ({
      kind,
      why: 'changed by someone else since; not restored',
      fix: `Check its value: ${read}`,
      fails: false,
    })),
  ];
}

/** The command and the request that fix it. Ids are not shown: the journal has them. */
function fixOf({ run, request, isNamed, changes }: Left): string {
  const command = `${changes ? 'OKTA_CONTRACTS_TIERS=write,org ' : ''}${callAlone('sweep')}`;
  const which = isNamed
    ? `for the object whose name starts with okta-contracts-${run}-`
    : request.includes('{')
      ? `with the id in ${journalFolder}/${run}.ndjson`
      : `with the value in ${journalFolder}/${run}.ndjson`;
  return `${command}, or by hand ${request} ${which}`;
}

/** The result of a sweep, a sentence per line; empty if there was nothing to do. @param whose `an earlier run` */
export function renderSwept({ removed, restored, left, changedSince, ...unread }: Swept, whose: string): string {
  const lines: string[] = [];
  if (removed.length > 0)
    lines.push(`Removed ${countOf(removed.length, 'objects')} of ${whose}: ${countsOf(removed)}.`);
  if (restored.length > 0) lines.push(`Restored what ${whose} changed: ${countsOf(restored)}.`);
  for (const [why, reason] of Object.entries(reasons)) {
    const kept = left.filter((one) => one.why === why).map(({ kind }) => kind);
    if (kept.length > 0) lines.push(`Not removed: ${countOf(kept.length, 'objects')} ${reason} (${countsOf(kept)}).`);
  }
  if (changedSince.length > 0)
    lines.push(`Not restored: ${countsOf(changedSince.map(({ kind }) => kind))}, changed by someone else since.`);
  lines.push(...unreadable(unread));
  if (left.length + unread.invalid + unread.corrupt + unread.outdated > 0)
    lines.push(
      `What is left can be removed by hand: its name begins with okta-contracts-. Then delete the journals in ${journalFolder}.`,
    );
  return text(lines);
}

/** Locks of runs that ended elsewhere; nothing where there are none. */
export function renderExpired(locks: number): string {
  return locks === 0
    ? ''
    : `${countOf(locks, 'locks')} of runs elsewhere expired: delete the groups whose names start with ${lockPrefix}, or add --all\n`;
}

/** The objects in journals of ended runs and how to remove them, a sentence per line; empty if there are none. */
export function renderWaiting({ kinds: names, since, ...unread }: Waiting, now: number = Date.now()): string {
  const lines: string[] = [];
  if (names.length > 0)
    lines.push(
      `An earlier run (${age(now - since)} ago) may have left ${countOf(names.length, 'objects')}: ${countsOf(names)}. Remove them with: ${callOf('sweep')}`,
    );
  lines.push(...unreadable(unread));
  return text(lines);
}

function unreadable({ invalid, corrupt, outdated }: Pick<Swept, 'invalid' | 'corrupt' | 'outdated'>): string[] {
  return [
    ...(invalid > 0
      ? [`Not used: ${countOf(invalid, 'invalid entries')} of the journal in ${journalFolder}, which no run writes.`]
      : []),
    ...(corrupt > 0
      ? [`Not used: ${countOf(corrupt, 'lines')} of the journal in ${journalFolder} that cannot be read.`]
      : []),
    ...(outdated > 0
      ? [`Not used: ${countOf(outdated, 'journals')} of another version of okta-contracts in ${journalFolder}.`]
      : []),
  ];
}

/** `3 days` */
export function age(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 120) return countOf(minutes, 'minutes');
  return minutes < 48 * 60 ? countOf(Math.floor(minutes / 60), 'hours') : countOf(Math.floor(minutes / 1440), 'days');
}

function text(lines: string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
