import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseSettings } from '../../src/config/load.js';
import { faultOf, preview, production } from './fault-of.js';

test('without settings, the reference org is verified in all tiers at full rate', () => {
  expect(parseSettings({})).toEqual({
    org: { kind: 'reference', profile: 'current' },
    tiers: ['read', 'write', 'org'],
    mayWrite: true,
    rateShare: 1,
    timeoutSeconds: 30,
    concurrency: 75,
    named: [],
    allow: [],
    namedHosts: [],
    strict: false,
    stale: 'fail',
    minCoverage: 0.5,
    sdks: [],
    sdkFails: false,
  });
});

test('a live org gets at most half of each rate limit and few concurrent requests', () => {
  expect(parseSettings(preview)).toMatchObject({ rateShare: 0.5, concurrency: 15, tiers: ['read'] });
});

test('an empty variable is not set, and spaces around a value are removed', () => {
  expect(parseSettings({ OKTA_CLIENT_ORGURL: ' ', OKTA_CLIENT_TOKEN: '' }).org.kind).toBe('reference');
  expect(parseSettings({ OKTA_CLIENT_ORGURL: ' https://acme.okta.com ', OKTA_CLIENT_TOKEN: ' 00token\n' }).org).toEqual(
    { kind: 'live', url: 'https://acme.okta.com', auth: { scheme: 'SSWS', token: '00token' } },
  );
});

test('the default tier of a live org is read', () => {
  expect(parseSettings(preview)).toMatchObject({
    org: { kind: 'live', url: 'https://acme.oktapreview.com', auth: { scheme: 'SSWS', token: '00token' } },
    tiers: ['read'],
  });
});

test('a URL without a token, or the reverse, stops the run and names the missing setting', () => {
  expect(faultOf({ OKTA_CLIENT_ORGURL: 'https://acme.okta.com' })).toBe(
    'OKTA_CLIENT_ORGURL is set and OKTA_CLIENT_TOKEN is not: set an API token of that org, or unset both to use the reference org.',
  );
  expect(faultOf({ OKTA_CLIENT_TOKEN: '00token' })).toBe(
    'OKTA_CLIENT_TOKEN is set and OKTA_CLIENT_ORGURL is not: set the URL of your org, or unset both to use the reference org.',
  );
});

test('OKTA_CONTRACTS_REQUIRE_ORG prevents the use of the reference org', () => {
  expect(faultOf({ OKTA_CONTRACTS_REQUIRE_ORG: '1' })).toBe(
    'OKTA_CONTRACTS_REQUIRE_ORG is on and no org is configured: set OKTA_CLIENT_ORGURL and OKTA_CLIENT_TOKEN.',
  );
  expect(parseSettings({ ...preview, OKTA_CONTRACTS_REQUIRE_ORG: '1' }).org.kind).toBe('live');
});

test('an unknown authorization mode is rejected, and the message does not contain it', () => {
  expect(faultOf({ ...preview, OKTA_CLIENT_AUTHORIZATIONMODE: '00token-in-the-wrong-variable' })).toBe(
    'OKTA_CLIENT_AUTHORIZATIONMODE has an invalid value: use one of SSWS, PrivateKey.',
  );
  expect(parseSettings({ ...preview, OKTA_CLIENT_AUTHORIZATIONMODE: 'SSWS' }).org.kind).toBe('live');
});

test.each([
  ['acme.okta.com', 'OKTA_CLIENT_ORGURL is not a URL: write it as https://your-org.oktapreview.com.'],
  [
    'http://acme.okta.com',
    'OKTA_CLIENT_ORGURL is not https: a token is never sent in the clear; write it as https://your-org.oktapreview.com.',
  ],
  ['https://me:pw@acme.okta.com', 'OKTA_CLIENT_ORGURL contains a user name or password: remove them.'],
  ['https://acme.okta.com/admin', 'OKTA_CLIENT_ORGURL contains a path: write only https://acme.okta.com.'],
  ['https://acme.okta.com/?a=b', 'OKTA_CLIENT_ORGURL contains a path: write only https://acme.okta.com.'],
  [
    'https://acme-admin.oktapreview.com',
    "OKTA_CLIENT_ORGURL is the admin console's address: write https://acme.oktapreview.com.",
  ],
])('rejects the org URL %s with one sentence', (url, sentence) => {
  expect(faultOf({ ...preview, OKTA_CLIENT_ORGURL: url })).toBe(sentence);
});

