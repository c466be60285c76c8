// @ts-nocheck
import type { RawResponse } from '../../src/domain/exchange.js';
import type { Vocabulary } from '../../src/engine/plan.js';
import type { Http } from '../../src/org/http.js';
import { type Carried, carryOut } from './carry-out.js';

/** A request that reached an org. */
export interface Asked {
  method: string;
  path: string;
}

/** Changes the response to a request; `undefined` forwards the request. */
export type Lie = (asked: Asked, truth: () => Promise<RawResponse<string>>) => Promise<RawResponse<string>> | undefined;

/** A reference org with wrong responses that records every request. */
export function hostile(plain: Http, lie: Lie): { http: Http; asked: Asked[] } {
  const asked: Asked[] = [];
  const http: Http = async (url, options) => {
    const { pathname, search } = new URL(url);
    const request = { method: options.method, path: pathname + search };
    asked.push(request);
    return (await lie(request, () => plain(url, options))) ?? plain(url, options);
  };
  return { http, asked };
}

/** A JSON response. */
export function json(status: number, body: unknown): RawResponse<string> {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** A response with changed properties of its object. */
export function changed(answer: RawResponse<string>, properties: Record<string, unknown>): RawResponse<string> {
  return { ...answer, body: JSON.stringify({ ...(JSON.parse(answer.body) as object), ...properties }) };
}

/** Okta's response for an object that does not exist. */
export const notFound: RawResponse<string> = json(404, {
  errorCode: 'E0000007',
  errorSummary: 'Not found: Resource not found: x (User)',
  errorLink: 'E0000007',
  errorId: 'oae1',
  errorCauses: [],
});

/** Whether a request may change something. */
export const writes = ({ method }: Asked) => method !== 'GET';

/** Runs a plan on an org with wrong responses. Returns the requests that it received. */
export async function onHostile(
  name: string,
  define: (words: Vocabulary) => void,
  lie: Lie,
  tiers = 'write',
): Promise<Carried & { asked: Asked[] }> {
  let asked: Asked[] = [];
  const by = (plain: Http): Http => {
    const there = hostile(plain, lie);
    asked = there.asked;
    return there.http;
  };
  return { ...(await carryOut(name, define, { by, tiers })), asked };
}
