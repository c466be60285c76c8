import { countOf } from '../../io/counts.js';
import type { PageData } from '../page-data.js';
import { goTo } from './answers.js';
import type { SetFilter } from './filter.js';
import { failsText } from './search.js';
import { Text } from './text.js';

interface VerdictProps {
  report: PageData;
  setFilter: SetFilter;
}

/** Whether the run passed, and why not; the org and the editions. */
export function Verdict({ report, setFilter }: VerdictProps) {
  const { run, edition, sentences } = report;
  return (
    <div class={`banner ${run.passed ? 'pass' : 'broken'}`}>
      <h1>{run.passed ? '✓ Contract check passed' : '✗ Contract check failed'}</h1>
      {sentences.leftovers.map(({ title, text, fix }) => (
        <p key={text} class="left">
          <strong>{`${title}: ${text}.`}</strong> {fix}
        </p>
      ))}
      <p class="org">{sentences.org}</p>
      {sentences.limit && <p class="org">{sentences.limit}</p>}
      <p class="dim">
        {`Edition ${edition.edition}, previous ${edition.previous} · `}
        <time dateTime={run.startedAt}>{timeOf(run.startedAt)}</time>
        {` · ${countOf(report.requests.sent, 'requests')} in ${run.seconds.toFixed(1)}\u00a0s`}
      </p>
      <p>
        <strong>{sentences.editionMatch}</strong>
      </p>
      {report.sdks.map(({ id, name, numbers }) => (
        <p key={id} class="org">
          <button type="button" class="link" onClick={() => goTo(setFilter, {}, id)}>{`SDK ${name}`}</button>
          {` ${numbers}`}
        </p>
      ))}
      {run.reasons.length > 0 && (
        <ul class="reasons">
          {run.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {sentences.failing && (
        <p class="org">
          Fails:{' '}
          <button type="button" class="link" onClick={() => goTo(setFilter, { text: failsText }, 'changes')}>
            <Text text={sentences.failing} />
          </button>
        </p>
      )}
    </div>
  );
}

/** `2026-11-24 06:00 UTC` */
function timeOf(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
