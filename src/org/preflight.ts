import type { Access, IssuedToken } from '../config/access.js';
import { ContractsError } from '../domain/errors.js';
import { authenticate } from './auth/credentials.js';
import { GrantedScopes } from './auth/granted-scopes.js';
import { describeRoles, isSuperAdmin } from './auth/role-types.js';
import { type Http, reasonOf } from './http.js';
import { orgHttp } from './org-http.js';
import { numberOf, objectOf } from './responses.js';

/** What an org tells about itself and about the caller before anything else is asked. */
export interface Preflight {
  engine: string;
  /** It serves what the edition added. */
  isNew: boolean | undefined;
  /** Kind and roles of the caller, never a name. */
  caller: string;
  /** Whether it is a super administrator; of a client that is not known. Who may not see its own roles is none. */
  isSuperAdmin?: boolean;
  /** Requests a minute for users, as the org's headers state it for this caller. */
  limit: number | undefined;
  /** Scopes that an OAuth 2.0 client was granted, and those that it requested and did not get. */
  scopes?: {
    granted: string[];
    missing: string[];
    /** When an earlier run found them out, in milliseconds since 1970. */
    since?: number;
  };
  /** The token of an OAuth 2.0 client, so that the run needs no other. */
  issued?: IssuedToken;
}

/** Everything before a run is read, in every tier. */
const readOnly = ['read'] as const;

/**
 * Asks an org once whether it can be reached, what it is, and what the caller may do. Throws `UNREACHABLE` or
 * `UNAUTHENTICATED` with one sentence. Nothing that the org answers is trusted or repeated as it is.
 * @param wanted scopes that the run needs, for an OAuth 2.0 client
 * @param scopesFile where the scopes that it is granted are kept between runs
 */
export async function preflight(access: Access, http: Http, wanted: string[], scopesFile: string): Promise<Preflight> {
  const anonymous = orgHttp(access.url, http, readOnly);
  const get = (path: string) => reached(access, () => anonymous({ method: 'GET', path }));
  const metadata = await get('/.well-known/okta-organization');
  const { id, pipeline } = objectOf(metadata.body);
  if (metadata.status !== 200 || typeof id !== 'string') {
    throw new ContractsError(
      'UNREACHABLE',
      `${access.url} does not respond as an Okta org does (${metadata.status}): check OKTA_CLIENT_ORGURL.`,
    );
  }
  // Everybody may ask for it, and it is new: an org that does not know it has nothing new.
  const added = await get('/.well-known/apple-app-site-association');
  const about = {
    engine: pipeline === 'v1' ? 'Classic Engine' : 'Identity Engine',
    isNew: added.status === 200 ? true : objectOf(added.body).errorCode === 'E0000008' ? false : undefined,
  };
  const entered = authenticate(access, http, readOnly);
  const { oauth } = entered;
  const { auth } = access;
  if (oauth && auth.scheme === 'OAuth') {
    const known = new GrantedScopes(scopesFile, access.url, auth.clientId);
    const { granted, since } = await reached(access, () => known.ask(oauth, wanted));
    const missing = wanted.filter((scope) => !granted.includes(scope));
    if (granted.length === 0)
      throw new ContractsError(
        'UNAUTHENTICATED',
        `${access.url} grants the client none of the scopes that it requests: grant the app ${wanted.slice(0, 3).join(', ')} and others, or name its scopes in OKTA_CLIENT_SCOPES.`,
      );
    const caller = `an OAuth 2.0 client${oauth.isBound ? ' with DPoP' : ''}`;
    const { issued } = oauth;
    return {
      ...about,
      caller,
      limit: undefined,
      scopes: { granted, missing, ...(since === undefined ? {} : { since }) },
      ...(issued ? { issued } : {}),
    };
  }
  const ask = (path: string) => reached(access, () => entered.http({ method: 'GET', path }));
  const me = await ask('/api/v1/users/me');
  if (me.status === 401 || (me.status === 403 && objectOf(me.body).errorCode === 'E0000005')) {
    throw new ContractsError(
      'UNAUTHENTICATED',
      `${access.url} does not accept the token (${me.status}): check OKTA_CLIENT_TOKEN, it may be of another org, expired or revoked.`,
    );
  }
  const user = objectOf(me.body).id;
  const roles = isId(user) ? await ask(`/api/v1/users/${user}/roles`) : undefined;
  const described = roles?.status === 200 ? describeRoles(roles.body) : '';
  return {
    ...about,
    isSuperAdmin: roles?.status === 200 && isSuperAdmin(roles.body),
    caller: `a token of a user ${described ? `with ${described}` : 'whose roles it cannot read'}`,
    limit: numberOf(me.headers['x-rate-limit-limit']) || undefined,
  };
}

/** Does work on the org. Throws `UNREACHABLE` where the org does not respond to it. */
async function reached<T>({ url }: Access, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ContractsError) throw cause;
    throw new ContractsError(
      'UNREACHABLE',
      `${url} does not respond (${reasonOf(cause)}): check OKTA_CLIENT_ORGURL and your network.`,
      { cause },
    );
  }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9]{1,64}$/.test(value);
}
