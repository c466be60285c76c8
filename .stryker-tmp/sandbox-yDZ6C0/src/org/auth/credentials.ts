// @ts-nocheck
import type { Access } from '../../config/access.js';
import type { Tier } from '../../domain/operation.js';
import { registerSecret } from '../../io/output.js';
import { addressOf } from '../address.js';
import type { Http } from '../http.js';
import { labelOf, onlyPostsTo, refuseMethod } from '../methods.js';
import { type OrgHttp, orgHttp } from '../org-http.js';
import { OAuth, tokenEndpoint } from './oauth.js';

/** Requests with the caller's credentials. */
export interface AuthenticatedHttp {
  /** Sends a request with the caller's credentials. Repeats it if the credentials had expired. */
  http: OrgHttp;
  /** Set if the caller is an OAuth 2.0 client. */
  oauth?: OAuth;
}

/**
 * Adds credentials to every request. No other code has a token.
 * @param tiers allowed methods: in the read tier only GET, HEAD and the client's token requests
 */
export function authenticate(
  { url, auth }: Access,
  http: Http,
  tiers: readonly Tier[],
  now: () => number = Date.now,
): AuthenticatedHttp {
  registerSecret(auth.scheme === 'SSWS' ? auth.token : auth.privateKey);
  const send = orgHttp(url, http, tiers);
  if (auth.scheme === 'SSWS') {
    const authorization = `SSWS ${auth.token}`;
    return { http: (request) => send(request, { authorization }) };
  }
  const oauth = new OAuth(url, auth, onlyPostsTo(tokenEndpoint(url), http), now);
  return {
    oauth,
    http: async (request) => {
      // A request that is not sent must not cause a token request.
      refuseMethod(request, tiers);
      const address = addressOf(url, request, labelOf(request)).href;
      for (let attempt = 1; ; attempt += 1) {
        const headers = await oauth.headers(request.method.toUpperCase(), address);
        const answer = await send(request, headers);
        // A request with refused credentials has no effect, so any method can be repeated.
        if (!oauth.isWorthAnother(answer, headers) || attempt >= 3) return answer;
      }
    },
  };
}
