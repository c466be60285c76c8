// @ts-nocheck
import type { IncomingMessage } from 'node:http';
import { readProof } from './dpop.js';
import { OrgError } from './errors.js';
import { checkRole, type Role } from './roles.js';
import type { Route } from './router.js';
import type { TokenEndpoint } from './token-endpoint.js';

/** Checks the credentials of a request: the API token, or an access token of the client app. */
export class Authentication {
  constructor(
    readonly apiToken: string,
    readonly tokenEndpoint: TokenEndpoint,
    readonly role: Role = 'super',
  ) {}

  /** Throws the org's answer if the credentials are not valid, or do not allow the operation. */
  async check(request: IncomingMessage, route: Route, path: string): Promise<void> {
    const [scheme = '', credential = ''] = (request.headers.authorization ?? '').split(' ');
    if (!['SSWS', 'Bearer', 'DPoP'].includes(scheme) || !credential)
      throw new OrgError(403, 'E0000005', 'Invalid session');
    if (scheme !== 'SSWS') await this.#checkAccessToken(request, route, path, scheme, credential);
    else if (credential !== this.apiToken) throw new OrgError(401, 'E0000011', 'Invalid token provided');
    checkRole(this.role, route);
  }

  async #checkAccessToken(
    request: IncomingMessage,
    route: Route,
    path: string,
    scheme: string,
    token: string,
  ): Promise<void> {
    const { tokenEndpoint } = this;
    const challenge = (error: string) => ({
      'www-authenticate': `${scheme} authorization_uri="${tokenEndpoint.url()}", error="${error}"`,
    });
    const grant = tokenEndpoint.grantOf(token);
    if (!grant) throw new OrgError(401, 'E0000011', 'Invalid token provided', [], challenge('invalid_token'));
    if (grant.thumbprint) {
      const { now, used } = tokenEndpoint;
      const expected = { address: tokenEndpoint.url() + path, token, now: now(), used };
      const proof = scheme === 'DPoP' ? await readProof(request, expected) : undefined;
      if (proof?.thumbprint !== grant.thumbprint)
        throw new OrgError(401, 'E0000011', 'Invalid proof', [], challenge('invalid_dpop_proof'));
    }
    const scope = scopeOf(route);
    // Okta sends no error object here: the header has the error.
    if (scope && !grant.scopes.has(scope)) throw new OrgError(403, '', '', [], challenge('insufficient_scope'));
  }
}

/** The OAuth scope that an operation needs; `undefined` if it needs none. */
function scopeOf({ method, scope }: Route): string | undefined {
  return scope ? `${scope}.${method === 'GET' ? 'read' : 'manage'}` : undefined;
}
