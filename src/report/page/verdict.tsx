import type { PageData } from '../page-data.js';

/** Whether the run passed, and why not. */
export function Verdict({ report }: { report: PageData }) {
  const { run, coverage, edition, sentences } = report;
  return (
    <div class={`banner ${run.passed ? 'pass' : 'broken'}`}>
      <h1>{run.passed ? '✓ Contract check passed' : '✗ Contract check failed'}</h1>
      {sentences.leftovers.map(({ title, text, fix }) => (
        <p key={text} class="left">
          <strong>{`${title}: ${text}.`}</strong> {fix}
        </p>
      ))}
      <p>{sentences.org}</p>
      <p>
        <strong>{sentences.editionMatch}</strong>
      </p>
      {run.reasons.length > 0 && (
        <ul>
          {run.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <p class="dim">
        {`${coverage.verified} of ${coverage.verifiable} verifiable operations verified, ${coverage.selected} in total; ` +
          `edition ${edition.edition}, previous ${edition.previous}; ${run.startedAt}`}
      </p>
    </div>
  );
}
