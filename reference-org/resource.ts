import type { JsonObject, OrgState, Value } from './state.js';

/**
 * A resource of the org, such as users or brands. Its file in resources/ is the only place that names its operations. The options
 * apply to each of its operations that does not set them itself.
 */
export interface Resource extends RouteOptions {
  /** The OAuth scope of its operations; `null` if they need none. */
  scope: string | null;
  /** Resources whose objects must exist before this one is started. */
  after?: readonly Resource[];
  /** Registers the operations, and creates the objects that every org has. */
  serve(routes: Routes, state: OrgState): void;
}

/** Registers the operations of a resource. */
export interface Routes {
  /** @param operation method and path, `GET /api/v1/users/{id}` */
  on(operation: string, handler: Handler, options?: RouteOptions): void;
  /** Registers an operation whose list is returned in pages. The handler returns the whole list. */
  list(operation: string, pages: Pages, handler: Handler, options?: RouteOptions): void;
}

/** How a list is returned in pages. */
export interface Pages {
  /** The property that contains the list, if the response is an object. Its links are in the body, too. */
  list?: string;
  /** The usual size of a page; default: 100. */
  limit?: number;
  /** Requests cannot choose the size of a page. */
  isFixed?: true;
}

/** Who may call an operation, and which orgs have it. */
export interface RouteOptions {
  /** The OAuth scope that it needs, without `.read` (GET) or `.manage` (other methods). */
  scope?: string | null;
  /** Only super administrators may call it. */
  superAdminOnly?: boolean;
  /** It needs no credentials. */
  isPublic?: boolean;
  /** The feature that it belongs to. Its response is 401 if the feature is disabled. */
  feature?: string;
  /** Its response is a list that is returned in pages. The handler returns the whole list. */
  pages?: Pages;
  /** The edition that added it, `2026.03.0`. An org of an earlier edition does not know its path. */
  since?: string;
  /** The edition that removed it. An org of this edition or a later one does not know its path. */
  until?: string;
  /** Short for `since: '2025.08.0'`. */
  isNew?: boolean;
}

/** A request as a handler gets it. */
export interface RoutedRequest {
  /** Values of the path parameters, in order. */
  ids: string[];
  query: URLSearchParams;
  /** The parsed body; an empty object if the request has none. */
  body: JsonObject;
}

/** The response of a handler. */
export interface OrgAnswer {
  /** Default: 200. */
  status?: number;
  /** Default: no body. */
  body?: Value;
  /** A body that is not JSON, in place of `body`. `headers` name its type. */
  text?: string;
  headers?: Record<string, string>;
  /** Links of the `Link` header, by rel. */
  links?: Record<string, string>;
}

export type Handler = (request: RoutedRequest) => OrgAnswer;
