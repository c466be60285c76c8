import type { Catalogue } from '../contract/catalogue.js';
import type { OperationContract } from '../contract/model.js';
import type { OperationId } from '../domain/operation.js';
import { parametersOf } from '../org/ids.js';
import { callsOf, type Fixture, type FixtureSpec, type Found, fixturesOf, foundIn, type Plan } from './model.js';
import type { Vocabulary } from './plan.js';

/** How `reads()` fills parameters. Without options, every object is found by the list that contains it. */
export interface ReadsOptions {
  /** Objects of the suite. Their ids fill the parameters of the same name, instead of an object that a list contains. */
  on?: Fixture | Fixture[];
  /** Values of path parameters. */
  with?: Record<string, string>;
  /** The query of an operation: what it requires, or what selects objects in a list. */
  query?: Record<OperationId, Record<string, string>>;
}

/** The contracts that a plan of reads is made from. */
export type ReadsCatalogue = Pick<Catalogue, 'operations' | 'notRequested'>;

/** The size of a page, where a request can choose it. Objects of the org are found on the first page. */
const pageSize = '20';

/**
 * Plans a call of each GET operation of the suite's resource that the suite does not call itself. Each path parameter is filled with
 * an object of the list before it in the path: `GET /api/v1/brands` for `{brandId}`. The plan contains a reason for each operation
 * that cannot be requested.
 */
export function planReads(plan: Plan, words: Vocabulary, catalogue: ReadsCatalogue, options: ReadsOptions): void {
  const objects = new ListedObjects(plan.name, words, catalogue, options);
  const own = [...catalogue.operations.values()].filter(
    ({ id, resource, method }) => resource === plan.name && method === 'GET' && !catalogue.notRequested.has(id),
  );
  // The list that an object is found by is requested for that object, and needs no call of its own.
  for (const contract of own.toSorted((a, b) => depthOf(b) - depthOf(a))) {
    const { id, template } = contract;
    if (requestedBy(plan).has(id)) continue;
    const reason = objects.missing(contract);
    if (reason !== undefined) {
      plan.notRequested.set(id, reason);
      continue;
    }
    const on = objects.of(template);
    words.call(id, { ...(on.length > 0 && { on }), ...objects.request(contract) });
  }
}

function depthOf({ template }: OperationContract): number {
  return parametersOf(template).length;
}

/** The operations that a run requests for a plan in every tier. */
function requestedBy(plan: Plan): Set<OperationId> {
  const found = fixturesOf(plan).flatMap(({ spec }) => (spec.make ? [] : foundIn(spec)));
  return new Set([...callsOf(plan), ...found].map(({ operation }) => operation));
}

/** The objects that fill parameters: one fixture for each list, whatever its parameters are called. */
class ListedObjects {
  readonly #suite: string;
  readonly #words: Vocabulary;
  readonly #options: ReadsOptions;
  /** By their paths without the names of parameters. */
  readonly #lists = new Map<string, OperationContract>();
  /** The names of the last parameter of each path. */
  readonly #names = new Map<string, Set<string>>();
  readonly #fixtures = new Map<string, Fixture>();

  constructor(suite: string, words: Vocabulary, catalogue: ReadsCatalogue, options: ReadsOptions) {
    this.#suite = suite;
    this.#words = words;
    this.#options = options;
    for (const contract of catalogue.operations.values()) {
      const { id, method, template } = contract;
      if (method === 'GET' && !catalogue.notRequested.has(id)) this.#lists.set(withoutNames(template), contract);
      for (const { path, name } of prefixesOf(template)) {
        const key = withoutNames(path);
        this.#names.set(key, (this.#names.get(key) ?? new Set()).add(name));
      }
    }
  }

