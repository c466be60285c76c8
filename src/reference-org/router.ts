import { unknownPath, wrongMethod } from './errors.js';
import type { Thing, Value } from './org.js';
import type { Profile } from './profile.js';

/** A request as a handler sees it. */
export interface OrgRequest {
  /** Values of the path's parameters, in order. */
  ids: string[];
  query: URLSearchParams;
  /** The parsed body; an empty object where there was none. */
  body: Thing;
}

/** An answer: status 200 unless said otherwise; no body where there is none. */
export interface OrgAnswer {
  status?: number;
  body?: Value;
  headers?: Record<string, string>;
  /** Links of the `Link` header, by rel. */
  links?: Record<string, string>;
}

export type Handler = (request: OrgRequest) => OrgAnswer;

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
    if (terms.isNew && !this.#servesNew) return;
    const [method = '', path = ''] = operation.split(' ');
    this.#routes.push({ method, segments: split(path), handler, ...terms });
  }

  /** Operations by the feature that they need. */
  features(): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const { feature, method, segments } of this.#routes)
      if (feature) found.set(feature, [...(found.get(feature) ?? []), `${method} /${segments.join('/')}`]);
    return found;
  }

  /** Takes operations away, `GET /api/v1/users/{id}` whatever the parameter's name. */
  remove(operations: readonly string[]): void {
    const gone = new Set(operations.map(shapeOf));
    const kept = this.#routes.filter((route) => !gone.has(shapeOf(`${route.method} /${route.segments.join('/')}`)));
    this.#routes.splice(0, this.#routes.length, ...kept);
  }

  /** Throws 404 for an unknown path, 405 for an unknown method of a known one; `isOff` where its feature is switched off. */
  find(method: string, path: string): { handler: Handler; ids: string[]; open: boolean; isOff: boolean } {
    const segments = split(path);
    const fitting = this.#routes
      .filter(
        (route) =>
          route.segments.length === segments.length &&
          route.segments.every((part, i) => part.startsWith('{') || part === segments[i]),
      )
      .sort((a, b) => parameters(a) - parameters(b));
    if (fitting.length === 0) throw unknownPath();
    const route = fitting.find((candidate) => candidate.method === method);
    if (!route) throw wrongMethod();
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
