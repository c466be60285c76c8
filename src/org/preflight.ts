import { ContractsError } from '../errors.js';
import type { Access } from './access.js';
import { type Http, reasonOf } from './http.js';

/**
 * Asks an org, before anything else, whether it is there and knows the token. Throws `UNREACHABLE` or `UNAUTHENTICATED`
 * with one sentence.
 */
export async function preflight(access: Access, http: Http): Promise<void> {
  const headers = { accept: 'application/json' };
  const metadata = await ask(`${access.url}/.well-known/okta-organization`);
  if (metadata.status !== 200 || !/"id"\s*:/.test(metadata.text)) {
    throw new ContractsError(
      'UNREACHABLE',
      `${access.url} does not answer as an Okta org does (${metadata.status}): check OKTA_CLIENT_ORGURL.`,
    );
  }
  const answer = await ask(`${access.url}/api/v1/users?limit=1`, { authorization: `SSWS ${access.token}` });
  if (answer.status === 401 || (answer.status === 403 && answer.text.includes('E0000005'))) {
    throw new ContractsError(
      'UNAUTHENTICATED',
      `${access.url} does not accept the token (${answer.status}): check OKTA_CLIENT_TOKEN, it may be of another org, expired or revoked.`,
    );
  }

  async function ask(url: string, more: Record<string, string> = {}) {
    try {
      return await http(url, { method: 'GET', headers: { ...headers, ...more } });
    } catch (cause) {
      throw new ContractsError(
        'UNREACHABLE',
        `${access.url} does not answer (${reasonOf(cause)}): check OKTA_CLIENT_ORGURL and your network.`,
        { cause },
      );
    }
  }
}
