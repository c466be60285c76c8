import { countOf } from '../../io/counts.js';
import type { PageData, PageGroup } from '../page-data.js';
import { noFilter, type SetFilter } from './filter.js';
import { useRoving } from './roving.js';
import { type Section, sectionLook } from './states.js';
import { Text } from './text.js';

interface AnswersProps {
  report: PageData;
  setFilter: SetFilter;
}

const questions = [
  { section: 'broken', question: 'Is something broken?', figure: 'broken' },
  { section: 'breaking applied', question: 'What breaks in my code today?', figure: 'breakingApplied' },
  { section: 'breaking not applied', question: 'What will break?', figure: 'breakingNotApplied' },
  { section: 'usable', question: 'What can I use now?', figure: undefined },
] as const;

const noneText: Record<(typeof questions)[number]['section'], string> = {
  broken: 'No. Every verified response matches one of the editions.',
  'breaking applied': 'Nothing that this run observed.',
  'breaking not applied': 'Nothing that this run observed is outstanding.',
  usable: 'No observed addition is available yet.',
};

/** The questions of an integrator, each with a figure and the first names. */
export function Answers({ report, setFilter }: AnswersProps) {
  const { groups, figures } = report;
  const roving = useRoving<HTMLDivElement>();
  const hasAccepted = groups.some(({ section, state }) => section === 'accepted' && state === 'broken');
  const showCoverage = () => goTo(setFilter, {}, 'coverage');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div class="answers" role="group" aria-label="Summary" {...roving}>
      {questions.map(({ section, question, figure }) => {
        const own = groups.filter((group) => group.section === section);
        return (
          <Answer
            key={section}
            {...sectionLook(section, groups, figures.broken)}
            // The figure counts what is broken, and the names below it are warnings.
            {...(section === 'broken' && { label: 'broken', mark: '✗' })}
            question={question}
            n={figure ? figures[figure] : own.length}
            show={() => goTo(setFilter, { sections: new Set<Section>([section]) }, 'changes')}
          >
            {section === 'broken' && figures.broken === 0 && own.length > 0 && (
              <p>{`Not known: ${countOf(own.length, 'warnings')}, with weak evidence.`}</p>
            )}
            {own.length === 0 ? (
              <p>{section === 'broken' && hasAccepted ? 'Nothing that is not accepted.' : noneText[section]}</p>
            ) : (
              <Names groups={own} setFilter={setFilter} section={section} />
            )}
          </Answer>
        );
      })}
      <Answer
        mark="–"
        label="not verified"
        color="none"
        question="What was not checked?"
        n={figures.unverified}
        show={showCoverage}
      >
        <Reasons report={report} show={showCoverage} />
      </Answer>
    </div>
  );
}

interface AnswerProps {
  mark: string;
  label: string;
  color: string;
  question: string;
  n: number;
  show: () => void;
  children: preact.ComponentChildren;
}

/** A question with a figure, which shows more, and the first names. */
export function Answer({ mark, label, color, question, n, show, children }: AnswerProps) {
  return (
    <section class={`answer ${n === 0 ? 'none' : color}`}>
      <h2>{question}</h2>
      <button type="button" class="figure" data-item tabIndex={-1} onClick={show}>
        <span aria-hidden="true">{mark}</span> <strong>{n}</strong> <span class="label">{label}</span>
      </button>
      <div class="names">{children}</div>
    </section>
  );
}

const mostNames = 3;

/** A change by its name: shows its entry in the list. */
export function ChangeLink({ id, title, setFilter }: { id: string; title: string; setFilter: SetFilter }) {
  const show = () => goTo(setFilter, { group: id }, `change-${id}`);
  return (
    <button type="button" class="link" data-item tabIndex={-1} onClick={show}>
      <Text text={title} />
    </button>
  );
}

interface NamesProps {
  groups: PageGroup[];
  section: Section;
  setFilter: SetFilter;
}

/** The first changes of a section by name. */
function Names({ groups, section, setFilter }: NamesProps) {
  return (
    <ul>
      {firstOf(groups).map(({ id, title }, i) => (
        <li key={id} class={i > 0 ? 'extra' : undefined}>
          <ChangeLink {...{ id, title, setFilter }} />
        </li>
      ))}
      {groups.length > mostNames && (
        <li>
          <button
            type="button"
            class="link"
            data-item
            tabIndex={-1}
            onClick={() => goTo(setFilter, { sections: new Set([section]) }, 'changes')}
          >
            {`All ${groups.length}`}
          </button>
        </li>
      )}
    </ul>
  );
}

/** The first change of each resource, then others: neighbors often concern the same object. */
function firstOf(groups: PageGroup[]): PageGroup[] {
  const first = new Map(groups.toReversed().map((group) => [group.resource, group]));
  const isFirst = (group: PageGroup) => first.get(group.resource) === group;
  return [...groups.filter(isFirst), ...groups.filter((group) => !isFirst(group))].slice(0, mostNames);
}

/** Why operations were not verified, and what is needed to verify them. */
function Reasons({ report: { coverage, groups }, show }: { report: PageData; show: () => void }) {
  const reasons = coverage.unverified;
  const notObservable = groups.filter(({ kind, state }) => kind !== 'finding' && state === 'not observable').length;
  return (
    <ul>
      {reasons.length === 0 && <li>All selected operations were verified.</li>}
      {reasons.slice(0, 2).map(({ title, n, advice }, i) => (
        <li key={title} class={i > 0 ? 'extra' : undefined}>
          {`${n} ${title}. `}
          <span class="dim">
            <Text text={advice} />
          </span>
        </li>
      ))}
      {notObservable > 0 && (
        <li>{`${countOf(notObservable, 'changes')} not observable in what the run sent and received`}</li>
      )}
      {reasons.length > 2 && (
        <li>
          <button type="button" class="link" data-item tabIndex={-1} onClick={show}>
            {`All ${reasons.length} reasons`}
          </button>
        </li>
      )}
    </ul>
  );
}

/** Sets the filter to only the given part, and moves to an element. */
export function goTo(setFilter: SetFilter, change: Parameters<SetFilter>[0], id: string): void {
  setFilter({ ...noFilter, ...change });
  // After the page has rendered the change.
  setTimeout(() => {
    const element = document.getElementById(id);
    element?.scrollIntoView();
    const item = element?.matches('[data-entry]') ? element.querySelector<HTMLElement>('[data-item]') : element;
    item?.focus({ preventScroll: true });
  }, 50);
}
