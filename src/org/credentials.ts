import { registerSecret } from '../output.js';
import type { Access } from './access.js';
import type { Http } from './http.js';
import { OAuth } from './oauth.js';

/** A network that knows who asks. */
export interface Entrance {
  /** Sends one request with the caller's credentials; once more where only they had run out. */
  http: Http;
  /** Set where the caller is an OAuth 2.0 client. */
  oauth?: OAuth;
}

/** Puts the credentials of an access on every request. Nothing else in the project knows a token. */
export function enter({ url, auth }: Access, http: Http, now: () => number = Date.now): Entrance {
  registerSecret(auth.scheme === 'SSWS' ? auth.token : auth.privateKey);
  if (auth.scheme === 'SSWS') {
    const authorization = `SSWS ${auth.token}`;
    return { http: (to, options) => http(to, { ...options, headers: { ...options.headers, authorization } }) };
  }
  const oauth = new OAuth(url, auth, http, now);
  return {
    oauth,
    http: async (to, options) => {
      for (let attempt = 1; ; attempt += 1) {
        const headers = await oauth.headers(options.method, to);
        const answer = await http(to, { ...options, headers: { ...options.headers, ...headers } });
        // A request that was refused for its credentials did nothing, whatever its method.
        if (!oauth.isWorthAnother(answer, headers) || attempt >= 3) return answer;
      }
    },
  };
}
