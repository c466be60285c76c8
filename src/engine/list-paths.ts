import type { Catalogue } from '../contract/catalogue.js';
import type { OperationContract } from '../contract/model.js';

/** The contracts that a plan of reads is made from. */
export type ReadsCatalogue = Pick<Catalogue, 'operations' | 'notRequested'>;

/** The lists of a catalogue, and the parameters of its paths. Paths are without the names of parameters: `/api/v1/brands/{}`. */
export interface Paths {
  lists: Map<string, OperationContract>;
  /** The names of the last parameter of each path. */
  names: Map<string, Set<string>>;
}

const known = new WeakMap<ReadsCatalogue['operations'], Paths>();

/** The paths of a catalogue. They are read once for all suites of a run. */
export function pathsOf({ operations, notRequested }: ReadsCatalogue): Paths {
  const before = known.get(operations);
  if (before) return before;
  const paths: Paths = { lists: new Map(), names: new Map() };
  for (const contract of operations.values()) {
    const { id, method, template } = contract;
    if (method === 'GET' && !notRequested.has(id)) paths.lists.set(withoutNames(template), contract);
    for (const { path, name } of prefixesOf(template)) {
      const key = withoutNames(path);
      paths.names.set(key, (paths.names.get(key) ?? new Set()).add(name));
    }
  }
  known.set(operations, paths);
  return paths;
}

/** The paths up to each parameter of a template, and the name of that parameter. */
export function prefixesOf(template: string): { path: string; name: string }[] {
  return [...template.matchAll(/\{([^}]+)\}/g)].map(({ 0: text, 1: name = '', index }) => ({
    path: template.slice(0, index + text.length),
    name,
  }));
}

export function withoutNames(template: string): string {
  return template.replace(/\{[^}]+\}/g, '{}');
}

/** The last word of a parameter: `id` of `userId`, `name` of `templateName`. */
export function kindOf(name: string): string {
  return (/[A-Z]?[a-z]+$/.exec(name.replace(/Or[A-Z].*$/, ''))?.[0] ?? name).toLowerCase();
}