test.each([
  ['https://acme.okta.com/', 'https://acme.okta.com'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080/', 'http://localhost:8080'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
])('normalizes the org URL %s to %s', (given, taken) => {
  expect(parseSettings({ ...preview, OKTA_CLIENT_ORGURL: given }).org).toMatchObject({ url: taken });
});

test.each(['https://127.evil.com', 'http://127.0.0.1.evil.com', 'http://localhost.evil.com'])(
  'does not treat %s as loopback',
  (url) => {
    expect(faultOf({ ...preview, OKTA_CLIENT_ORGURL: url, OKTA_CONTRACTS_TIERS: 'write' })).toMatch(
      /is not https|is not a preview org/,
    );
  },
);

test.each(['write', 'org'])('the %s tier is refused on a production org', (tier) => {
  expect(faultOf({ ...production, OKTA_CONTRACTS_TIERS: tier })).toBe(
    'OKTA_CONTRACTS_TIERS allows writes on acme.okta.com, which is not a preview org: use a preview org, or name the host in it (OKTA_CONTRACTS_TIERS=write:acme.okta.com).',
  );
});

test('a named host allows no writes to another host', () => {
  expect(faultOf({ ...production, OKTA_CONTRACTS_TIERS: 'write:other.okta.com' })).toContain('acme.okta.com');
  expect(
    faultOf({ ...preview, OKTA_CLIENT_ORGURL: 'https://evil-oktapreview.com', OKTA_CONTRACTS_TIERS: 'write' }),
  ).toContain('evil-oktapreview.com');
});

test('the write tier is allowed on a preview org, on loopback, and on a named host', () => {
  expect(parseSettings({ ...preview, OKTA_CONTRACTS_TIERS: 'write' }).tiers).toEqual(['read', 'write']);
  expect(parseSettings({ ...production, OKTA_CONTRACTS_TIERS: 'write:acme.okta.com' }).tiers).toEqual([
    'read',
    'write',
  ]);
  expect(
    parseSettings({ ...preview, OKTA_CLIENT_ORGURL: 'http://127.0.0.1:1', OKTA_CONTRACTS_TIERS: 'read, write, org' })
      .tiers,
  ).toEqual(['read', 'write', 'org']);
});

test('a host can be named only for a tier that writes', () => {
  expect(faultOf({ ...production, OKTA_CONTRACTS_TIERS: 'read:acme.okta.com' })).toBe(
    'OKTA_CONTRACTS_TIERS names a host for the read tier, which needs none: name it for the tier that writes (write:acme.okta.com).',
  );
});

test('OKTA_CONTRACTS_TIERS limits the tiers on the reference org', () => {
  expect(parseSettings({ OKTA_CONTRACTS_TIERS: 'read' }).tiers).toEqual(['read']);
});

test.each([
  ['OKTA_CONTRACTS_TIERS', 'admin', 'use read, write, org.'],
  ['OKTA_CONTRACTS_PROFILE', 'future', 'use one of current, previous, observed, mixed, newest.'],
  ['OKTA_CONTRACTS_STALE', 'ignore', 'use one of fail, warn.'],
  ['OKTA_CONTRACTS_RATE_SHARE', '0', 'use a number from 0.01 to 1.'],
  ['OKTA_CONTRACTS_RATE_SHARE', '50%', 'use a number from 0.01 to 1.'],
  ['OKTA_CONTRACTS_CONCURRENCY', '76', 'use a number from 1 to 75.'],
  ['OKTA_CONTRACTS_MIN_COVERAGE', '1.5', 'use a number from 0 to 1.'],
  ['OKTA_CONTRACTS_STRICT', 'yes', 'use 0, 1, true or false.'],
  ['OKTA_CONTRACTS_REQUIRE_ORG', 'on', 'use 0, 1, true or false.'],
])('%s=%s is rejected, and the message contains the allowed values', (name, value, allowed) => {
  expect(faultOf({ [name]: value })).toBe(`${name} has an invalid value: ${allowed}`);
});

test.each([
  ['OKTA_CONTRACTS_PROFILE', 'future'],
  ['OKTA_CONTRACTS_REQUIRE_ORG', 'yes'],
])('%s=%s is rejected even if the run does not use it', (name, value) => {
  expect(faultOf({ ...preview, [name]: value })).toContain(name);
});

test.each(['1', 'true', 'TRUE', 'True'])('a boolean setting is on with %s', (value) => {
  expect(parseSettings({ OKTA_CONTRACTS_STRICT: value }).strict).toBe(true);
  expect(faultOf({ OKTA_CONTRACTS_REQUIRE_ORG: value })).toContain('no org is configured');
});

test.each(['0', 'false', 'False', ''])('a boolean setting is off with "%s"', (value) => {
  expect(parseSettings({ OKTA_CONTRACTS_STRICT: value, OKTA_CONTRACTS_REQUIRE_ORG: value }).strict).toBe(false);
});

test.each([
  ['OKTA_CLIENT_ORG_URL', 'OKTA_CLIENT_ORGURL'],
  ['OKTA_CLIENT_API_TOKEN', 'OKTA_CLIENT_TOKEN'],
  ['OKTA_CONTRACTS_TIER', 'OKTA_CONTRACTS_TIERS'],
  ['OKTA_CONTRACT_TIERS', 'OKTA_CONTRACTS_TIERS'],
  ['OKTA_CLIENTS_TOKEN', 'OKTA_CLIENT_TOKEN'],
  ['OKTACONTRACTS_STRICT', 'OKTA_CONTRACTS_STRICT'],
  ['okta_contracts_strict', 'OKTA_CONTRACTS_STRICT'],
  ['OKTA_CONTRACTS_RATESHARE', 'OKTA_CONTRACTS_RATE_SHARE'],
])('the unknown name %s stops the run and suggests %s', (name, suggested) => {
  expect(faultOf({ [name]: 'a-value' })).toBe(`Unknown setting \`${name}\`. Did you mean \`${suggested}\`?`);
});

test.each([
  'OKTA_CLIENT_CONNECTIONTIMEOUT',
  'OKTA_CLIENT_CONNECTION_TIMEOUT',
  'OKTA_CLIENT_REQUESTTIMEOUT',
  'OKTA_CLIENT_RATELIMIT_MAXRETRIES',
  'OKTA_CLIENT_RATE_LIMIT_MAX_RETRIES',
  'OKTA_CLIENT_PROXY_HOST',
  'OKTA_CLIENT_LOGGING_ENABLED',
  'OKTA_CLIENT_CACHE_DEFAULT_TTL',
  'OKTA_CLIENT_CACHE_DEFAULTTTL',
  'OKTA_CLIENT_USERAGENTEXTRA',
  'OKTA_CLIENT_DPOPENABLED',
  'OKTA_CLIENT_DPOPKEYROTATIONINTERVAL',
  'OKTA_CLIENT_OAUTHTOKENRENEWALOFFSET',
  'OKTA_TESTING_DISABLE_HTTPS_CHECK',
  'OKTA_CONTRACTS_RECORDINGS',
])("%s, which Okta's SDKs or the project's checks read, is accepted", (name) => {
  expect(parseSettings({ ...preview, [name]: '1' })).toEqual(parseSettings(preview));
});

test('a token that is only the scheme is rejected', () => {
  expect(faultOf({ ...preview, OKTA_CLIENT_TOKEN: 'SSWS ' })).toContain('contains the scheme and no token');
});

test.each(['SSWS 00token', 'ssws  00token'])('a token with its scheme is accepted: %s', (token) => {
  expect(parseSettings({ ...preview, OKTA_CLIENT_TOKEN: token })).toEqual(parseSettings(preview));
});

test.each(['Bearer 00token', '00to\nken', '“00token”'])(
  'a text that is not a token is rejected and not repeated',
  (token) => {
    const message = faultOf({ ...preview, OKTA_CLIENT_TOKEN: token });
    expect(message).toBe('OKTA_CLIENT_TOKEN contains characters that no API token contains: copy the token again.');
  },
);

test("the id of the key can have the Node.js SDK's name", () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { org } = parseSettings({
    OKTA_CLIENT_ORGURL: 'https://acme.oktapreview.com',
    OKTA_CLIENT_AUTHORIZATIONMODE: 'PrivateKey',
    OKTA_CLIENT_CLIENTID: '0oa1',
    OKTA_CLIENT_PRIVATEKEY: JSON.stringify(privateKey.export({ format: 'jwk' })),
    OKTA_CLIENT_KEYID: 'a-key',
  });
  expect(org).toMatchObject({ auth: { keyId: 'a-key' } });
});

