import type { PageData } from '../page-data.js';
import { Section } from './section.js';

/** How far the org has moved from the previous edition to the edition. */
export function Upgrade({ report }: { report: PageData }) {
  const { changes, editionMatch, edition, sentences } = report;
  return (
    <Section id="upgrade" title="Upgrade status">
      <PartsBar
        title="Changes between the editions"
        parts={[
          { label: 'applied', n: changes.applied, fill: 'pass' },
          { label: 'not applied', n: changes.notApplied, fill: 'stale' },
          { label: 'not observable', n: changes.notObservable, fill: 'unknown' },
        ]}
      />
      {sentences.requestChanges && <p>{`Changes in requests: ${sentences.requestChanges}`}</p>}
      <PartsBar
        title="Operations behave like"
        parts={[
          { label: edition.edition, n: editionMatch.edition, fill: 'pass' },
          { label: edition.previous, n: editionMatch.previous, fill: 'stale' },
          { label: 'neither', n: editionMatch.neither, fill: 'broken' },
          { label: 'same in both', n: editionMatch.sameInBoth, fill: 'link' },
          { label: 'unknown', n: editionMatch.unknown, fill: 'unknown' },
        ]}
      />
    </Section>
  );
}

interface Part {
  label: string;
  n: number;
  fill: 'pass' | 'stale' | 'broken' | 'link' | 'unknown';
}

/** A bar with the parts of a whole, and a legend with their numbers. */
function PartsBar({ title, parts }: { title: string; parts: Part[] }) {
  const whole = parts.reduce((sum, { n }) => sum + n, 0) || 1;
  const description = parts.map(({ label, n }) => `${n} ${label}`).join(', ');
  return (
    <>
      <p>{title}</p>
      <div class="bar" role="img" aria-label={`${title}: ${description}`}>
        {parts
          .filter(({ n }) => n > 0)
          .map(({ label, n, fill }) => (
            <span key={label} class={`fill-${fill}`} style={`width:${(100 * n) / whole}%`} />
          ))}
      </div>
      <ul class="legend">
        {parts.map(({ label, n, fill }) => (
          <li key={label}>
            <span class={`swatch fill-${fill}`} />
            {`${n} ${label}`}
          </li>
        ))}
      </ul>
    </>
  );
}
