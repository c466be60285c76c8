import { expect, onTestFinished, test } from 'vitest';
import { startReferenceOrg } from '../../reference-org/index.js';
import type { JsonObject } from '../../reference-org/state.js';

async function start() {
  const org = await startReferenceOrg({ limits: { perMinute: 10_000 } });
  onTestFinished(() => org.close());
  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(org.url + path, {
      method,
      headers: { authorization: `SSWS ${org.token}`, 'content-type': 'application/json' },
      ...(method === 'GET' || method === 'DELETE' ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    const text = await response.text();
    return { status: response.status, text, body: (text === '' ? {} : JSON.parse(text)) as JsonObject };
  };
  return { org, ask };
}

const hooks = '/api/v1/eventHooks';
const hook = (uri: string) => ({
  name: 'A hook',
  events: { type: 'EVENT_TYPE', items: ['user.lifecycle.create'] },
  channel: {
    type: 'HTTP',
    version: '1.0.0',
    config: { uri, authScheme: { type: 'HEADER', key: 'a', value: 'hidden' } },
  },
});
const login = 'a@example.com';
const user = { profile: { firstName: 'A', lastName: 'B', login, email: login } };

test('an event hook gets no events until its URL is verified, and again if the URL changes', async () => {
  const { org, ask } = await start();
  const made = await ask('POST', hooks, hook('https://one.example.com'));
  expect(made.body).toMatchObject({ status: 'ACTIVE', verificationStatus: 'UNVERIFIED' });
  expect(made.text).not.toContain('hidden');
  const path = `${hooks}/${made.body.id}`;
  await ask('POST', '/api/v1/users?activate=false', user);
  expect(org.effects()).toEqual([]);
  expect((await ask('POST', `${path}/lifecycle/verify`)).body.verificationStatus).toBe('VERIFIED');
  expect(org.effects()).toMatchObject([{ kind: 'event-hook', event: 'verification' }]);
  expect((await ask('PUT', path, hook('https://one.example.com'))).body.verificationStatus).toBe('VERIFIED');
  expect((await ask('PUT', path, hook('https://two.example.com'))).body.verificationStatus).toBe('UNVERIFIED');
});

test('an org has at most one CAPTCHA instance, and does not return its secret', async () => {
  const { ask } = await start();
  const captcha = { name: 'A', type: 'HCAPTCHA', siteKey: 'site', secretKey: 'hidden' };
  const made = await ask('POST', '/api/v1/captchas', captcha);
  expect(made.status).toBe(201);
  expect(made.text).not.toContain('hidden');
  expect(await ask('POST', '/api/v1/captchas', captcha)).toMatchObject({
    status: 403,
    body: { errorCode: 'E0000166' },
  });
  await ask('PUT', '/api/v1/org/captcha', { captchaId: made.body.id, enabledPages: ['SSPR'] });
  expect((await ask('GET', '/api/v1/org/captcha')).body).toMatchObject({ enabledPages: ['SSPR'] });
  await ask('DELETE', '/api/v1/org/captcha');
  expect((await ask('GET', '/api/v1/org/captcha')).body).toMatchObject({ captchaId: null, enabledPages: [] });
});

test('the keys of push providers and the tokens of log streams are not returned', async () => {
  const { ask } = await start();
  for (const [path, body] of [
    ['/api/v1/push-providers', { providerType: 'APNS', configuration: { keyId: 'k', tokenSigningKey: 'hidden' } }],
    ['/api/v1/logStreams', { type: 'splunk_cloud_logstreaming', settings: { host: 'h', token: 'hidden' } }],
  ] as const) {
    const made = await ask('POST', path, { name: 'A', ...body });
    expect(made.status).toBe(200);
    expect(made.text + (await ask('GET', `${path}/${made.body.id}`)).text).not.toContain('hidden');
  }
});

test('a feature is enabled only with the feature that it depends on, unless that is forced', async () => {
  const { ask } = await start();
  const features = '/api/v1/features';
  const [base, dependent] = (await ask('GET', features)).body as unknown as JsonObject[];
  expect((await ask('GET', `${features}/${base?.id}/dependents`)).body).toMatchObject([{ id: dependent?.id }]);
  expect((await ask('POST', `${features}/${dependent?.id}/enable`)).body.status).toBe('ENABLED');
  expect((await ask('POST', `${features}/${base?.id}/disable`)).status).toBe(400);
  expect((await ask('POST', `${features}/${base?.id}/disable?mode=force`)).body.status).toBe('DISABLED');
  expect((await ask('GET', `${features}/${dependent?.id}`)).body.status).toBe('DISABLED');
});

test('only a deactivated device can be deleted', async () => {
  const { ask } = await start();
  const [device] = (await ask('GET', '/api/v1/devices')).body as unknown as JsonObject[];
  const path = `/api/v1/devices/${device?.id}`;
  expect((await ask('DELETE', path)).status).toBe(400);
  expect((await ask('POST', `${path}/lifecycle/deactivate`)).status).toBe(204);
  expect((await ask('DELETE', path)).status).toBe(204);
  expect((await ask('GET', path)).status).toBe(404);
});