test('all settings are read', () => {
  expect(
    parseSettings({
      OKTA_CONTRACTS_PROFILE: 'observed',
      OKTA_CONTRACTS_RATE_SHARE: '0.25',
      OKTA_CONTRACTS_CONCURRENCY: '3.9',
      OKTA_CONTRACTS_NAMED: 'POST /api/v1/org/privacy/oktaSupport/grant, POST /api/v1/risk/events/ip',
      OKTA_CONTRACTS_ALLOW: 'admin-roles, user-activation,admin-roles',
      OKTA_CONTRACTS_STRICT: '1',
      OKTA_CONTRACTS_STALE: 'warn',
      OKTA_CONTRACTS_MIN_COVERAGE: '0.8',
      OKTA_CONTRACTS_TIMEOUT: '5',
      OKTA_CONTRACTS_SDK: 'python:venv, node,',
      OKTA_CONTRACTS_SDK_FAILS: 'true',
    }),
  ).toEqual({
    org: { kind: 'reference', profile: 'observed' },
    tiers: ['read', 'write', 'org'],
    mayWrite: true,
    rateShare: 0.25,
    concurrency: 3,
    timeoutSeconds: 5,
    namedHosts: [],
    named: ['POST /api/v1/org/privacy/oktaSupport/grant', 'POST /api/v1/risk/events/ip'],
    allow: ['admin-roles', 'user-activation'],
    strict: true,
    stale: 'warn',
    minCoverage: 0.8,
    sdks: ['python:venv', 'node'],
    sdkFails: true,
  });
});

