import { notImplemented, unknownPath, wrongMethod } from './errors.js';
import { editionOf, isFrom } from './profile.js';
import type { Handler, Resource, RouteOptions } from './resource.js';
import type { OrgState } from './state.js';

/** An operation of the org. */
export interface Route extends RouteOptions {
  method: string;
  segments: string[];
  handler: Handler;
  /** This org does not have it: its edition does not, or the options of the org say so. */
  isWithheld: boolean;
}

/** All operations of an org. */
export class Router {
  readonly #routes: Route[] = [];
  readonly #registered = new Set<string>();

  /**
   * Starts a resource: it registers its operations.
   * @param state of the org, with the behavior and the edition of the resource
   */
  add(resource: Resource, state: OrgState): void {
    const register = (operation: string, handler: Handler, options: RouteOptions) =>
      this.#register(operation, handler, options, !isIn(state.edition, options));
    const { after: _, serve: __, ...defaults } = resource;
    resource.serve(
      {
        on: (operation, handler, options) => register(operation, handler, { ...defaults, ...options }),
        list: (operation, pages, handler, options) => register(operation, handler, { ...defaults, ...options, pages }),
      },
      state,
    );
  }

  /** The operations of each feature. */
  features(): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const route of this.#routes)
      if (route.feature && !route.isWithheld)
        found.set(route.feature, [...(found.get(route.feature) ?? []), nameOf(route)]);
    return found;
  }

  /** Removes operations, `GET /api/v1/users/{id}` with any name of the parameter. */
  remove(operations: readonly string[]): void {
    const removed = new Set(operations.map(withoutNames));
    for (const route of this.#routes) if (removed.has(withoutNames(nameOf(route)))) route.isWithheld = true;
  }

  /**
   * Finds the route of a request. Throws Okta's answer (404 for a path, 405 for a method) if the operation is withheld, and 501
   * for every operation that the reference org does not implement.
   */
  find(method: string, path: string): { route: Route; ids: string[] } {
    const segments = split(path);
    const matching = this.#routes
      .filter((route) => matches(route, segments))
      .sort((a, b) => parameterCount(a) - parameterCount(b));
    const route = matching.find((candidate) => candidate.method === method && !candidate.isWithheld);
    if (!route) {
      if (!matching.some((candidate) => candidate.method === method)) throw notImplemented();
      throw matching.every(({ isWithheld }) => isWithheld) ? unknownPath() : wrongMethod();
    }
    const ids = segments.filter((_, i) => route.segments[i]?.startsWith('{')).map(decodeURIComponent);
    return { route, ids };
  }

  #register(operation: string, handler: Handler, options: RouteOptions, isWithheld: boolean): void {
    const [method = '', path = ''] = operation.split(' ');
    const name = withoutNames(operation);
    if (this.#registered.has(name)) throw new Error(`${operation} is registered twice: remove one of them.`);
    this.#registered.add(name);
    this.#routes.push({ ...options, method, segments: split(path), handler, isWithheld });
  }
}

/** Whether an edition has an operation. */
function isIn(edition: string, { isNew, since = isNew ? editionOf.current : undefined, until }: RouteOptions): boolean {
  return (since === undefined || isFrom(since, edition)) && (until === undefined || !isFrom(until, edition));
}

function matches(route: Route, segments: readonly string[]): boolean {
  return (
    route.segments.length === segments.length &&
    route.segments.every((part, i) => part.startsWith('{') || part === segments[i])
  );
}

function nameOf({ method, segments }: Route): string {
  return `${method} /${segments.join('/')}`;
}

function withoutNames(operation: string): string {
  return operation.replace(/\{[^}]*\}/g, '{}');
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function parameterCount(route: Route): number {
  return route.segments.filter((part) => part.startsWith('{')).length;
}
