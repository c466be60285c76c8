import { ContractsError } from '../errors.js';
import type { Access } from './access.js';
import { enter } from './credentials.js';
import { type Http, type RawAnswer, reasonOf } from './http.js';
import { grantedScopes } from './oauth.js';

/** What an org says of itself and of the caller, before anything else is asked. */
export interface Preflight {
  engine: string;
  /** It serves what came with the edition. */
  isNew: boolean | undefined;
  /** Who asks: by kind and role, never by name. */
  caller: string;
  /** Requests a minute for users, as the org's headers tell this caller. */
  limit: number | undefined;
  /** Scopes that an OAuth 2.0 client was granted, and those that it asked for in vain. */
  scopes?: { granted: string[]; missing: string[] };
}

/**
 * Asks an org once whether it is there, what it is, and who the caller is to it. Throws `UNREACHABLE` or `UNAUTHENTICATED`
 * with one sentence.
 * @param wanted scopes that the run needs, for an OAuth 2.0 client
 */
export async function preflight(access: Access, http: Http, wanted: string[]): Promise<Preflight> {
  const headers = { accept: 'application/json' };
  const metadata = await ask(http, '/.well-known/okta-organization');
  const { id, pipeline } = read(metadata);
  if (metadata.status !== 200 || typeof id !== 'string') {
    throw new ContractsError(
      'UNREACHABLE',
      `${access.url} does not answer as an Okta org does (${metadata.status}): check OKTA_CLIENT_ORGURL.`,
    );
  }
  // For everybody, and new: where it is not known, nothing new is.
  const added = await ask(http, '/.well-known/apple-app-site-association');
  const about = {
    engine: pipeline === 'v1' ? 'Classic Engine' : 'Identity Engine',
    isNew: added.status === 200 ? true : read(added).errorCode === 'E0000008' ? false : undefined,
  };
  const { http: entered, oauth } = enter(access, http);
  if (oauth) {
    const granted = await grantedScopes(oauth, wanted);
    const missing = wanted.filter((scope) => !granted.includes(scope));
    if (granted.length === 0)
      throw new ContractsError(
        'UNAUTHENTICATED',
        `${access.url} grants the client none of the scopes that it asks for: grant the app ${wanted.slice(0, 3).join(', ')} and others, or name its scopes in OKTA_CLIENT_SCOPES.`,
      );
    const caller = `an OAuth 2.0 client${oauth.isBound ? ' with DPoP' : ''}`;
    return { ...about, caller, limit: undefined, scopes: { granted, missing } };
  }
  const me = await ask(entered, '/api/v1/users/me');
  if (me.status === 401 || (me.status === 403 && read(me).errorCode === 'E0000005')) {
    throw new ContractsError(
      'UNAUTHENTICATED',
      `${access.url} does not accept the token (${me.status}): check OKTA_CLIENT_TOKEN, it may be of another org, expired or revoked.`,
    );
  }
  const limit = Number(me.headers['x-rate-limit-limit']);
  const user = read(me).id;
  const roles = typeof user === 'string' ? await ask(entered, `/api/v1/users/${user}/roles`) : undefined;
  const types = roles?.status === 200 ? (JSON.parse(roles.text) as { type?: string }[]).map(({ type }) => type) : [];
  return {
    ...about,
    caller:
      types.length > 0 ? `a token of a user with ${types.join(', ')}` : 'a token of a user whose roles it may not see',
    limit: Number.isInteger(limit) && limit > 0 ? limit : undefined,
  };

  async function ask(by: Http, path: string): Promise<RawAnswer> {
    try {
      return await by(access.url + path, { method: 'GET', headers });
    } catch (cause) {
      if (cause instanceof ContractsError) throw cause;
      throw new ContractsError(
        'UNREACHABLE',
        `${access.url} does not answer (${reasonOf(cause)}): check OKTA_CLIENT_ORGURL and your network.`,
        { cause },
      );
    }
  }
}

function read({ text }: RawAnswer): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