  /** Why an operation cannot be requested, if it cannot. */
  missing(contract: OperationContract): string | undefined {
    const { id, template, requiredQuery = [] } = contract;
    const { query = {} } = this.request(contract);
    const absent = requiredQuery.filter((name) => !Object.hasOwn(query, name));
    if (absent.length > 0) return `${id} requires the query parameter ${absent.join(' and ')}`;
    for (const { path, name } of prefixesOf(template)) {
      if (this.#isGiven(name)) continue;
      const list = this.#listOf(path);
      const reason = list ? this.missing(list) : `no list contains a value of {${name}}`;
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  /** The query of an operation, and the values of parameters that no fixture fills. */
  request({ id, template, query, paging }: OperationContract): Pick<Found, 'query' | 'with'> {
    const values = Object.entries(this.#options.with ?? {}).filter(([name]) => parametersOf(template).includes(name));
    const usual = query?.limit && paging?.limit !== false ? { limit: pageSize } : undefined;
    const given = this.#options.query?.[id] ?? usual;
    return { ...(given && { query: given }), ...(values.length > 0 && { with: Object.fromEntries(values) }) };
  }

  /** The objects that fill the parameters of a path, from left to right. */
  of(template: string): Fixture[] {
    return prefixesOf(template).flatMap(({ path, name }) => {
      if (Object.hasOwn(this.#options.with ?? {}, name)) return [];
      return this.#own(name) ?? this.#listed(path, name);
    });
  }

  #isGiven(name: string): boolean {
    return Object.hasOwn(this.#options.with ?? {}, name) || this.#own(name) !== undefined;
  }

  /** A fixture of the suite. */
  #own(name: string): Fixture | undefined {
    return [this.#options.on ?? []].flat().find(({ spec }) => namesOf(spec).includes(name));
  }

  #listOf(path: string): OperationContract | undefined {
    return this.#lists.get(withoutNames(path.slice(0, path.lastIndexOf('/'))));
  }

  /** The object of a list. It is declared once for all names of its parameter that mean the same property. */
  #listed(path: string, name: string): Fixture | [] {
    const key = `${withoutNames(path)} ${kindOf(name)}`;
    const list = this.#listOf(path);
    const known = this.#fixtures.get(key);
    if (known || !list) return known ?? [];
    const parents = this.of(list.template);
    const request = this.request(list);
    const names = [...(this.#names.get(withoutNames(path)) ?? [])].filter((other) => kindOf(other) === kindOf(name));
    const { paging, id, resource } = list;
    // Suites share the lists of other suites. A list of their own counts for its operation.
    const isShared = resource !== this.#suite && parents.every(({ spec }) => spec.shared !== undefined);
    const fixture = this.#words.fixture({
      parameter: name,
      aliases: names.filter((other) => other !== name),
      found: {
        operation: id,
        ...request,
        inAnyParent: true,
        idAt: idsOf(list, name),
        ...(paging?.list !== undefined && { list: paging.list }),
      },
      parents,
      ...(isShared && { shared: JSON.stringify([id, kindOf(name), request]) }),
    });
    this.#fixtures.set(key, fixture);
    return fixture;
  }
}

/** The paths up to each parameter of a template, and the name of that parameter. */
function prefixesOf(template: string): { path: string; name: string }[] {
  return [...template.matchAll(/\{([^}]+)\}/g)].map(({ 0: text, 1: name = '', index }) => ({
    path: template.slice(0, index + text.length),
    name,
  }));
}

function withoutNames(template: string): string {
  return template.replace(/\{[^}]+\}/g, '{}');
}

function namesOf(spec: FixtureSpec): string[] {
  return spec.alias ? [spec.alias] : [spec.parameter, ...(spec.aliases ?? [])];
}

/** The last word of a parameter: `id` of `userId`, `name` of `templateName`. */
function kindOf(name: string): string {
  return (/[A-Z]?[a-z]+$/.exec(name.replace(/Or[A-Z].*$/, ''))?.[0] ?? name).toLowerCase();
}

/** The properties of an item of a list that can contain its id, in the order in which they are tried. */
function idsOf(list: OperationContract, name: string): string[] {
  const kind = kindOf(name);
  const names = kind === 'id' ? [list.paging?.id ?? 'id', 'id', name, 'kid'] : [kind, name, 'id'];
  return [...new Set(names)];
}
