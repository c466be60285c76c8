import type { Access, IssuedToken } from '../config/access.js';
import { ContractsError } from '../domain/errors.js';
import { authenticate } from './auth/credentials.js';
import { GrantedScopes } from './auth/granted-scopes.js';
import { describeRoles, isSuperAdmin } from './auth/role-types.js';
import { type Http, reasonOf } from './http.js';
import { orgHttp } from './org-http.js';
import { numberOf, objectOf } from './responses.js';

/** Information about an org and the caller, read before the run. */
export interface Preflight {
  engine: string;
  /** Whether the org serves an operation that the edition added. */
  isNew: boolean | undefined;
  /** Kind and roles of the caller, never a name. */
  caller: string;
  /** Whether the caller is a super administrator; unknown for a client. `false` if the caller cannot read its own roles. */
  isSuperAdmin?: boolean;
  /** Requests per minute for users, from the org's headers. */
  limit: number | undefined;
  /** Scopes that an OAuth 2.0 client was granted, and requested scopes that it was not granted. */
  scopes?: {
    granted: string[];
    missing: string[];
    /** When an earlier run requested them, in milliseconds since 1970. */
    since?: number;
  };
  /** The token of an OAuth 2.0 client, which the run uses. */
  issued?: IssuedToken;
}

/** The pre-flight only reads, in every tier. */
const readOnly = ['read'] as const;

/**
 * Checks that an org can be reached, and reads its engine, its edition and the permissions of the caller. Throws `UNREACHABLE`
 * or `UNAUTHENTICATED` with one sentence. Responses are not trusted, and their texts are not repeated.
 * @param wanted scopes that the run needs, for an OAuth 2.0 client
 * @param scopesFile caches the granted scopes between runs
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
  const engine = pipeline === 'v1' ? 'Classic Engine' : 'Identity Engine';
  // A new operation that needs no credentials: an org without it does not serve the edition.
  const [added, caller] = await Promise.all([
    get('/.well-known/apple-app-site-association'),
    callerOf(access, http, wanted, scopesFile),
  ]);
  const isNew = added.status === 200 ? true : objectOf(added.body).errorCode === 'E0000008' ? false : undefined;
  return { engine, isNew, ...caller };
}

/** Reads who the caller is, and what it may do. */
async function callerOf(
  access: Access,
  http: Http,
  wanted: string[],
  scopesFile: string,
): Promise<Omit<Preflight, 'engine' | 'isNew'>> {
  const authenticated = authenticate(access, http, readOnly);
  const { oauth } = authenticated;
  const { auth } = access;
  if (oauth && auth.scheme === 'OAuth') {
    const cache = new GrantedScopes(scopesFile, access.url, auth.clientId);
    const { granted, since } = await reached(access, () => cache.ask(oauth, wanted));
    const missing = wanted.filter((scope) => !granted.includes(scope));
    if (granted.length === 0)
      throw new ContractsError(
        'UNAUTHENTICATED',
        `${access.url} grants the client none of the scopes that it requests: grant the app ${wanted.slice(0, 3).join(', ')} and others, or name its scopes in OKTA_CLIENT_SCOPES.`,
      );
    const caller = `an OAuth 2.0 client${oauth.isBound ? ' with DPoP' : ''}`;
    const { issued } = oauth;
    return {
      caller,
      limit: undefined,
      scopes: { granted, missing, ...(since === undefined ? {} : { since }) },
      ...(issued ? { issued } : {}),
    };
  }
  const ask = (path: string) => reached(access, () => authenticated.http({ method: 'GET', path }));
  const me = await ask('/api/v1/users/me');
  if (me.status === 401 || (me.status === 403 && objectOf(me.body).errorCode === 'E0000005')) {
    throw new ContractsError(
      'UNAUTHENTICATED',
      `${access.url} does not accept the token (${me.status}): check OKTA_CLIENT_TOKEN, which may belong to another org, or be expired or revoked.`,
    );
  }
  const user = objectOf(me.body).id;
  const roles = isId(user) ? await ask(`/api/v1/users/${user}/roles`) : undefined;
  const described = roles?.status === 200 ? describeRoles(roles.body) : '';
  return {
    isSuperAdmin: roles?.status === 200 && isSuperAdmin(roles.body),
    caller: `a token of a user ${described ? `with ${described}` : 'whose roles it cannot read'}`,
    limit: numberOf(me.headers['x-rate-limit-limit']) || undefined,
  };
}

/** Runs requests. Throws `UNREACHABLE` if the org does not respond. */
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
