import { expect, onTestFinished, test } from 'vitest';
import { startReferenceOrg } from '../../reference-org/index.js';

type Item = Record<string, string>;

/** A self-signed certificate without a meaning, and without its private key. */
const certificate = [
  'MIIB9jCCAV+gAwIBAgIUObdmOOLTrnLNFq4beLCGrC6LyccwDQYJKoZIhvcNAQELBQAwDDEKMAgGA1UEAwwBYTAgFw0yNjExMjYwNzEyMzNaGA',
  '8yMTI2MTEwMjA3MTIzM1owDDEKMAgGA1UEAwwBYTCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEAys8PwJ+O1SgESCHvdz+PuuyF//a6HlBL',
  'uvYz0oU65WouoQJpbtCTIedSQKreDmspR9YfWz5TyKnn5FDyzyLgpPfPVOiKTe3TetODNomHjXNMEOkJwwPJZNJdZJbuhh8LIdw5jWMyLfHI7T',
  'E/5+jy9tW0HueQOYS3nSojYRxbW/8CAwEAAaNTMFEwHQYDVR0OBBYEFC67XmO8qKoTsXRAl+YVHI22YBDvMB8GA1UdIwQYMBaAFC67XmO8qKoT',
  'sXRAl+YVHI22YBDvMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADgYEAgujc4B4uydNnoXAubFfb/Kd59l+fNCAoiGMrchD/2rbdOG',
  'p4Hr1jQTzRZi/gIUC2xKg5NqZbhcT1hVl4gdzbDOSs6pwUsE7TirhSrvNNAwudNyckDv9o1kXFBH/fBKpSObiISB5w8p1KsXhtxSiFPlxqmdMY',
  '+Jev1L6LP4ZVxLs=',
].join('');

async function start() {
  const org = await startReferenceOrg({ limits: { perMinute: 10_000 } });
  onTestFinished(() => org.close());
  return async (method: string, path: string, body?: object) => {
    const response = await fetch(org.url + path, {
      method,
      headers: { authorization: `SSWS ${org.token}`, 'content-type': 'application/json' },
      ...(method === 'POST' || method === 'PUT' ? { body: JSON.stringify(body ?? {}) } : {}),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
}

test('the user of the token has consents and refresh tokens, which can be revoked', async () => {
  const ask = await start();
  const [client] = (await ask('GET', '/api/v1/users/me/clients')).body;
  const its = `/api/v1/users/me/clients/${client.client_id}`;
  const [token] = (await ask('GET', `${its}/tokens?expand=scope`)).body;
  expect(token._embedded.scopes.map(({ name }: Item) => name)).toEqual(['openid', 'offline_access']);
  const ofServer = `/api/v1/authorizationServers/default/clients/${client.client_id}/tokens/${token.id}`;
  expect(await ask('GET', ofServer)).toMatchObject({ status: 200, body: { id: token.id, userId: token.userId } });

  const [grant, other] = (await ask('GET', '/api/v1/users/me/grants')).body;
  expect((await ask('GET', `/api/v1/users/me/grants?scopeId=${grant.scopeId}`)).body).toHaveLength(1);
  expect((await ask('DELETE', `/api/v1/users/me/grants/${grant.id}`)).status).toBe(204);
  expect((await ask('GET', `${its}/grants`)).body.map(({ id }: Item) => id)).toEqual([other.id]);

  expect((await ask('DELETE', ofServer)).status).toBe(204);
  expect((await ask('GET', `${its}/tokens/${token.id}`)).status).toBe(404);
  expect((await ask('GET', '/api/v1/users/me/clients')).body).toEqual([]);
});

test('a client that does not exist has no tokens', async () => {
  const ask = await start();
  const answer = await ask('GET', '/api/v1/authorizationServers/default/clients/0oa/tokens');
  expect(answer.body.errorSummary).toBe('Not found: Resource not found: 0oa (PublicClientApp)');
});

test('rotated keys of an authorization server are the next, the active and the expired one', async () => {
  const ask = await start();
  const keys = '/api/v1/authorizationServers/default/credentials';
  const [next, active] = (await ask('GET', `${keys}/keys`)).body;
  const rotated: Item[] = (await ask('POST', `${keys}/lifecycle/keyRotate`, { use: 'sig' })).body;
  expect(rotated.map(({ status }) => status)).toEqual(['NEXT', 'ACTIVE', 'EXPIRED']);
  expect(rotated.slice(1).map(({ kid }) => kid)).toEqual([next.kid, active.kid]);
});

test('system scopes and claims of an authorization server cannot be deleted', async () => {
  const ask = await start();
  for (const kind of ['scopes', 'claims']) {
    const list = `/api/v1/authorizationServers/default/${kind}`;
    const [item] = (await ask('GET', list)).body;
    expect((await ask('DELETE', `${list}/${item.id}`)).status).toBe(403);
  }
});

test('a receiver of security events is active from the start', async () => {
  const ask = await start();
  const path = '/api/v1/security-events-providers';
  const settings = { issuer: 'https://example.invalid', jwks_url: 'https://example.invalid/keys' };
  const { body } = await ask('POST', path, { name: 'A', type: 'okta', settings });
  expect(body.status).toBe('ACTIVE');
  expect((await ask('POST', `${path}/${body.id}/lifecycle/deactivate`)).body.status).toBe('INACTIVE');
  expect(
    (await ask('POST', path, { name: 'B', type: 'okta', settings: { issuer: 'https://example.invalid' } })).status,
  ).toBe(400);
  expect((await ask('DELETE', `${path}/${body.id}`)).status).toBe(204);
});

test('only a certificate is added to the keys of identity providers', async () => {
  const ask = await start();
  const path = '/api/v1/idps/credentials/keys';
  expect((await ask('POST', path, { x5c: ['bm90IGEgY2VydGlmaWNhdGU='] })).status).toBe(400);
  expect((await ask('POST', path, { x5c: [certificate] })).body).toMatchObject({ kty: 'RSA', use: 'sig', e: 'AQAB' });
  expect((await ask('POST', path, { x5c: [certificate] })).status).toBe(409);
});
