// @ts-nocheck
import { expect, test } from 'vitest';
import { ContractsError } from '../../src/domain/errors.js';
import type { RawResponse } from '../../src/domain/exchange.js';
import { describeRoles } from '../../src/org/auth/role-types.js';
import type { Http } from '../../src/org/http.js';
import { type Preflight, preflight } from '../../src/org/preflight.js';

const url = 'https://org.example.com';
const user = '00u1a2b3c4d5e6f7g8h9';
const organization = '/.well-known/okta-organization';
const me = '/api/v1/users/me';
const roles = `/api/v1/users/${user}/roles`;
const deep = '['.repeat(100_000);

/** An org with correct responses except the given ones. */
async function ask(
  wrong: Record<string, Partial<RawResponse<string>> | Error>,
): Promise<{ found?: Preflight; fault?: unknown; sent: string[] }> {
  const right: Record<string, string> = {
    [organization]: '{"id":"00o1","pipeline":"idx"}',
    '/.well-known/apple-app-site-association': '{}',
    [me]: `{"id":"${user}"}`,
    [roles]: '[{"type":"SUPER_ADMIN"}]',
  };
  const sent: string[] = [];
  const http: Http = async (to, { method }) => {
    const path = to.slice(url.length);
    sent.push(`${method} ${path}`);
    const answer = wrong[path];
    if (answer instanceof Error) throw answer;
    return { status: 200, headers: { 'x-rate-limit-limit': '600' }, body: right[path] ?? '', ...answer };
  };
  try {
    return {
      found: await preflight({ url, auth: { scheme: 'SSWS', token: '00token' } }, http, [], 'unused.json'),
      sent,
    };
  } catch (fault) {
    return { fault, sent };
  }
}

test('an org is described by its engine, its edition and the roles of the caller', async () => {
  const { found, sent } = await ask({});
  expect(found).toEqual({
    engine: 'Identity Engine',
    isNew: true,
    isSuperAdmin: true,
    caller: 'a token of a user with SUPER_ADMIN',
    limit: 600,
  });
  expect(sent).toEqual([
    `GET ${organization}`,
    'GET /.well-known/apple-app-site-association',
    `GET ${me}`,
    `GET ${roles}`,
  ]);
});

const notAnOrg = [
  '[]',
  '"text"',
  '5',
  'null',
  'true',
  '',
  '<html>',
  '{"id":5}',
  '{"id":null}',
  '{"id":["00o1"]}',
  '{',
  deep,
];

test.each(notAnOrg.map((text) => [text.slice(0, 20), text]))('metadata of %j is UNREACHABLE', async (_, text) => {
  const { fault } = await ask({ [organization]: { body: text } });
  expect(fault).toBeInstanceOf(ContractsError);
  expect(fault).toMatchObject({
    code: 'UNREACHABLE',
    message: `${url} does not respond as an Okta org does (200): check OKTA_CLIENT_ORGURL.`,
  });
});

const odd = ['{}', 'null', '5', '"roles"', '[]', '{"type":"SUPER_ADMIN"}', '<html>', '{', '', deep];

test.each(odd.map((text) => [text.slice(0, 20), text]))('roles of %j count as unreadable roles', async (_, text) => {
  const { found } = await ask({ [roles]: { body: text } });
  expect(found?.caller).toBe('a token of a user whose roles it cannot read');
});

test.each([
  '[]',
  'null',
  '5',
  '{"id":5}',
  '{"id":""}',
  '{"id":".."}',
  '{"id":"../groups"}',
  '{"id":"%2e%2e"}',
  '{"id":"@evil.example.com"}',
  '{"id":"00u1/lifecycle"}',
  '{"id":"a\\r\\nb"}',
  `{"id":"${'a'.repeat(1_000)}"}`,
  '{',
])('of a caller %j no roles are asked for', async (text) => {
  const { found, sent } = await ask({ [me]: { body: text } });
  expect(found?.caller).toBe('a token of a user whose roles it cannot read');
  expect(sent.at(-1)).toBe(`GET ${me}`);
});

test('other responses can have any content', async () => {
  for (const text of odd) {
    expect((await ask({ '/.well-known/apple-app-site-association': { status: 404, body: text } })).found?.isNew).toBe(
      undefined,
    );
    expect((await ask({ [me]: { status: 403, body: text } })).found?.caller).toContain('cannot read');
  }
});

test.each(['-5', '1e99', 'NaN', '', '0', '9'.repeat(1_000)])('a limit of %j is ignored', async (limit) => {
  expect((await ask({ [me]: { headers: { 'x-rate-limit-limit': limit } } })).found?.limit).toBeUndefined();
});

test.each([organization, '/.well-known/apple-app-site-association', me, roles])(
  'no response to %s results in one sentence without path and ids',
  async (path) => {
    const { fault } = await ask({ [path]: Object.assign(new Error(user), { code: 'ECONNRESET' }) });
    expect(fault).toMatchObject({
      code: 'UNREACHABLE',
      message: `${url} does not respond (ECONNRESET): check OKTA_CLIENT_ORGURL and your network.`,
    });
  },
);

test.each([
  [[{ type: 'SUPER_ADMIN' }, { type: 'READ_ONLY_ADMIN' }], 'SUPER_ADMIN, READ_ONLY_ADMIN'],
  [[{ type: 'ORG_ADMIN' }, { type: 'ORG_ADMIN' }], 'ORG_ADMIN'],
  [[{ type: 'CUSTOM' }], '1 custom or unknown role'],
  [
    [{ type: 'APP_ADMIN' }, { type: 'HELP_DESK_ADMIN' }, { type: 'CUSTOM' }, { type: '\u001b[2Jghp_0123' }],
    'APP_ADMIN, HELP_DESK_ADMIN and 2 custom or unknown roles',
  ],
  [[{ type: '\n::warning::jane@example.com' }, null, 5, 'SUPER_ADMIN', [], {}], '6 custom or unknown roles'],
  [[{ type: ['SUPER_ADMIN'] }], '1 custom or unknown role'],
  [[], ''],
])('of roles %j only names of Okta are shown', (list, text) => {
  expect(describeRoles(JSON.stringify(list))).toBe(text);
});
