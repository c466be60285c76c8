import { beforeAll, describe, expect, test, vi } from 'vitest';
import { carryOutSuites, readSuites } from './all-plans.js';

interface Request {
  method: string;
  path: string;
  body: string;
}

const support = '/api/v1/org/privacy/oktaSupport';

/** Everything that suites send to a live org. */
async function sentBy(names: string[], live: Record<string, string> = {}): Promise<Request[]> {
  const sent: Request[] = [];
  await carryOutSuites(
    names,
    {},
    {
      live: { OKTA_CONTRACTS_TIERS: 'write', ...live },
      by: (org, plain) => (url, options) => {
        sent.push({ method: options.method, path: url.slice(org.url.length), body: String(options.body ?? '') });
        return plain(url, options);
      },
    },
  );
  return sent;
}

const writesTo = (sent: Request[], path: RegExp, method = /POST|PUT|PATCH/) =>
  sent.filter((each) => method.test(each.method) && path.test(each.path));

beforeAll(() => readSuites());

describe('a run of the write tier', () => {
  test('creates identity providers on a host that cannot exist, without account linking and provisioning', async () => {
    const sent = await sentBy(['identity-providers']);
    const bodies = writesTo(sent, /^\/api\/v1\/idps(\/\w+)?$/).map(({ body }) => body);
    expect(bodies.length).toBeGreaterThan(1);
    for (const body of bodies) {
      expect(JSON.parse(body)).toMatchObject({
        policy: { accountLink: { action: 'DISABLED' }, provisioning: { action: 'DISABLED' } },
      });
      const hosts = [...body.matchAll(/https?:\/\/([^/"]+)/g)].map(([, host]) => host);
      expect(hosts.filter((host) => !host?.endsWith('.invalid'))).toEqual([]);
    }
  });

  test('creates users with mail addresses of a reserved host, and sets no risk except LOW', async () => {
    const sent = await sentBy(['users', 'user-risk']);
    const created = writesTo(sent, /^\/api\/v1\/users\?/).map(({ body }) => JSON.parse(body));
    expect(created.length).toBeGreaterThan(1);
    for (const { profile } of created)
      expect([profile.login, profile.email].every((address) => address.endsWith('@okta-contracts.invalid'))).toBe(true);
    expect(writesTo(sent, /\/risk$/).map(({ body }) => JSON.parse(body))).toEqual([{ riskLevel: 'LOW' }]);
  });

  test('creates hooks and origins on a host that cannot exist, and verifies no hook', async () => {
    const sent = await sentBy(['event-hook', 'trusted-origin']);
    const bodies = writesTo(sent, /^\/api\/v1\/(eventHooks|trustedOrigins)(\/\w+)?$/).map(({ body }) => body);
    expect(bodies.length).toBe(4);
    const hosts = bodies.flatMap((body) => [...body.matchAll(/https?:\/\/([^/"]+)/g)].map(([, host]) => host));
    expect(hosts.length).toBe(4);
    expect(hosts.filter((host) => !host?.endsWith('.invalid'))).toEqual([]);
    expect(bodies.filter((body) => /REDIRECT|IFRAME/.test(body))).toEqual([]);
    expect(writesTo(sent, /\/verify$/)).toEqual([]);
  });

  test('writes to no CAPTCHA and no push provider that it did not create, and to no setting that uses them', async () => {
    const sent = await sentBy(['captcha', 'push-provider']);
    const created = writesTo(sent, /^\/api\/v1\/(captchas|push-providers)$/, /POST/);
    expect(created.length).toBe(2);
    const others = writesTo(sent, /./, /POST|PUT|DELETE/).filter((request) => !created.includes(request));
    expect(others.map(({ method, path }) => `${method} ${path.replace(/\w{20}$/, '{id}')}`).sort()).toEqual([
      'DELETE /api/v1/captchas/{id}',
      'DELETE /api/v1/push-providers/{id}',
      'POST /api/v1/captchas/{id}',
      'PUT /api/v1/captchas/{id}',
      'PUT /api/v1/push-providers/{id}',
    ]);
  });

  test('changes pages, colors and texts of brands that it created only, and sends no mail', async () => {
    const written = writesTo(await sentBy(['brands', 'themes']), /^\/api\/v1\/brands/, /POST|PUT|PATCH|DELETE/);
    // An object that the run deletes is one that it created: the default brand cannot be deleted.
    const ids = new Set(written.flatMap(({ path }) => path.split('/')[4] ?? []));
    expect(ids.size).toBe(2);
    for (const id of ids) expect(writesTo(written, new RegExp(`^/api/v1/brands/${id}$`), /DELETE/)).toHaveLength(1);
    expect(writesTo(written, /\/test$/)).toEqual([]);
  });

  test('changes no text message unless the settings name it', async () => {
    expect(writesTo(await sentBy(['template']), /./, /POST|PUT|DELETE/)).toEqual([]);
    const named = await sentBy(['template'], { OKTA_CONTRACTS_NAMED: 'POST /api/v1/templates/sms' });
    expect(writesTo(named, /^\/api\/v1\/templates\/sms/, /POST|PUT|DELETE/).map(({ method }) => method)).toEqual([
      'POST',
      'PUT',
      'POST',
      'DELETE',
    ]);
  });

  test('limits its resource sets to its own groups', async () => {
    const sent = await sentBy(['iam'], { OKTA_CONTRACTS_ALLOW: 'admin-roles' });
    const bodies = writesTo(sent, /^\/api\/v1\/iam\/resource-sets(\/\w+\/resources)?$/).map(({ body }) => body);
    const resources = bodies.flatMap((body) => body.match(/\/api\/v1\/[^"]+/g) ?? []);
    expect(resources.length).toBeGreaterThan(2);
    expect(resources.filter((resource) => !/^\/api\/v1\/groups\/00g\w{17}(\/users)?$/.test(resource))).toEqual([]);
  });

  test('creates group rules for its own groups, and activates none', async () => {
    const sent = await sentBy(['group-rule']);
    expect(writesTo(sent, /^\/api\/v1\/groups\/rules/).length).toBeGreaterThan(1);
    expect(writesTo(sent, /^\/api\/v1\/groups\/rules\/.*\/lifecycle/)).toEqual([]);
  });

  test('links users only by a definition that the settings name', async () => {
    const sent = await sentBy(['user-linked-object', 'meta-schemas']);
    expect(writesTo(sent, /linkedObjects/, /POST|PUT|DELETE/)).toEqual([]);
  });

  test('limits a role to groups of the run', async () => {
    const sent = await sentBy(['role-assignments'], { OKTA_CONTRACTS_ALLOW: 'admin-roles' });
    const limits = writesTo(sent, /\/targets\/groups\/00g\w{17}$/, /PUT/);
    expect(limits.length).toBeGreaterThan(5);
  });

  test('deactivates a policy before it deletes it', async () => {
    const sent = await sentBy(['policies']);
    const deleted = writesTo(sent, /^\/api\/v1\/policies\/\w+$/, /DELETE/);
    expect(deleted.length).toBeGreaterThan(2);
    for (const request of deleted) {
      const before = sent.slice(0, sent.indexOf(request)).filter(({ path }) => path.startsWith(request.path));
      expect(before.filter(({ path }) => /lifecycle\/(de)?activate$/.test(path)).at(-1)?.path).toBe(
        `${request.path}/lifecycle/deactivate`,
      );
    }
  });

  test('searches at most one hour of the System Log', async () => {
    const [request] = (await sentBy(['logs'])).filter(({ path }) => path.startsWith('/api/v1/logs?'));
    const query = new URL(request?.path ?? '', 'https://acme.okta.com').searchParams;
    expect(Date.parse(query.get('until') ?? '') - Date.parse(query.get('since') ?? '')).toBe(3_600_000);
    expect(Number(query.get('limit'))).toBeLessThanOrEqual(100);
  });
});

describe('a run of the org tier', () => {
  const org = { OKTA_CONTRACTS_TIERS: 'write,org' };

  test.each(['authenticators', 'device-integrations', 'okta-support', 'governance'])(
    'activates and grants only what is named: %s',
    async (name) => {
      const sent = await sentBy([name], org);
      expect(sent.length).toBeGreaterThan(0);
      expect(writesTo(sent, /lifecycle\/activate$|\/optIn$|oktaSupport/)).toEqual([]);
    },
  );

  test.each(['attack-protection', 'threat-insight', 'okta-application-settings'])(
    'writes no setting that protects accounts: %s',
    async (name) => {
      const sent = await sentBy([name], org);
      expect(sent.length).toBeGreaterThan(0);
      expect(writesTo(sent, /./)).toEqual([]);
    },
  );

  test('writes settings with the values that it read just before, and limits of sign-in attempts only if they are named', async () => {
    const writtenIn = async (env: Record<string, string>) =>
      Object.fromEntries(
        writesTo(await sentBy(['rate-limit-settings'], env), /./).map(({ path, body }) => [
          path.split('/').at(-1),
          JSON.parse(body),
        ]),
      );
    const unnamed = {
      'admin-notifications': { notificationsEnabled: true },
      'warning-threshold': { warningThreshold: 90 },
    };
    expect(await writtenIn(org)).toEqual(unnamed);
    const perClient = 'PUT /api/v1/rate-limit-settings/per-client';
    expect(await writtenIn({ ...org, OKTA_CONTRACTS_NAMED: perClient })).toEqual({
      ...unnamed,
      'per-client': { defaultMode: 'ENFORCE', useCaseModeOverrides: { LOGIN_PAGE: 'ENFORCE' } },
    });
  });

  test('revokes the support access that it granted, even if only the grant is named', async () => {
    const sent = await sentBy(['okta-support'], { ...org, OKTA_CONTRACTS_NAMED: `POST ${support}/grant` });
    expect(writesTo(sent, /oktaSupport/).map(({ path }) => path)).toEqual([`${support}/grant`, `${support}/revoke`]);
  });
});

test('each run uses a new key for a client app', async () => {
  const [first, second] = [await keyOfAnotherRun(), await keyOfAnotherRun()];
  expect(first).toMatch(/^[\w-]{300,}$/);
  expect(second).not.toBe(first);
});

async function keyOfAnotherRun(): Promise<string> {
  vi.resetModules();
  const { publicKey } = await import('../../suites/app-fixtures.js');
  return String(publicKey('first').n);
}
