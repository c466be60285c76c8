import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Filter, hashOf, noFilter, type SetFilter, toggled } from './filter.js';
import type { Look, Name } from './states.js';
import { Chip, Toolbar } from './toolbar.js';

interface BarProps {
  title: string;
  filter: Filter;
  setFilter: SetFilter;
  /** The sections that can be selected, with the number of changes. */
  chips: { name: Name; look: Look; n: number }[];
  resources: string[];
  methods: string[];
  status: string;
}

/** The filters. They stay at the top of the window, next to the verdict. */
export function Bar({ title, filter, setFilter, chips, resources, methods, status }: BarProps) {
  return (
    <search class="bar" aria-label="Filters">
      <div class="row">
        <strong>{title}</strong>
        <Search text={filter.text} setText={(text) => setFilter({ text })} />
        <span id="count" role="status" class="dim">
          {status}
        </span>
      </div>
      <div class="row">
        <Toolbar label="Changes">
          {chips.map(({ name, look, n }) => (
            <Chip
              key={name}
              look={look}
              n={n}
              isOn={filter.sections.has(name)}
              toggle={() => setFilter({ sections: toggled(filter.sections, name) })}
            />
          ))}
        </Toolbar>
        <Select
          label="Resource"
          value={filter.resource}
          values={resources}
          set={(resource) => setFilter({ resource })}
        />
        <Select label="Method" value={filter.method} values={methods} set={(method) => setFilter({ method })} />
        {hashOf({ ...filter, group: '', operation: '' }) !== '' && (
          <button type="button" onClick={() => setFilter(noFilter)}>
            Reset
          </button>
        )}
      </div>
    </search>
  );
}

interface SelectProps {
  label: string;
  value: string;
  values: string[];
  set: (value: string) => void;
}

function Select({ label, value, values, set }: SelectProps) {
  return (
    <select aria-label={label} value={value} onChange={({ currentTarget }) => set(currentTarget.value)}>
      <option value="">{`${label}: all`}</option>
      {values.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  );
}

interface SearchProps {
  text: string;
  setText: (text: string) => void;
  /** What is searched. */
  what?: string;
}

/** The search field: `/` moves the focus to it, Escape empties it. */
export function Search({ text, setText, what = 'changes and operations' }: SearchProps) {
  const input = useRef<HTMLInputElement>(null);
  // Not useEffect, which runs after the first paint: a key that is pressed before would be lost.
  useLayoutEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || document.activeElement?.matches('input, textarea, select')) return;
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
      placeholder={`Search ${what} ( / )`}
      aria-label={`Search ${what}`}
      value={text}
      onInput={({ currentTarget }) => setText(currentTarget.value)}
      onKeyDown={({ key }) => key === 'Escape' && setText('')}
    />
  );
}
