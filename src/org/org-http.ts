import type { RawResponse } from '../domain/exchange.js';
import type { Json } from '../domain/json.js';
import type { OperationId, Tier } from '../domain/operation.js';
import { type AddressParts, addressOf } from './address.js';
import type { Http } from './http.js';
import { isRead, labelOf, limitMethods } from './methods.js';

/** A request to an org. It has a path but no host, so that no request can be sent to another host. */
export interface OrgHttpRequest extends AddressParts {
  method: string;
  body?: Json;
  /** The media types that it accepts; default: JSON. */
  accept?: string;
  /** Names the request in errors. */
  operation?: OperationId;
  /** Called immediately before the request is sent, also for each retry. */
  beforeSend?: () => void;
}

/** Sends one request to an org. Throws `FORBIDDEN_BY_TIER` or `UNSAFE_PATH` before anything is sent. */
export type OrgHttp = (request: OrgHttpRequest) => Promise<RawResponse<string>>;

/**
 * Sends requests to one org only, with the methods that the tiers allow.
 * @param org origin of the org
 * @returns a function that sends a request, with additional headers
 */
export function orgHttp(
  org: string,
  network: Http,
  tiers: readonly Tier[],
): (request: OrgHttpRequest, headers?: Record<string, string>) => Promise<RawResponse<string>> {
  const http = limitMethods(network, tiers);
  return async ({ method, body, accept = 'application/json', beforeSend, ...request }, headers = {}) => {
    const { href } = addressOf(org, request, labelOf({ method, ...request }));
    beforeSend?.();
    return http(href, {
      method,
      headers: {
        accept,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      // A write without content sends a length of 0, which some proxies require.
      ...(body === undefined ? (isRead(method) ? {} : { body: '' }) : { body: JSON.stringify(body) }),
    });
  };
}
