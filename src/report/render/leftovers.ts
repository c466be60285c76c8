import type { Leftover, RunReport } from '../../assess/run-report.js';
import { countOf } from '../../io/counts.js';

/** The objects that are left on the org, a sentence for each kind. Those that fail the run are first. */
export function leftoverLines({
  leftovers,
}: Pick<RunReport, 'leftovers'>): { text: string; fix: string; fails: boolean }[] {
  const groups = new Map<string, Leftover[]>();
  for (const leftover of leftovers) {
    const key = JSON.stringify([leftover.kind, leftover.why, leftover.fix]);
    groups.set(key, [...(groups.get(key) ?? []), leftover]);
  }
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const { kind, why, fix, fails } = first;
      return { text: `${countOf(group.length, kind)}: ${why}`, fix, fails };
    })
    .sort((a, b) => Number(b.fails) - Number(a.fails));
}

/** The title of a leftover: `Left on the org`, or `Not restored` if it does not fail the run. */
export function leftoverTitle({ fails }: { fails: boolean }): string {
  return fails ? 'Left on the org' : 'Not restored';
}
