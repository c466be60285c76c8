import { memo } from 'preact/compat';
import { useCallback, useMemo } from 'preact/hooks';
import { countOf } from '../../io/counts.js';
import type { PageData, PageOperation } from '../page-data.js';
import { type Filter, type SetFilter, toggled } from './filter.js';
import { Panel } from './panel.js';
import { useRoving } from './roving.js';
import { Section } from './section.js';
import { partsOf, stateNames, stateOf, states } from './states.js';
import { Chip, Toolbar } from './toolbar.js';

interface OperationsProps {
  report: PageData;
  /** What the filter shows. */
  operations: PageOperation[];
  filter: Filter;
  setFilter: SetFilter;
}

/** The operations by resource, with their states. The selected one has a panel with details. */
export function Operations({ report, operations, filter, setFilter }: OperationsProps) {
  const selected = report.operations.find(({ operation }) => operation === filter.operation);
  return (
    <Section id="operations" title="Operations by resource" isFocusable>
      <p>{`${report.sentences.verified}. ${report.sentences.evidence}.`}</p>
      <States {...{ report, filter, setFilter }} />
      <p class="dim">{`${countOf(operations.length, 'operations')} shown. Arrow keys move between them; Enter shows one.`}</p>
      {selected && <Panel operation={selected} groups={report.groups} setFilter={setFilter} />}
      {operations.length === 0 ? (
        <p class="empty">No operation matches the filters. Shorten the search, or reset the filters.</p>
      ) : (
        <OperationMap operations={operations} selected={filter.operation} setFilter={setFilter} />
      )}
    </Section>
  );
}

/** The legend of the map, which also filters it: the states, and the reasons why operations were not verified. */
function States({ report, filter, setFilter }: Omit<OperationsProps, 'operations'>) {
  const numbers = useMemo(() => report.operations.map(stateOf), [report]);
  return (
    <Toolbar label="States of operations">
      {stateNames.map((name) => (
        <Chip
          key={name}
          look={states[name]}
          n={numbers.filter((state) => state === name).length}
          isOn={filter.states.has(name)}
          toggle={() => setFilter({ states: toggled(filter.states, name) })}
        />
      ))}
      {report.coverage.unverified.map(({ title, n }) => (
        <Chip
          key={title}
          look={{ ...states['not verified'], label: title }}
          n={n}
          isOn={filter.reasons.has(title)}
          toggle={() => setFilter({ reasons: toggled(filter.reasons, title) })}
        />
      ))}
    </Toolbar>
  );
}

interface MapProps extends Pick<OperationsProps, 'operations' | 'setFilter'> {
  selected: string;
}

function OperationMap({ operations, selected, setFilter }: MapProps) {
  const roving = useRoving<HTMLDivElement>();
  const byResource = useMemo(() => resourcesOf(operations), [operations]);
  // The same function in each render: only the cells that change are rendered again.
  const select = useCallback((operation: string) => setFilter({ operation }), []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div id="map" class="resources" role="group" aria-label="Operations" {...roving}>
      {byResource.map(([resource, own]) => (
        <div key={resource} class="resource">
          <span class="name">{resource}</span>
          <div class="cells">
            {own.map((one) => (
              <Cell key={one.operation} operation={one} isSelected={one.operation === selected} select={select} />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

function resourcesOf(operations: PageOperation[]): [string, PageOperation[]][] {
  const found = new Map<string, PageOperation[]>();
  for (const operation of operations)
    found.set(operation.resource, [...(found.get(operation.resource) ?? []), operation]);
  return [...found].sort(([a], [b]) => a.localeCompare(b));
}

interface CellProps {
  operation: PageOperation;
  isSelected: boolean;
  select: (operation: string) => void;
}

const Cell = memo(({ operation, isSelected, select }: CellProps) => {
  const { mark, label, color } = states[stateOf(operation)];
  const title = `${operation.operation}: ${operation.reason ?? label}`;
  const [method] = partsOf(operation.operation);
  return (
    <button
      type="button"
      class={`cell ${color}`}
      data-item
      tabIndex={-1}
      title={title}
      aria-label={title}
      aria-pressed={isSelected}
      onClick={() => select(isSelected ? '' : operation.operation)}
    >
      {`${mark} `}
      <span>{method}</span>
    </button>
  );
});
