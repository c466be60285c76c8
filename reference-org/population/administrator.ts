import type { JsonObject } from '../org.js';
import type { Router } from '../router.js';

/** Does what an administrator of the org does. Returns the body of the response; throws an `OrgError` where the org refuses. */
export type Administrator = (method: string, path: string, body?: JsonObject) => JsonObject;

/** Calls the handlers directly: without credentials, without limits, and not among the requests that the org was sent. */
export function administratorOf(router: Router): Administrator {
  return (method, path, body = {}) => {
    const url = new URL(path, 'http://org.invalid');
    const { handler, ids } = router.find(method, url.pathname);
    return (handler({ ids, query: url.searchParams, body }).body ?? {}) as JsonObject;
  };
}
