// @ts-nocheck
import { isLoopback, isWritable } from '../config/org-url.js';
import { ContractsError } from '../domain/errors.js';
import type { RawResponse } from '../domain/exchange.js';
import type { Tier } from '../domain/operation.js';
import { type Http, reasonOf } from './http.js';
import { orgHttp } from './org-http.js';

/** The header in which a gateway states the hosts that its requests reach, on every response. */
export const upstreamHeader = 'x-okta-contracts-upstream';

const hostFormat = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])$/;
/** Replaces an invalid host name. No run may write to it. */
const unknownHost = 'unknown.invalid';

/**
 * The header value for a gateway to an org. If the org is itself a gateway, the hosts in its header are added. They replace
 * only a loopback host, so that a header can only add hosts that must be writable.
 * @param stated the header as the org sent it
 */
export function upstreamOf(org: string, stated: string | string[] | undefined): string {
  const { hostname } = new URL(org);
  const hosts = hostsIn(stated);
  if (hosts.length === 0) return hostname;
  return [...new Set(isLoopback(hostname) ? hosts : [hostname, ...hosts])].join(', ');
}

/**
 * Checks before all other requests whether the org is behind a gateway, and applies the rule for writable hosts to every host
 * behind it. Does nothing in the read tier. Throws `CONFIG`, or `UNREACHABLE` if the org does not respond.
 */
export async function checkUpstream(
  url: string,
  http: Http,
  { tiers, namedHosts }: { tiers: readonly Tier[]; namedHosts: readonly string[] },
): Promise<void> {
  if (tiers.every((tier) => tier === 'read')) return;
  let response: RawResponse<string>;
  try {
    response = await orgHttp(url, http, ['read'])({ method: 'GET', path: '/.well-known/okta-organization' });
  } catch (cause) {
    throw new ContractsError(
      'UNREACHABLE',
      `${url} does not respond (${reasonOf(cause)}): check OKTA_CLIENT_ORGURL and your network.`,
      { cause },
    );
  }
  const locked = hostsIn(response.headers[upstreamHeader]).find((host) => !isWritable(host, namedHosts));
  if (locked === unknownHost)
    throw new ContractsError(
      'CONFIG',
      `OKTA_CONTRACTS_TIERS allows writes, but OKTA_CLIENT_ORGURL is a gateway that does not state its org: set OKTA_CLIENT_ORGURL to the org.`,
    );
  if (locked)
    throw new ContractsError(
      'CONFIG',
      `OKTA_CONTRACTS_TIERS allows writes, but OKTA_CLIENT_ORGURL is a gateway to ${locked}, which is not a preview org: use a preview org, or name the host (OKTA_CONTRACTS_TIERS=write:${locked}).`,
    );
  // A gateway that does not reach its org yet does not know what is behind it.
  if (response.status !== 200)
    throw new ContractsError(
      'UNREACHABLE',
      `${url} does not respond like an Okta org (${response.status}): check OKTA_CLIENT_ORGURL.`,
    );
}

function hostsIn(stated: string | string[] | undefined): string[] {
  return [stated ?? []]
    .flat()
    .flatMap((value) => value.split(','))
    .map((host) => host.trim().toLowerCase())
    .map((host) => (hostFormat.test(host) ? host : unknownHost));
}
