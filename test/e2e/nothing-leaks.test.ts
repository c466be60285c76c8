import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ReferenceOrg } from '../../reference-org/index.js';
import { runCli, runIn } from './run-suites.js';
import { withOrg } from './with-org.js';

/** All files that a run wrote below a folder, and its output. */
function everyByte(folder: string, output: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  expect(files.length).toBeGreaterThan(3);
  return [output, ...files.map((name) => readFileSync(join(folder, name), 'utf8'))].join('\n');
}

/** Custom values of the org's own users: names, mail addresses, logins, phone numbers. */
async function personal(org: ReferenceOrg): Promise<string[]> {
  const answer = await fetch(`${org.url}/api/v1/users`, { headers: { authorization: `SSWS ${org.token}` } });
  const users = (await answer.json()) as { profile: Record<string, string | null> }[];
  const values = users.flatMap(({ profile }) => Object.values(profile));
  // One of them has the name of a property of waivers (`owner`).
  return values.filter((value): value is string => (value ?? '') !== '' && value !== 'owner');
}

/** Parts of the secrets that the org issues to clients. */
const issued = ['invented-secret-', 'invented-and-shown-once'];

const signed = /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/;

function expectNone(text: string, secrets: string[]): void {
  expect(secrets.length).toBeGreaterThan(5);
  expect(secrets.filter((secret) => secret.length > 3 && text.includes(secret))).toEqual([]);
  expect(signed.exec(text)?.[0]).toBeUndefined();
  expect(/\b(SSWS|Bearer|DPoP) [\w.-]{10,}/.exec(text)?.[0]).toBeUndefined();
  expect(/set-cookie|JSESSIONID/i.exec(text)?.[0]).toBeUndefined();
  // Cookie names are case-sensitive. The script of the page has short names, such as `Dt`.
  expect(/\bDT=/.exec(text)?.[0]).toBeUndefined();
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test.each(['current', 'observed', 'previous'] as const)('with a token, on %s', (profile) =>
  withOrg({ profile }, async (org) => {
    const at = folder();
    const access = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token };
    const secrets = [org.token, ...issued, ...(await personal(org))];
    const { output } = await runIn(at, { ...access, OKTA_CONTRACTS_TIERS: 'write,org' }, []);
    const again = await runCli(['report', 'reports/report.json', '--out', 'again'], {}, at);
    expectNone(everyByte(at, output + again.output), secrets);
  }),
);

test('with an OAuth 2.0 client with DPoP, on an org with occasional errors', () =>
  withOrg({ client: { dpop: true } }, async (org) => {
    const at = folder();
    let n = 0;
    for (const kind of ['500', 'cut JSON', 'wrong content type', 'redirect to another host'] as const)
      org.fault({ kind, when: () => ++n % 23 === 0 });
    const key = JSON.parse(org.client.privateKey) as Record<string, string>;
    const secrets = [org.token, key.d ?? '', org.client.privateKey, ...(await personal(org).catch(() => []))];
    const access = {
      OKTA_CLIENT_ORGURL: org.url,
      OKTA_CLIENT_AUTHORIZATIONMODE: 'PrivateKey',
      OKTA_CLIENT_CLIENTID: org.client.id,
      OKTA_CLIENT_PRIVATEKEY: org.client.privateKey,
      OKTA_CONTRACTS_TIERS: 'write,org',
    };
    const { output } = await runIn(at, access, []);
    org.recover();
    expectNone(everyByte(at, output), [...secrets, ...(await personal(org))]);
  }));

test('recorded traffic', async () => {
  const at = folder();
  const secrets = {
    token: '00aVerySecretToken0123456789',
    mail: 'ada.lovelace@analytical.example',
    phone: '+15550100199',
    name: 'Lovelace-Byron',
    cookie: 'DT=DI0secretcookie',
    proof: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImRwb3Arand0In0.eyJodG0iOiJHRVQiLCJodHUiOiJ4In0.c2lnbmF0dXJlLXNpZ25hdHVyZQ',
    secret: 'clientsecret-clientsecret-1234',
    attribute: 'ssn_123456789',
    constant: 'LOVELACE_BYRON_42',
    escape: '\u001b]0;owned',
    command: '::error::owned',
    code: 'E1234567',
    type: 'text/analytical',
  };
  const headers = {
    'content-type': 'application/json',
    'set-cookie': secrets.cookie,
    authorization: `SSWS ${secrets.token}`,
    dpop: secrets.proof,
  };
  // Each value is at a location where it violates the contract, so that a finding could contain it.
  const user = {
    id: secrets.name,
    status: secrets.mail,
    created: secrets.phone,
    type: secrets.name,
    profile: {
      login: 1,
      [secrets.attribute]: secrets.constant,
      email: secrets.mail,
      secondEmail: secrets.mail,
      mobilePhone: secrets.phone,
    },
    credentials: { password: { value: secrets.secret }, provider: secrets.proof },
    client_secret: secrets.secret,
    [secrets.attribute]: secrets.name,
    [secrets.command]: { [secrets.escape]: 1 },
    transitioningToStatus: secrets.constant,
    _links: { self: secrets.token },
  };
  const exchange = {
    id: 'one',
    request: {
      method: 'GET',
      url: `https://org.example.com/api/v1/users/${secrets.mail}?token=${secrets.token}`,
      headers,
    },
    response: { status: 200, headers, body: user },
  };
  const error = { ...exchange, response: { status: 400, headers, body: { errorCode: secrets.mail, errorSummary: 7 } } };
  const coded = {
    ...exchange,
    response: { status: 400, headers, body: { errorCode: secrets.code, [secrets.attribute]: 7 } },
  };
  const page = {
    ...exchange,
    response: { status: 200, headers: { 'content-type': `${secrets.type}\n${secrets.command}` }, body: user },
  };
  const list = {
    ...exchange,
    request: { ...exchange.request, url: 'https://org.example.com/api/v1/users' },
    response: { ...exchange.response, body: [user, secrets.name] },
  };
  writeFileSync(
    join(at, 'in.ndjson'),
    [exchange, error, coded, page, list].map((one) => JSON.stringify(one)).join('\n'),
  );
  const told = await runCli(['traffic', '--json', 'in.ndjson'], {}, at);
  const shown = await runCli(['traffic', 'in.ndjson', '--out', 'reports'], {}, at);
  rmSync(join(at, 'in.ndjson'));
  expect(told.code).toBe(1);
  expect(told.output).toContain('violation');
  expect(told.output).toContain('unknown-');
  expectNone(everyByte(at, told.output + shown.output), Object.values(secrets));
});
