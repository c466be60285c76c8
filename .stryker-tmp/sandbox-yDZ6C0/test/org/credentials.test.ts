// @ts-nocheck
import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ReferenceOrg, type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';
import type { Auth } from '../../src/config/access.js';
import type { RawResponse } from '../../src/domain/exchange.js';
import { authenticate } from '../../src/org/auth/credentials.js';
import { grantedScopes, OAuth, tokenEndpoint } from '../../src/org/auth/oauth.js';
import { createHttp, type Http } from '../../src/org/http.js';
import { onlyPostsTo } from '../../src/org/methods.js';

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
  const authenticated = authenticate({ url: org.url, auth }, http, ['read'], now);
  const ask = (path = '/api/v1/users', method = 'GET'): Promise<RawResponse<string>> =>
    authenticated.http({ method, path });
  return { org, http, sent, auth, ask, authenticated };
}

const tokensOf = (org: ReferenceOrg) => org.requests().filter(({ path }) => path === '/oauth2/v1/token');

test('every request has the API token', async () => {
  const seen: Record<string, string>[] = [];
  const { http } = authenticate(
    { url: 'https://org.example.com', auth: { scheme: 'SSWS', token: '00t' } },
    async (_, { headers }) => {
      seen.push(headers);
      return { status: 401, headers: {}, body: '{"errorCode":"E0000011"}' };
    },
    ['read'],
  );
  await http({ method: 'GET', path: '/api/v1/users' });
  expect(seen).toEqual([{ accept: 'application/json', authorization: 'SSWS 00t' }]);
});

describe('the read tier, below the client', () => {
  const url = 'https://org.example.com';
  const writes = ['POST', 'PUT', 'PATCH', 'DELETE', 'post', 'dElEtE', 'TRACE', 'CONNECT', 'OPTIONS', 'GET ', ''];

  test.each(writes)('an API token sends no %j', async (method) => {
    const sent: string[] = [];
    const { http } = authenticate(
      { url, auth: { scheme: 'SSWS', token: '00t' } },
      async (to) => {
        sent.push(to);
        return { status: 200, headers: {}, body: '' };
      },
      ['read'],
    );
    for (const path of ['/api/v1/groups/00g1', '/oauth2/v1/token'])
      await expect(http({ method, path })).rejects.toMatchObject({ code: 'FORBIDDEN_BY_TIER' });
    expect(sent).toEqual([]);
  });

  test.each(writes)('an OAuth 2.0 client sends no %j, and requests no token for it', async (method) => {
    const { authenticated, org } = await start();
    for (const path of ['/api/v1/groups/00g1', '/oauth2/v1/token'])
      await expect(authenticated.http({ method, path })).rejects.toMatchObject({ code: 'FORBIDDEN_BY_TIER' });
    expect(org.requests()).toEqual([]);
  });

  test('over loopback: the org receives GET, HEAD and token requests, nothing else', async () => {
    const { authenticated, org } = await start();
    for (const method of ['GET', 'head', ...writes])
      await authenticated.http({ method, path: '/api/v1/users' }).catch(() => undefined);
    expect(new Set(org.requests().map(({ method, path }) => `${method} ${path}`))).toEqual(
      new Set(['POST /oauth2/v1/token', 'GET /api/v1/users', 'HEAD /api/v1/users']),
    );
  });

  test('a token is requested only with POST, and only at the token endpoint', async () => {
    const sent: string[] = [];
    const tokens = onlyPostsTo(tokenEndpoint(url), async (to) => {
      sent.push(to);
      return { status: 200, headers: {}, body: '' };
    });
    for (const [method, to] of [
      ['POST', `${url}/oauth2/v1/token/../../../api/v1/users`],
      ['POST', `${url}/api/v1/users`],
      ['POST', 'https://evil.example.com/oauth2/v1/token'],
      ['DELETE', `${url}/oauth2/v1/token`],
    ] as const)
      await expect(tokens(to, { method, headers: {} })).rejects.toMatchObject({ code: 'FORBIDDEN_BY_TIER' });
    await tokens(`${url}/oauth2/v1/token`, { method: 'POST', headers: {} });
    expect(sent).toEqual([`${url}/oauth2/v1/token`]);
  });

  test('the write tier sends writes only to the org', async () => {
    const sent: string[] = [];
    const { http } = authenticate(
      { url, auth: { scheme: 'SSWS', token: '00t' } },
      async (to, { method }) => {
        sent.push(`${method} ${to}`);
        return { status: 204, headers: {}, body: '' };
      },
      ['read', 'write'],
    );
    for (const path of ['@evil.example.com/x', 'https://evil.example.com/x', '//evil.example.com/x', '/a/../b'])
      await expect(http({ method: 'DELETE', path })).rejects.toMatchObject({ code: 'UNSAFE_PATH' });
    await http({ method: 'delete', path: '/api/v1/groups/00g1' });
    expect(sent).toEqual([`DELETE ${url}/api/v1/groups/00g1`]);
  });
});

