import { useState } from 'preact/hooks';
import type { PageData, PageGroup } from '../page-data.js';
import type { Filter, SetFilter } from './filter.js';
import { Group } from './group.js';
import { useRoving } from './roving.js';
import { Section as PageSection } from './section.js';
import { type Section, sectionLook, sectionNames } from './states.js';

interface ChangesProps {
  report: PageData;
  /** What the filter shows, in report order. */
  groups: PageGroup[];
  filter: Filter;
  setFilter: SetFilter;
}

/** The changes and findings of the report, in their sections. */
export function Changes({ report, groups, filter, setFilter }: ChangesProps) {
  const roving = useRoving<HTMLDivElement>();
  const isLimited = filter.text !== '' || filter.resource !== '' || filter.method !== '';
  const shown = sectionNames.filter((name) =>
    filter.sections.size > 0 ? filter.sections.has(name) : !isLimited || groups.some(({ section }) => section === name),
  );
  return (
    <PageSection id="changes" title="What changes for you" isFocusable>
      <p class="dim hint">Enter opens a change; arrow keys move between changes.</p>
      {groups.length === 0 && isLimited && (
        <p class="empty">No change matches the filters. Shorten the search, or reset the filters.</p>
      )}
      <div id="list" {...roving}>
        {shown.map((name) => (
          <Part
            key={name}
            name={name}
            groups={groups.filter(({ section }) => section === name)}
            isWhole={isLimited || filter.sections.size > 0}
            {...{ report, filter, setFilter }}
          />
        ))}
      </div>
    </PageSection>
  );
}

/** How many changes of a section are shown at first; of the others, and of those that affect no code yet. */
const most = 20;
const mostOther = 5;

interface PartProps extends ChangesProps {
  name: Section;
  isWhole: boolean;
}

function Part({ report, name, groups, filter, setFilter, isWhole }: PartProps) {
  const [isUnfolded, setIsUnfolded] = useState(false);
  const { mark, color, title, empty } = sectionLook(name, report.groups, report.figures.broken);
  if (groups.length === 0 && (name === 'other' || name === 'accepted')) return null;
  const limit = name === 'other' || name === 'accepted' ? mostOther : most;
  const shown = groups.filter(({ id }, i) => isWhole || isUnfolded || i < limit || id === filter.group);
  return (
    <section aria-labelledby={`${sectionId(name)}-title`} class="part">
      <h3 id={`${sectionId(name)}-title`}>
        <span class={color} aria-hidden="true">
          {mark}
        </span>
        {` ${title} `}
        <span class="n">{groups.length}</span>
      </h3>
      {groups.length === 0 && <p class="empty">{empty}</p>}
      {shown.map((group) => (
        <Group key={group.id} isTarget={group.id === filter.group} waive={report.waive} {...{ group, setFilter }} />
      ))}
      {shown.length < groups.length && (
        <button type="button" data-item tabIndex={-1} onClick={() => setIsUnfolded(true)}>
          {`Show ${groups.length - shown.length} more`}
        </button>
      )}
    </section>
  );
}

function sectionId(name: Section): string {
  return name.replaceAll(' ', '-');
}