test('no message contains the token', () => {
  const token = '00very-secret';
  for (const url of ['nonsense', 'http://acme.okta.com', 'https://acme.okta.com/x'])
    expect(faultOf({ OKTA_CLIENT_ORGURL: url, OKTA_CLIENT_TOKEN: token })).not.toContain(token);
});

test.each([
  ['user-activaton', 'user-activation'],
  ['user-activation,adminroles', 'admin-roles'],
])('the message for an unknown effect in %s suggests the closest one and does not contain it', (allow, closest) => {
  expect(faultOf({ OKTA_CONTRACTS_ALLOW: allow })).toBe(
    `OKTA_CONTRACTS_ALLOW has an invalid value: use user-activation, admin-roles (closest: ${closest}).`,
  );
});

test('OKTA_CONTRACTS_NAMED rejects an entry that is not an operation', () => {
  expect(faultOf({ OKTA_CONTRACTS_NAMED: 'grant' })).toBe(
    'OKTA_CONTRACTS_NAMED has an entry that is not an operation: write operations as POST /api/v1/path, separated by commas.',
  );
});

test.each([
  ['https://a.oktapreview.com', undefined, true],
  ['https://a.okta.com', undefined, false],
  ['https://a.okta.com', 'read', false],
  ['https://a.okta.com', 'write:a.okta.com', true],
  ['https://a.oktapreview.com', 'read', false],
  ['https://a.oktapreview.com', 'write', true],
  ['http://127.0.0.1:9599', 'read', false],
  ['http://127.0.0.1:9599', undefined, true],
])('whether %s with the tiers %s may be written to: %s', (url, tiers, may) => {
  const settings = parseSettings({ OKTA_CLIENT_ORGURL: url, OKTA_CLIENT_TOKEN: 't', OKTA_CONTRACTS_TIERS: tiers });
  expect(settings.mayWrite).toBe(may);
});