describe('an OAuth 2.0 client', () => {
  test('gets one token for concurrent requests', async () => {
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

  test.each(['RS256', 'ES256', 'ES384', 'ES512'])('signs with a key for %s', async (alg) => {
    const curve = { ES256: 'P-256', ES384: 'P-384' }[alg] ?? 'P-521';
    const { privateKey, publicKey } =
      alg === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: curve });
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const auth: Auth = { scheme: 'OAuth', clientId: '0oa1', privateKey: pem, keyId: 'k1', scopes };
    const forms: URLSearchParams[] = [];
    const { http } = authenticate(
      { url: 'https://org.example.com', auth },
      async (_, { body }) => {
        forms.push(new URLSearchParams(body));
        return { status: 200, headers: {}, body: '{"access_token":"the.token"}' };
      },
      ['read'],
    );
    await http({ method: 'GET', path: '/x' });
    expect([...(forms[0]?.keys() ?? [])].sort()).toEqual([
      'client_assertion',
      'client_assertion_type',
      'grant_type',
      'scope',
    ]);
    const assertion = forms[0]?.get('client_assertion') ?? '';
    const { payload, protectedHeader } = await jwtVerify(assertion, publicKey);
    expect(protectedHeader).toEqual({ alg, kid: 'k1' });
    expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'sub']);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  });

  test('renews its token before it expires, once for concurrent requests', async () => {
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

  test('with a revoked token gets another one, and the request is repeated', async () => {
    const { org, ask } = await start();
    await ask();
    org.endTokens();
    expect((await ask()).status).toBe(200);
    expect(tokensOf(org)).toHaveLength(2);
  });

  test('sends DPoP proofs with nonce, method, address without query, and token', async () => {
    const { org, ask, sent, authenticated } = await start({ client: { dpop: true } });
    expect((await ask('/api/v1/users?limit=1')).status).toBe(200);
    expect(tokensOf(org).map(({ status }) => status)).toEqual([400, 400, 200]);
    expect(authenticated.oauth?.isBound).toBe(true);
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

  test('uses a changed nonce', async () => {
    const { org, ask } = await start({ client: { dpop: true } });
    await ask();
    org.changeNonce();
    org.endTokens();
    expect((await ask()).status).toBe(200);
  });

  test.each([-600_000, 600_000])('uses the clock of the org if its own is off by %i ms', async (off) => {
    for (const dpop of [false, true]) {
      const { ask } = await start({ client: { dpop }, now: () => Date.now() + off });
      expect((await ask()).status).toBe(200);
    }
  });

  test('that the org does not know ends with one sentence, without any part of the key', async () => {
    const { org, http, auth } = await start();
    const other = await start();
    const { privateKey } = other.org.client;
    const { http: entered } = authenticate({ url: org.url, auth: { ...auth, privateKey } as Auth }, http, ['read']);
    const fault = await entered({ method: 'GET', path: '/api/v1/users' }).catch((error: Error) => error);
    expect(fault).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: `${org.url} issues no token to the client (invalid_client): check OKTA_CLIENT_CLIENTID, OKTA_CLIENT_PRIVATEKEY and OKTA_CLIENT_PRIVATEKEYID.`,
    });
  });

  test('finds the granted scopes', async () => {
    const wanted = ['okta.a.read', 'okta.b.read', 'okta.users.read', 'okta.c.read', 'okta.groups.read'];
    const { org, http, auth } = await start({ client: { scopes } });
    const oauth = new OAuth(org.url, auth as Extract<Auth, { scheme: 'OAuth' }>, http);
    expect(await grantedScopes(oauth, wanted)).toEqual(['okta.users.read', 'okta.groups.read']);
    expect(tokensOf(org).length).toBeLessThanOrEqual(2 * wanted.length);
  });

  test('passes on the response about a missing scope and does not repeat the request', async () => {
    const { org, ask } = await start();
    const answer = await ask('/api/v1/apps');
    expect(answer).toMatchObject({ status: 403, body: '' });
    expect(answer.headers['www-authenticate']).toContain('insufficient_scope');
    expect(org.requests().filter(({ path }) => path === '/api/v1/apps')).toHaveLength(1);
  });
});

