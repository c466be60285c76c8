import { memo } from 'preact/compat';
import { useMemo, useState } from 'preact/hooks';
import { countOf } from '../../io/counts.js';
import type { FleetMatrix } from '../fleet-page-data.js';
import { type Look, lookOf } from './states.js';
import { Text } from './text.js';
import { Mark } from './toolbar.js';

type Change = FleetMatrix['changes'][number];

/** The changes as rows, and the orgs as columns. @param text what is searched for, in lower case */
export function Matrix({ matrix, text }: { matrix: FleetMatrix; text: string }) {
  const [isDifferent, setDifferent] = useState(false);
  const { orgs, changes } = useMemo(() => found(matrix, text), [matrix, text]);
  const shown = isDifferent ? changes.filter((change) => differs(change, orgs)) : changes;
  return (
    <>
      <p class="legend">
        {Object.values(legend).map((look) => (
          <Mark key={look.label} look={look} />
        ))}
      </p>
      <p>
        <label>
          <input type="checkbox" checked={isDifferent} onChange={() => setDifferent(!isDifferent)} />
          {' Only changes whose state is not the same on all orgs'}
        </label>
      </p>
      {matrix.older.length > 0 && <p>{olderText(matrix.older)}</p>}
      <p class="dim" role="status">{`${countOf(shown.length, 'changes')}, ${countOf(orgs.length, 'orgs')}`}</p>
      {shown.length === 0 ? (
        <p class="empty">No change matches.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
        <section class="wide tall" tabIndex={0} aria-label="Table of changes and orgs">
          <table class="matrix">
            <thead>
              <tr>
                <th scope="col">Change</th>
                {orgs.map((i) => (
                  <th key={i} scope="col" title={matrix.orgs[i]}>
                    <span>{matrix.orgs[i]}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((change) => (
                <Row key={change.id} change={change} orgs={orgs} keys={matrix.keys} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

interface RowProps {
  change: Change;
  orgs: number[];
  keys: FleetMatrix['keys'];
}

const Row = memo(({ change, orgs, keys }: RowProps) => (
  <tr>
    <th scope="row">
      <Text text={change.title} />
    </th>
    {orgs.map((i) => {
      const { mark, label, color } = lookOf(keys[change.states[i] ?? ''] ?? 'unknown', change.isBreaking);
      return (
        <td key={i} class={color} aria-label={label}>
          {mark}
        </td>
      );
    })}
  </tr>
));

const legend: Record<string, Look> = {
  breaking: { ...lookOf('applied', true), label: 'breaking and applied' },
  applied: lookOf('applied', false),
  partly: lookOf('partly applied', false),
  not: lookOf('not applied', false),
  broken: lookOf('broken', false),
  unknown: { ...lookOf('unknown', false), label: 'not observable, or not verified' },
};

/** Orgs that a text lists. */
const mostOrgs = 10;

/** `Not verified on the last day: acme (states of 2026-11-24), beta (never verified).` */
function olderText(older: FleetMatrix['older']): string {
  const names = older
    .slice(0, mostOrgs)
    .map(({ org, day }) => `${org} (${day === null ? 'never verified' : `states of ${day}`})`);
  const more = older.length > mostOrgs ? ` and ${older.length - mostOrgs} more` : '';
  return `Not verified on the last day: ${names.join(', ')}${more}.`;
}

/** The orgs and changes that match a text. If it matches only orgs, all changes are shown, and the reverse. */
function found({ orgs, changes }: FleetMatrix, text: string): { orgs: number[]; changes: Change[] } {
  const all = orgs.map((_, i) => i);
  const matching = all.filter((i) => orgs[i]?.toLowerCase().includes(text));
  const matched = changes.filter(({ id, title }) => `${id}\n${title}`.toLowerCase().includes(text));
  if (matching.length === 0) return { orgs: all, changes: matched };
  return { orgs: matching, changes: matched.length === 0 ? changes : matched };
}

/** Whether two orgs have different states, of those whose state is known. */
function differs({ states }: Change, orgs: number[]): boolean {
  const known = orgs.map((i) => states[i] ?? '-').filter((key) => !'-o'.includes(key));
  return new Set(known).size > 1;
}
