import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { PageOperation } from '../page-data.js';
import { type Kind, kindOf, kinds, outcomeText } from './kinds.js';
import { Operation } from './operation.js';
import { Section } from './section.js';
import { type Filter, type Selected, type Target, toggleKind } from './selection.js';

interface OperationsProps {
  operations: PageOperation[];
  filter: Filter;
  setFilter: (filter: Filter) => void;
  target: Target | undefined;
}

/** The list of operations with search and filters. */
export function Operations({ operations, filter, setFilter, target }: OperationsProps) {
  const rows = useMemo(() => rowsOf(operations), [operations]);
  const text = filter.text.trim().toLowerCase();
  const isShown = (row: Row) =>
    (filter.kinds.size === 0 || row.kinds.some((kind) => filter.kinds.has(kind))) && row.text.includes(text);
  return (
    <Section id="operations" title="Operations" isFocusable>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has a look of its own */}
      <div class="controls" role="group" aria-label="Filters">
        <Search text={filter.text} setText={(value) => setFilter({ ...filter, text: value })} />
        {buttons
          .filter((kind) => kind !== 'request' || rows.some((row) => row.kinds.includes(kind)))
          .map((kind) => (
            <button
              key={kind}
              type="button"
              aria-pressed={filter.kinds.has(kind)}
              onClick={() => setFilter(toggleKind(filter, kind))}
            >
              {textOf(kind, rows)}
            </button>
          ))}
      </div>
      <p id="count" role="status" class="dim">
        {`${rows.filter(isShown).length} of ${rows.length} operations`}
      </p>
      <div id="list">
        {rows.map((row) => (
          <Operation
            key={row.index}
            index={row.index}
            operation={row.operation}
            isHidden={!isShown(row)}
            target={target?.index === row.index ? target : undefined}
          />
        ))}
      </div>
    </Section>
  );
}

interface Row {
  operation: PageOperation;
  index: number;
  /** Its own kind first. */
  kinds: [Kind, ...Selected[]];
  /** What the search looks through, in lower case. */
  text: string;
}

const buttons: Selected[] = [...(Object.keys(kinds) as Kind[]), 'request'];

/** The text of the button that limits the list to a kind. */
function textOf(kind: Selected, rows: Row[]): string {
  const { mark, label } = kind === 'request' ? { mark: '→', label: 'client requests' } : kinds[kind];
  return `${mark} ${rows.filter((row) => row.kinds.includes(kind)).length} ${label}`;
}

function kindsOf(operation: PageOperation): Row['kinds'] {
  const hasRequest = operation.findings.some(({ kind, level }) => kind === 'request' && level !== 'notice');
  return hasRequest ? [kindOf(operation), 'request'] : [kindOf(operation)];
}

const order: Kind[] = ['broken', 'stale', 'not-yet', 'none', 'pass'];

function rowsOf(operations: PageOperation[]): Row[] {
  return operations
    .map((operation, index): Row => ({ operation, index, kinds: kindsOf(operation), text: searchText(operation) }))
    .sort((a, b) => order.indexOf(a.kinds[0]) - order.indexOf(b.kinds[0]) || a.index - b.index);
}

function searchText(operation: PageOperation): string {
  return [
    operation.operation,
    operation.resource,
    outcomeText(operation),
    ...operation.findings.map(({ pointer, message, fingerprint }) => `${pointer} ${message} ${fingerprint}`),
    ...operation.changes.map(({ title }) => title),
  ]
    .join('\n')
    .toLowerCase();
}

/** The search field: `/` moves the focus to it, Escape empties it. */
function Search({ text, setText }: { text: string; setText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  // Not useEffect, which runs after the first paint: a key that is pressed before would be lost.
  useLayoutEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || document.activeElement === input.current) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);
  return (
    <input
      ref={input}
      type="search"
      id="search"
      placeholder="Search operations, properties, changes ( / )"
      aria-label="Search operations, properties, changes"
      value={text}
      onInput={({ currentTarget }) => setText(currentTarget.value)}
      onKeyDown={({ key }) => key === 'Escape' && setText('')}
    />
  );
}