describe('an invalid token response', () => {
  const url = 'https://org.example.com';

  /** The error of a client whose token endpoint responds like this. */
  async function faultOf(answer: Partial<RawResponse<string>>): Promise<unknown> {
    const { auth } = await start();
    const { http } = authenticate({ url, auth }, async () => ({ status: 400, headers: {}, body: '', ...answer }), [
      'read',
    ]);
    return http({ method: 'GET', path: '/api/v1/users' }).catch((error: unknown) => error);
  }

  test.each([
    ['invalid_client', 'invalid_client'],
    ['unauthorized_client', 'unauthorized_client'],
    ['consent_required', 'consent_required'],
    ['ghp_0123456789', '400, unknown error'],
    ['jane@example.com \u001b[2J', '400, unknown error'],
    ['invalid_client\n::warning::x', '400, unknown error'],
    [['invalid_client'], '400, unknown error'],
    [{ toString: 5 }, '400, unknown error'],
    [undefined, '400'],
  ])('shows the error %j as %s, never its description', async (error, shown) => {
    const text = JSON.stringify({ error, error_description: 'of jane@example.com' });
    expect(await faultOf({ body: text })).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringMatching(
        new RegExp(`^https://org\\.example\\.com issues no token to the client \\(${shown}\\): [\\w ,']+\\.$`),
      ),
    });
  });

  test('never shows the signed assertion, even if the org returns it as its error', async () => {
    const { auth } = await start();
    let sent = '';
    const { http } = authenticate(
      { url, auth },
      async (_, { body = '' }) => {
        sent = new URLSearchParams(body).get('client_assertion') ?? '';
        return { status: 400, headers: {}, body: JSON.stringify({ error: sent, error_description: sent }) };
      },
      ['read'],
    );
    const fault = (await http({ method: 'GET', path: '/x' }).catch((error: unknown) => error)) as Error;
    expect(sent).toMatch(/^eyJ/);
    expect(fault.message).not.toContain(sent.slice(0, 20));
  });

  test.each([
    'null',
    '[]',
    '5',
    '"x"',
    '',
    '<html>',
    '{',
    '{"access_token":5}',
    '{"access_token":""}',
    '{"access_token":"a\\r\\nb"}',
  ])('200 with %j is not a token', async (text) => {
    expect(await faultOf({ status: 200, body: text })).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringContaining('(no token in the response)'),
    });
  });

  test.each([-1, 0, 1e99, 'soon', null, [], {}])('a token with a lifetime of %j is used', async (seconds) => {
    const { auth } = await start();
    const asked: string[] = [];
    const { http } = authenticate(
      { url, auth },
      async (to) => {
        asked.push(to);
        const text = JSON.stringify({ access_token: 'the.token', expires_in: seconds, scope: [5] });
        return { status: 200, headers: {}, body: text };
      },
      ['read'],
    );
    await http({ method: 'GET', path: '/x' });
    await http({ method: 'GET', path: '/x' });
    expect(asked.filter((to) => to.endsWith('/token'))).toHaveLength(1);
  });
});
