import { useEffect, useState } from 'preact/hooks';
import { type Name, type State, sectionNames, severityNames, stateNames } from './states.js';

/** What the page shows. The address of the page contains it. Empty sets and texts do not limit anything. */
export interface Filter {
  text: string;
  sections: ReadonlySet<Name>;
  states: ReadonlySet<State>;
  /** Why operations were not verified: `skipped: needs-write-tier`. */
  reasons: ReadonlySet<string>;
  resource: string;
  method: string;
  /** The ID of the open change. */
  group: string;
  /** The selected operation. */
  operation: string;
}

export const noFilter: Filter = {
  text: '',
  sections: new Set(),
  states: new Set(),
  reasons: new Set(),
  resource: '',
  method: '',
  group: '',
  operation: '',
};

const names: string[] = [...sectionNames, ...severityNames];

export type SetFilter = (change: Partial<Filter>) => void;

/** The filter that a page's address contains. Unknown names are ignored. */
export function filterOf(hash: string): Filter {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const text = (name: string) => values.get(name) ?? '';
  const list = (name: string) => text(name).split(',').filter(Boolean);
  return {
    text: text('q'),
    sections: new Set(list('section').filter((name): name is Name => names.includes(name))),
    states: new Set(list('state').filter((name): name is State => stateNames.includes(name as State))),
    reasons: new Set(list('reason')),
    resource: text('resource'),
    method: text('method'),
    group: text('change'),
    operation: text('operation'),
  };
}

/** The part of an address that contains a filter; empty if it limits nothing. */
export function hashOf({ text, sections, states, reasons, resource, method, group, operation }: Filter): string {
  const lists = { section: [...sections], state: [...states], reason: [...reasons] };
  const values = {
    q: text,
    ...Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.join(',')])),
    ...{ resource, method, change: group, operation },
  };
  const given = Object.entries(values).filter(([, value]) => value !== '');
  return new URLSearchParams(given).toString();
}

/** The set with a value added, or removed if the set has it. */
export function toggled<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const changed = new Set(set);
  if (!changed.delete(value)) changed.add(value);
  return changed;
}

/** The filter, stored in the address of the page. */
export function useFilter(): [Filter, SetFilter] {
  const [filter, setWhole] = useState(() => filterOf(location.hash));
  useEffect(() => {
    const read = () => location.hash.includes('=') && setWhole(filterOf(location.hash));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  useEffect(() => {
    const hash = hashOf(filter);
    if (hash === location.hash.replace(/^#/, '')) return;
    // Browsers limit how often a page changes its address.
    const timer = setTimeout(() => history.replaceState(null, '', hash ? `#${hash}` : location.pathname), 150);
    return () => clearTimeout(timer);
  }, [filter]);
  return [filter, (change) => setWhole((known) => ({ ...known, ...change }))];
}
