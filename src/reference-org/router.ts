import { unknownPath, wrongMethod } from './errors.js';
import type { Thing, Value } from './org.js';

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

interface Route {
  method: string;
  segments: string[];
  handler: Handler;
  open: boolean;
}

/** Knows which handler a request is for. */
export class Router {
  readonly #routes: Route[] = [];

  /** Serves an operation, `GET /api/v1/users/{id}`. `open` ones need no credentials. */
  on(operation: string, handler: Handler, open = false): void {
    const [method = '', path = ''] = operation.split(' ');
    this.#routes.push({ method, segments: split(path), handler, open });
  }

  /** Takes operations away, `GET /api/v1/users/{id}` whatever the parameter's name. */
  remove(operations: readonly string[]): void {
    const gone = new Set(operations.map(shapeOf));
    const kept = this.#routes.filter((route) => !gone.has(shapeOf(`${route.method} /${route.segments.join('/')}`)));
    this.#routes.splice(0, this.#routes.length, ...kept);
  }

  /** Throws 404 for an unknown path and 405 for an unknown method of a known one. */
  find(method: string, path: string): { handler: Handler; ids: string[]; open: boolean } {
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
    return { handler: route.handler, ids, open: route.open };
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
