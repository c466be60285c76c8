import { notImplemented, unknownPath, wrongMethod } from './errors.js';
import type { JsonObject, Value } from './org.js';
import type { Profile } from './profile.js';

/** A request as a handler sees it. */
export interface RoutedRequest {
  /** Values of the path's parameters, in order. */
  ids: string[];
  query: URLSearchParams;
  /** The parsed body; an empty object where there was none. */
  body: JsonObject;
}

/** An answer: status 200 unless said otherwise; no body where there is none. */
export interface OrgAnswer {
  status?: number;
  body?: Value;
  headers?: Record<string, string>;
  /** Links of the `Link` header, by rel. */
  links?: Record<string, string>;
}

export type Handler = (request: RoutedRequest) => OrgAnswer;

/** Under what conditions an operation is served. */
export interface Terms {
  /** It needs no credentials. */
  open?: true;
  /** The feature that an org has to have for it; where that is switched off, it answers 401. */
  feature?: string;
  /** It came with the edition: an org of the one before does not know its path. */
  isNew?: true;
}

interface Route extends Terms {
  method: string;
  segments: string[];
  handler: Handler;
  /** This org does not have it, as an Okta org may not: the edition before does not, or the options say so. */
  isWithheld?: boolean;
}

/** Knows which handler a request is for. */
export class Router {
  readonly #routes: Route[] = [];
  readonly #servesNew: boolean;
  readonly #off: ReadonlySet<string>;

  /** @param profile an org of the edition before does not serve what is new @param off features that are switched off */
  constructor(profile: Profile = 'current', off: readonly string[] = []) {
    this.#servesNew = profile !== 'previous';
    this.#off = new Set(off);
  }

  /** Serves an operation, `GET /api/v1/users/{id}`. */
  on(operation: string, handler: Handler, terms: Terms = {}): void {
    const [method = '', path = ''] = operation.split(' ');
    const isWithheld = terms.isNew === true && !this.#servesNew;
    this.#routes.push({ method, segments: split(path), handler, isWithheld, ...terms });
  }

  /** Operations by the feature that they need. */
  features(): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const { feature, method, segments, isWithheld } of this.#routes)
      if (feature && !isWithheld)
        found.set(feature, [...(found.get(feature) ?? []), `${method} /${segments.join('/')}`]);
    return found;
  }

  /** Takes operations away, `GET /api/v1/users/{id}` with any name of the parameter. */
  remove(operations: readonly string[]): void {
    const gone = new Set(operations.map(shapeOf));
    for (const route of this.#routes)
      if (gone.has(shapeOf(`${route.method} /${route.segments.join('/')}`))) route.isWithheld = true;
  }

  /**
   * Finds the handler; `isOff` where its feature is switched off. Throws what Okta answers (404 for a path, 405 for a method)
   * where an operation is withheld, and 501 for every operation that the reference org does not know.
   */
  find(method: string, path: string): { handler: Handler; ids: string[]; open: boolean; isOff: boolean } {
    const segments = split(path);
    const fitting = this.#routes
      .filter(
        (route) =>
          route.segments.length === segments.length &&
          route.segments.every((part, i) => part.startsWith('{') || part === segments[i]),
      )
      .sort((a, b) => parameters(a) - parameters(b));
    const route = fitting.find((candidate) => candidate.method === method && !candidate.isWithheld);
    if (!route) {
      if (!fitting.some((candidate) => candidate.method === method)) throw notImplemented();
      throw fitting.every(({ isWithheld }) => isWithheld) ? unknownPath() : wrongMethod();
    }
    const ids = segments.filter((_, i) => route.segments[i]?.startsWith('{')).map(decodeURIComponent);
    return {
      handler: route.handler,
      ids,
      open: route.open ?? false,
      isOff: route.feature !== undefined && this.#off.has(route.feature),
    };
  }
}

function shapeOf(operation: string): string {
  return operation.replace(/\{[^}]*\}/g, '{}');
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function parameters(route: Route): number {
  return route.segments.filter((part) => part.startsWith('{')).length;
}
