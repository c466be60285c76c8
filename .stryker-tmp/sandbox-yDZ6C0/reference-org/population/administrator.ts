// @ts-nocheck
import type { Router } from '../router.js';
import type { JsonObject } from '../state.js';

/** Sends a request as an administrator of the org. Returns the body of the response; throws an `OrgError` if the org refuses. */
export type Administrator = (method: string, path: string, body?: JsonObject) => JsonObject;

/** Calls the handlers directly: without credentials and limits, and without a record of the requests. */
export function administratorOf(router: Router): Administrator {
  return (method, path, body = {}) => {
    const url = new URL(path, 'http://org.invalid');
    const { route, ids } = router.find(method, url.pathname);
    return (route.handler({ ids, query: url.searchParams, body }).body ?? {}) as JsonObject;
  };
}
