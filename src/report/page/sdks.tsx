import { useState } from 'preact/hooks';
import { countOf } from '../../io/counts.js';
import type { PageData, PageSdk, PageSdkGroup } from '../page-data.js';
import { Entry } from './entry.js';
import { type Filter, type SetFilter, toggled } from './filter.js';
import { OperationList } from './operation-list.js';
import { useRoving } from './roving.js';
import type { Search } from './search.js';
import { Section } from './section.js';
import { dayOf, type Look } from './states.js';
import { Code, Text } from './text.js';
import { Chip, Mark, Toolbar } from './toolbar.js';

interface SdksProps {
  report: PageData;
  search: Search;
  filter: Filter;
  setFilter: SetFilter;
}

/** What SDKs made of the responses: a section for each. */
export function Sdks({ report, search, filter, setFilter }: SdksProps) {
  const { sdks, sentences } = report;
  return (
    <>
      {sdks.map((sdk, i) => (
        <Section key={sdk.id} id={sdk.id} title={`SDK: ${sdk.name}`} isFocusable>
          <Sdk sdk={sdk} groups={search.sdkGroups(filter, sdk.groups)} {...{ filter, setFilter }} />
          {i === sdks.length - 1 &&
            sentences.sdks.map((text) => (
              <p key={text} class="dim">
                {text}
              </p>
            ))}
        </Section>
      ))}
    </>
  );
}

type Result = PageSdkGroup['result'];

const looks: Record<Result, Look> = {
  failed: { mark: '✗', label: 'fails', color: 'broken' },
  empty: { mark: '!', label: 'returns nothing', color: 'hot' },
  loss: { mark: '△', label: 'loses data', color: 'stale' },
};
const results = Object.keys(looks) as Result[];

const verdicts = {
  fails: looks.failed,
  'loses data': looks.loss,
  'reads all': { mark: '✓', label: '', color: 'pass' },
};

const most = 10;

interface SdkProps extends Pick<SdksProps, 'filter' | 'setFilter'> {
  sdk: PageSdk;
  /** The causes that the filter of the page shows. */
  groups: PageSdkGroup[];
}

function Sdk({ sdk, groups, filter, setFilter }: SdkProps) {
  const [selected, setSelected] = useState<ReadonlySet<Result>>(new Set());
  const [isUnfolded, setIsUnfolded] = useState(false);
  const roving = useRoving<HTMLDivElement>();
  const own = groups.filter(({ result }) => selected.size === 0 || selected.has(result));
  const shown = own.filter(({ id }, i) => isUnfolded || i < most || id === filter.group);
  const present = results.filter((result) => sdk.groups.some((group) => group.result === result));
  return (
    <>
      <p>
        <span class={verdicts[sdk.verdict].color} aria-hidden="true">
          {verdicts[sdk.verdict].mark}
        </span>
        {` It ${sdk.numbers}`}
      </p>
      {sdk.stopped && (
        <p>
          <strong>Stopped: </strong>
          {sdk.stopped}
        </p>
      )}
      {present.length > 1 && (
        <Toolbar label={`Results of ${sdk.name}`}>
          {present.map((result) => (
            <Chip
              key={result}
              look={looks[result]}
              n={groups.filter((group) => group.result === result).length}
              isOn={selected.has(result)}
              toggle={() => setSelected(toggled(selected, result))}
            />
          ))}
        </Toolbar>
      )}
      {own.length === 0 && sdk.groups.length > 0 && <p class="empty">No cause matches the filters.</p>}
      <div {...roving}>
        {shown.map((group) => (
          <Cause key={group.id} group={group} isTarget={group.id === filter.group} setFilter={setFilter} />
        ))}
        {shown.length < own.length && (
          <button type="button" data-item tabIndex={-1} onClick={() => setIsUnfolded(true)}>
            {`Show ${own.length - shown.length} more`}
          </button>
        )}
      </div>
      {sdk.furtherFindings > 0 && (
        <p class="dim">{`${countOf(sdk.furtherFindings, 'further findings')} are not listed.`}</p>
      )}
    </>
  );
}

interface CauseProps {
  group: PageSdkGroup;
  isTarget: boolean;
  setFilter: SetFilter;
}

/** A cause with its operations and places. */
function Cause({ group, isTarget, setFilter }: CauseProps) {
  const { id, title, result, advice, since, expected, cause, findings, numbers, responses } = group;
  const facts = (
    <>
      <Mark look={looks[result]} />
      <span class="dim">{`${responses.toLocaleString('en')} ${responses === 1 ? 'response' : 'responses'}`}</span>
    </>
  );
  return (
    <Entry {...{ id, title, facts, isTarget, setFilter }}>
      {() => (
        <div class="inside">
          <p class="advice">
            <strong>What to do: </strong>
            <Text text={advice} />
          </p>
          <p>{`${numbers}.`}</p>
          <Places group={group} />
          <dl>
            <dt>Since</dt>
            <dd>{since ? dayOf(since) : 'this run'}</dd>
            <dt>Cause</dt>
            <dd>{cause}</dd>
            {expected && <dt>Expected</dt>}
            {expected && (
              <dd>
                <Code text={expected} />
              </dd>
            )}
            <dt>Fingerprints</dt>
            <dd class="fingerprints">
              {findings.slice(0, most).map((fingerprint) => (
                <code key={fingerprint}>{fingerprint} </code>
              ))}
              {findings.length > most && `and ${findings.length - most} more`}
            </dd>
          </dl>
        </div>
      )}
    </Entry>
  );
}

function Places({ group: { operations } }: { group: PageSdkGroup }) {
  return (
    <>
      <h3>Operations</h3>
      <OperationList operations={operations}>
        {({ pointers, more, responses }) => (
          <>
            <span class="dim">{countOf(responses, 'responses')}</span>
            <ul class="sdk">
              {pointers.map((pointer) => (
                <li key={pointer}>{pointer === '' ? 'the whole response' : <Code text={pointer} />}</li>
              ))}
              {more > 0 && <li class="dim">{`and ${more} more`}</li>}
            </ul>
          </>
        )}
      </OperationList>
    </>
  );
}
