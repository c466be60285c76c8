import type { OperationContract } from '../contract/model.js';
import type { OperationId } from '../domain/operation.js';
import { parametersOf } from '../org/ids.js';
import { kindOf, type Paths, pathsOf, prefixesOf, type ReadsCatalogue, withoutNames } from './list-paths.js';
import {
  type CallOptions,
  callsOf,
  type Fixture,
  type FixtureSpec,
  type Found,
  fixturesOf,
  foundIn,
  type Plan,
} from './model.js';

/** How `reads()` fills parameters. Without options, every object is found by the list that contains it. */
export interface ReadsOptions {
  /** Objects of the suite. Their ids fill the parameters of the same name, instead of an object that a list contains. */
  on?: Fixture | Fixture[];
  /** Values of path parameters. */
  with?: Record<string, string>;
  /** The query of an operation: what it requires, or what selects objects in a list. */
  query?: Record<OperationId, Record<string, string>>;
  /** The property, or a JSON pointer to it, that contains the value of a parameter in an item of its list. */
  id?: Record<string, string>;
}

/** Adds objects and calls to a plan. */
interface Words {
  fixture(spec: FixtureSpec): Fixture;
  call(operation: OperationId, options: CallOptions): void;
}

/** The size of a page, where a request can choose it. Objects of the org are found on the first page. */
const pageSize = '20';

/**
 * Plans a call of each GET operation of the suite's resource that the suite does not call itself. Each path parameter is filled with
 * an object of the list before it in the path: `GET /api/v1/brands` for `{brandId}`. The plan contains a reason for each operation
 * that cannot be requested.
 */
export function planReads(plan: Plan, words: Words, catalogue: ReadsCatalogue, options: ReadsOptions): void {
  const objects = new ListedObjects(plan.name, words, catalogue, options);
  const own = [...catalogue.operations.values()].filter(
    ({ id, resource, method }) => resource === plan.name && method === 'GET' && !catalogue.notRequested.has(id),
  );
  const requested = requestedBy(plan);
  // The list that an object is found by is requested for that object, and needs no call of its own.
  for (const contract of own.toSorted((a, b) => depthOf(b) - depthOf(a))) {
    const { id, template } = contract;
    if (requested.has(id) || objects.foundBy.has(id)) continue;
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
  readonly #words: Words;
  readonly #options: ReadsOptions;
  readonly #paths: Paths;
  readonly #fixtures = new Map<string, Fixture>();
  /** The lists that objects are found by. */
  readonly foundBy = new Set<OperationId>();

  constructor(suite: string, words: Words, catalogue: ReadsCatalogue, options: ReadsOptions) {
    this.#suite = suite;
    this.#words = words;
    this.#options = options;
    this.#paths = pathsOf(catalogue);
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
    return this.#paths.lists.get(withoutNames(path.slice(0, path.lastIndexOf('/'))));
  }

  /** The object of a list. It is declared once for all names of its parameter that mean the same property. */
  #listed(path: string, name: string): Fixture | [] {
    const key = `${withoutNames(path)} ${kindOf(name)}`;
    const list = this.#listOf(path);
    const known = this.#fixtures.get(key);
    if (known || !list) return known ?? [];
    const parents = this.of(list.template);
    const request = this.request(list);
    const names = [...(this.#paths.names.get(withoutNames(path)) ?? [])].filter(
      (other) => kindOf(other) === kindOf(name),
    );
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
        idAt: idsOf(list, name, this.#options),
        ...(paging?.list !== undefined && { list: paging.list }),
      },
      parents,
      ...(isShared && { shared: JSON.stringify([id, kindOf(name), request]) }),
    });
    this.#fixtures.set(key, fixture);
    this.foundBy.add(id);
    return fixture;
  }
}

function namesOf(spec: FixtureSpec): string[] {
  return spec.alias ? [spec.alias] : [spec.parameter, ...(spec.aliases ?? [])];
}

/** The properties of an item of a list that can contain its id, in the order in which they are tried. */
function idsOf(list: OperationContract, name: string, options: ReadsOptions): string[] {
  const given = options.id?.[name];
  if (given !== undefined) return [given];
  const kind = kindOf(name);
  // OAuth 2.0 has names such as `client_id`.
  const snakeCase = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const names = kind === 'id' ? [list.paging?.id ?? 'id', 'id', name, snakeCase, 'kid'] : [kind, name, 'id'];
  return [...new Set(names)];
}
