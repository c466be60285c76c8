import { callOf } from '../arguments.js';
import type { Swept, Waiting, WhyLeft } from '../org/sweep.js';
import { journalFolder } from './journal-folder.js';

const reasons: Record<WhyLeft, string> = {
  'not-ours': 'without the name that the run gave',
  'no-name': 'of a kind that has no name',
  unclear: 'that the org gave no clear answer about',
  refused: 'that the org did not remove',
  'needs-org-tier': 'that only the org tier restores (OKTA_CONTRACTS_TIERS=write,org)',
};

/** What a sweep did, a sentence per line; nothing where there was nothing to do. @param whose `an earlier run` */
export function renderSwept({ removed, restored, left, ...unread }: Swept, whose: string): string {
  const lines: string[] = [];
  if (removed.length > 0) lines.push(`Removed ${count(removed.length, 'objects')} of ${whose}: ${kinds(removed)}.`);
  if (restored.length > 0) lines.push(`Restored what ${whose} changed: ${kinds(restored)}.`);
  for (const [why, reason] of Object.entries(reasons)) {
    const kept = left.filter((one) => one.why === why).map(({ kind }) => kind);
    if (kept.length > 0) lines.push(`Not removed: ${count(kept.length, 'objects')} ${reason} (${kinds(kept)}).`);
  }
  lines.push(...unreadable(unread));
  if (left.length + unread.invalid + unread.corrupt + unread.outdated > 0)
    lines.push(
      `What is left can be removed by hand: its name begins with okta-contracts-. Then delete the journals in ${journalFolder}.`,
    );
  return text(lines);
}

/** What journals of ended runs contain and how to remove it, a sentence per line; nothing where there are none. */
export function renderWaiting({ kinds: names, since, ...unread }: Waiting, now: number = Date.now()): string {
  const lines: string[] = [];
  if (names.length > 0)
    lines.push(
      `An earlier run (${age(now - since)} ago) may have left ${count(names.length, 'objects')}: ${kinds(names)}. Remove them with: ${callOf('sweep')}`,
    );
  lines.push(...unreadable(unread));
  return text(lines);
}

function unreadable({ invalid, corrupt, outdated }: Omit<Swept, 'removed' | 'restored' | 'left'>): string[] {
  return [
    ...(invalid > 0
      ? [`Not used: ${count(invalid, 'invalid entries')} of the journal in ${journalFolder}, which no run writes.`]
      : []),
    ...(corrupt > 0
      ? [`Not used: ${count(corrupt, 'lines')} of the journal in ${journalFolder} that cannot be read.`]
      : []),
    ...(outdated > 0
      ? [`Not used: ${count(outdated, 'journals')} of another version of okta-contracts in ${journalFolder}.`]
      : []),
  ];
}

/** `2 groups, 1 user` */
function kinds(names: string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
    .map(([name, n]) => count(n, name))
    .join(', ');
}

/** @param name of several, `policies` */
function count(n: number, name: string): string {
  const plural = name.endsWith('s') ? name : `${name}s`;
  return `${n} ${n === 1 ? plural.replace(/ies$/, 'y').replace(/s$/, '') : plural}`;
}

/** `3 days` */
export function age(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 120) return count(minutes, 'minutes');
  return minutes < 48 * 60 ? count(Math.floor(minutes / 60), 'hours') : count(Math.floor(minutes / 1440), 'days');
}

function text(lines: string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
