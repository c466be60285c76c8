import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Auth } from '../../src/org/access.js';
import { enter } from '../../src/org/credentials.js';
import { createHttp, type Http, type RawAnswer } from '../../src/org/http.js';
import { grantedScopes, OAuth } from '../../src/org/oauth.js';
import { type ReferenceOrg, type ReferenceOrgOptions, startReferenceOrg } from '../../src/reference-org/index.js';

const scopes = ['okta.users.read', 'okta.groups.read'];

async function start(options: ReferenceOrgOptions = {}, now: () => number = Date.now) {
  const org = await startReferenceOrg(options);
  const network = createHttp();
  onTestFinished(async () => {
    await network.close();
    await org.close();
  });
  const sent: Parameters<Http>[1][] = [];
  const http: Http = (url, request) => {
    sent.push(request);
    return network.http(url, request);
  };
  const auth: Auth = { scheme: 'OAuth', clientId: org.client.id, privateKey: org.client.privateKey, scopes };
  const entrance = enter({ url: org.url, auth }, http, now);
  const ask = (path = '/api/v1/users', method = 'GET'): Promise<RawAnswer> =>
    entrance.http(org.url + path, { method, headers: { accept: 'application/json' } });
  return { org, http, sent, auth, ask, entrance };
}

const tokensOf = (org: ReferenceOrg) => org.requests().filter(({ path }) => path === '/oauth2/v1/token');

test('an API token is put on every request', async () => {
  const seen: Record<string, string>[] = [];
  const { http } = enter(
    { url: 'https://org.example.com', auth: { scheme: 'SSWS', token: '00t' } },
    async (_, { headers }) => {
      seen.push(headers);
      return { status: 401, headers: {}, text: '{"errorCode":"E0000011"}' };
    },
  );
  await http('https://org.example.com/api/v1/users', { method: 'GET', headers: { accept: 'x' } });
  expect(seen).toEqual([{ accept: 'x', authorization: 'SSWS 00t' }]);
});

describe('an OAuth 2.0 client', () => {
  test('gets one token for all who wait for it, and asks with it', async () => {
    const { org, ask, sent } = await start();
    const answers = await Promise.all([ask(), ask('/api/v1/groups'), ask()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(tokensOf(org)).toHaveLength(1);
    const form = new URLSearchParams(sent[0]?.body);
    expect(form.get('scope')).toBe(scopes.join(' '));
    const assertion = form.get('client_assertion') ?? '';
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'ES256', kid: 'the-key' });
    expect(decodeJwt(assertion)).toMatchObject({
      iss: org.client.id,
      sub: org.client.id,
      aud: `${org.url}/oauth2/v1/token`,
    });
  });

  test('renews its token before it runs out, once for all who ask', async () => {
    let time = Date.now();
    const { org, ask } = await start({ now: () => time, client: { tokenSeconds: 3600 } }, () => time);
    await ask();
    time += 3_400_000;
    await ask();
    expect(tokensOf(org)).toHaveLength(1);
    time += 100_000;
    expect((await Promise.all([ask(), ask()])).map(({ status }) => status)).toEqual([200, 200]);
    expect(tokensOf(org)).toHaveLength(2);
  });

  test('whose token ended before its time gets another one, and the request is sent again', async () => {
    const { org, ask } = await start();
    await ask();
    org.endTokens();
    expect((await ask()).status).toBe(200);
    expect(tokensOf(org)).toHaveLength(2);
  });

  test('proves its key where it has to: nonce, method, address without query, token', async () => {
    const { org, ask, sent, entrance } = await start({ client: { dpop: true } });
    expect((await ask('/api/v1/users?limit=1')).status).toBe(200);
    expect(tokensOf(org).map(({ status }) => status)).toEqual([400, 400, 200]);
    expect(entrance.oauth?.isBound).toBe(true);
    const { headers = {} } = sent.at(-1) ?? {};
    const token = headers.authorization?.split(' ')[1] ?? '';
    expect(headers.authorization).toMatch(/^DPoP /);
    const proof = decodeJwt(headers.dpop ?? '');
    expect(proof).toMatchObject({ htm: 'GET', htu: `${org.url}/api/v1/users` });
    expect(proof.ath).toBe(
      Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(token))).toString('base64url'),
    );
    expect(Object.keys(decodeProtectedHeader(headers.dpop ?? '')).sort()).toEqual(['alg', 'jwk', 'typ']);
  });

  test('goes on when the nonce changes', async () => {
    const { org, ask } = await start({ client: { dpop: true } });
    await ask();
    org.changeNonce();
    org.endTokens();
    expect((await ask()).status).toBe(200);
  });

  test.each([-600_000, 600_000])('whose clock is off by %i ms goes by the clock of the org', async (off) => {
    for (const dpop of [false, true]) {
      const { ask } = await start({ client: { dpop }, now: () => Date.now() + off });
      expect((await ask()).status).toBe(200);
    }
  });

  test('that the org does not know is told so in one sentence, without a word of its key', async () => {
    const { org, http, auth } = await start();
    const other = await start();
    const { privateKey } = other.org.client;
    const { http: entered } = enter({ url: org.url, auth: { ...auth, privateKey } as Auth }, http);
    const fault = await entered(`${org.url}/api/v1/users`, { method: 'GET', headers: {} }).catch(
      (error: Error) => error,
    );
    expect(fault).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: `${org.url} gives no token to the client (invalid_client): check OKTA_CLIENT_CLIENTID, OKTA_CLIENT_PRIVATEKEY and OKTA_CLIENT_PRIVATEKEYID.`,
    });
  });

  test('finds out which of the scopes it was granted', async () => {
    const wanted = ['okta.a.read', 'okta.b.read', 'okta.users.read', 'okta.c.read', 'okta.groups.read'];
    const { org, http, auth } = await start({ client: { scopes } });
    const oauth = new OAuth(org.url, auth as Extract<Auth, { scheme: 'OAuth' }>, http);
    expect(await grantedScopes(oauth, wanted)).toEqual(['okta.users.read', 'okta.groups.read']);
    expect(tokensOf(org).length).toBeLessThanOrEqual(2 * wanted.length);
  });

  test('is told which scope a request lacks, and is not asked twice', async () => {
    const { org, ask } = await start();
    const answer = await ask('/api/v1/apps');
    expect(answer).toMatchObject({ status: 403, text: '' });
    expect(answer.headers['www-authenticate']).toContain('insufficient_scope');
    expect(org.requests().filter(({ path }) => path === '/api/v1/apps')).toHaveLength(1);
  });
});
