import type { RawResponse } from '../domain/exchange.js';
import type { Json } from '../domain/json.js';
import type { OperationId, Tier } from '../domain/operation.js';
import { type AddressParts, addressOf } from './address.js';
import type { Http } from './http.js';
import { isRead, labelOf, limitMethods } from './methods.js';

/** A request to an org. It has a path and no host: no request can leave the org. */
export interface OrgHttpRequest extends AddressParts {
  method: string;
  body?: Json;
  /** Names the request in errors. */
  operation?: OperationId;
  /** Called directly before the request is sent, and again before each repetition. */
  beforeSend?: () => void;
}

/** Sends one request to an org and asks for JSON. Throws `FORBIDDEN_BY_TIER` or `UNSAFE_PATH` before anything is sent. */
export type OrgHttp = (request: OrgHttpRequest) => Promise<RawResponse<string>>;

/**
 * Requests to one org, and to no other host, with the methods that the tiers allow.
 * @param org origin of the org
 * @returns a function that sends a request with the given headers in addition
 */
export function orgHttp(
  org: string,
  network: Http,
  tiers: readonly Tier[],
): (request: OrgHttpRequest, headers?: Record<string, string>) => Promise<RawResponse<string>> {
  const http = limitMethods(network, tiers);
  return async ({ method, body, beforeSend, ...request }, headers = {}) => {
    const { href } = addressOf(org, request, labelOf({ method, ...request }));
    beforeSend?.();
    return http(href, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      // A write without content has a length of 0, which some proxies require.
      ...(body === undefined ? (isRead(method) ? {} : { body: '' }) : { body: JSON.stringify(body) }),
    });
  };
}
