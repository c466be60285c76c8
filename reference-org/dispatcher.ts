import type { IncomingMessage } from 'node:http';
import type { Authentication } from './authentication.js';
import { errorBody, newErrorId, OrgError } from './errors.js';
import type { AnyFault } from './faults.js';
import type { LimitState, Limits } from './limits.js';
import { pageOf } from './pages.js';
import type { OrgAnswer } from './resource.js';
import type { Router } from './router.js';
import type { JsonObject } from './state.js';

/** A request whose body was read. */
export interface ReadRequest {
  message: IncomingMessage;
  method: string;
  url: URL;
  text: string;
}

/** Answers requests to the API: checks credentials, limits and features, and calls the handler of the operation. */
export class Dispatcher {
  readonly #disabled: ReadonlySet<string>;
  readonly #url: () => string;

  /**
   * @param disabled features that are disabled
   * @param url of the org
   */
  constructor(
    readonly router: Router,
    readonly authentication: Authentication,
    readonly limits: Limits,
    disabled: readonly string[] = [],
    url: () => string = () => '',
  ) {
    this.#url = url;
    this.#disabled = new Set(disabled);
  }

  /** The answer, and the state of the rate limit if the request counts. */
  async answer(request: ReadRequest, fault: AnyFault | undefined): Promise<{ answer: OrgAnswer; limit?: LimitState }> {
    const { method, url, message } = request;
    let limit: LimitState | undefined;
    const withLimit = (answer: OrgAnswer) => ({ answer, ...(limit ? { limit } : {}) });
    try {
      const { route, ids } = this.router.find(method, url.pathname);
      if (!route.isPublic) await this.authentication.check(message, route, url.pathname);
      if (fault === 'late') throw new OrgError(404, 'E0000007', 'Not found: Resource not found: late (Late)');
      limit = this.limits.count(method, url.pathname);
      if (limit.exceeded) throw new OrgError(429, 'E0000047', 'API call exceeded rate limit due to too many requests');
      checkLength(message);
      if (route.feature !== undefined && this.#disabled.has(route.feature))
        throw new OrgError(401, 'E0000015', 'You do not have permission to access the feature you are requesting');
      const answer = route.handler({ ids, query: url.searchParams, body: parseBody(request.text) });
      if (answer.text !== undefined) checkAccepted(message);
      if (!route.pages) return withLimit(answer);
      return withLimit(pageOf(answer, route.pages, url.searchParams, this.#url() + url.pathname));
    } catch (error) {
      if (!(error instanceof OrgError)) throw error;
      return withLimit(errorAnswer(error));
    }
  }
}

/** An error without a code has no body: its headers say what is wrong. */
function errorAnswer(error: OrgError): OrgAnswer {
  const body = error.code === '' ? {} : { body: errorBody(error, newErrorId()) };
  return { status: error.status, headers: error.headers, ...body };
}

/** Okta requires the length of the body in each POST and PUT. */
function checkLength({ method, headers }: IncomingMessage): void {
  if (method !== 'POST' && method !== 'PUT') return;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined)
    throw new OrgError(411, 'E0000009', 'Length Required');
}

/** Okta refuses a request that accepts JSON only if the response has another type. */
function checkAccepted({ headers }: IncomingMessage): void {
  if (headers.accept !== 'application/json') return;
  const summary = 'Bad request. Accept and/or Content-Type headers likely do not match supported values.';
  throw new OrgError(400, 'E0000019', summary);
}

function parseBody(text: string): JsonObject {
  if (text === '') return {};
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    throw new OrgError(400, 'E0000003', 'The request body was not well-formed.');
  }
}
