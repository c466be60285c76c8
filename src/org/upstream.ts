import { isLoopback, isWritable } from '../config/org-url.js';
import { ContractsError } from '../domain/errors.js';
import type { RawResponse } from '../domain/exchange.js';
import type { Tier } from '../domain/operation.js';
import { type Http, reasonOf } from './http.js';
import { orgHttp } from './org-http.js';

/** The header by which a gateway states the hosts that its requests reach, on every response. */
export const upstreamHeader = 'x-okta-contracts-upstream';

const hostFormat = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])$/;
/** Stands for a value that is no host. No run may write to it. */
const unknownHost = 'unknown.invalid';

/**
 * The header's value for a gateway to an org. Where the org is itself a gateway, its own statement counts too: in place of
 * this machine, and beside any other host, so that a statement can only add hosts that must be writable.
 * @param stated the header as the org sent it
 */
export function upstreamOf(org: string, stated: string | string[] | undefined): string {
  const { hostname } = new URL(org);
  const hosts = hostsIn(stated);
  if (hosts.length === 0) return hostname;
  return [...new Set(isLoopback(hostname) ? hosts : [hostname, ...hosts])].join(', ');
}

/**
 * Asks the org, before anything else, whether it is reached through a gateway, and applies the rule for writable hosts to every
 * host behind it. A run that only reads is not asked about. Throws `CONFIG`, or `UNREACHABLE` where nothing can be learned.
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
      `OKTA_CONTRACTS_TIERS asks to write, and OKTA_CLIENT_ORGURL is a gateway that does not state its org: set OKTA_CLIENT_ORGURL to the org.`,
    );
  if (locked)
    throw new ContractsError(
      'CONFIG',
      `OKTA_CONTRACTS_TIERS asks to write, and OKTA_CLIENT_ORGURL is a gateway to ${locked}, which is not a preview org: use a preview org, or name the host (OKTA_CONTRACTS_TIERS=write:${locked}).`,
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
