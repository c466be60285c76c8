import { useState } from 'preact/hooks';
import { countOf } from '../../io/counts.js';
import type { PageData, PageReason } from '../page-data.js';
import { goTo } from './answers.js';
import type { SetFilter } from './filter.js';
import { OperationNames } from './operation-list.js';
import { useRoving } from './roving.js';
import { Section } from './section.js';
import { states } from './states.js';

interface CoverageProps {
  report: PageData;
  setFilter: SetFilter;
}

/** What was not verified, by reason, and what is needed to verify it. */
export function Coverage({ report, setFilter }: CoverageProps) {
  const { coverage, sentences } = report;
  const roving = useRoving<HTMLDivElement>();
  const share = coverage.selected === 0 ? 0 : Math.round((100 * coverage.verified) / coverage.selected);
  return (
    <Section id="coverage" title="What was not checked" isFocusable>
      <p>{`${coverage.verified} of ${countOf(coverage.selected, 'selected operations')} verified (${share} %).`}</p>
      <p>{sentences.paging ? `Paging: ${sentences.paging}.` : 'Paging: no list was read.'}</p>
      {coverage.unverified.length === 0 && (
        <p class="empty">Every selected operation was verified. To check more, add a tier to OKTA_CONTRACTS_TIERS.</p>
      )}
      <div {...roving}>
        {coverage.unverified.map((reason) => (
          <Reason key={reason.title} reason={reason} setFilter={setFilter} />
        ))}
      </div>
      <NotRequested report={report} />
    </Section>
  );
}

/** The operations that no suite calls: the same in each run. */
function NotRequested({ report: { coverage, sentences } }: { report: PageData }) {
  const [wasOpened, setWasOpened] = useState(false);
  if (sentences.notRequested === undefined) return null;
  return (
    <details onToggle={() => setWasOpened(true)}>
      <summary>{sentences.notRequested}</summary>
      {wasOpened && (
        <div class="inside">
          {coverage.notRequested?.map(({ reason, operations }) => (
            <div key={reason}>
              <p>{`${reason} (${countOf(operations.length, 'operations')})`}</p>
              <OperationNames operations={operations} />
            </div>
          ))}
        </div>
      )}
    </details>
  );
}

function Reason({ reason, setFilter }: { reason: PageReason; setFilter: SetFilter }) {
  const [wasOpened, setWasOpened] = useState(false);
  const { title, n, advice, details } = reason;
  return (
    <details data-entry onToggle={() => setWasOpened(true)}>
      <summary data-item tabIndex={-1}>
        <span class="title">
          <span class="none" aria-hidden="true">{`${states['not verified'].mark} `}</span>
          <strong>{`${n} ${title}`}</strong>
          <span class="advice">{`→ ${advice}`}</span>
        </span>
      </summary>
      {wasOpened && (
        <div class="inside">
          {details.map(({ detail, operations }) => (
            <div key={detail}>
              {detail && <p>{`${detail} (${countOf(operations.length, 'operations')})`}</p>}
              <OperationNames operations={operations} />
            </div>
          ))}
          <button
            type="button"
            data-inner
            tabIndex={-1}
            onClick={() => goTo(setFilter, { reasons: new Set([title]) }, 'operations')}
          >
            Show them in the map
          </button>
        </div>
      )}
    </details>
  );
}
