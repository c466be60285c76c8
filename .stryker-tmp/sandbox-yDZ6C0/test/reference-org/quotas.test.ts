// @ts-nocheck
import { expect, onTestFinished, test } from 'vitest';
import { type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';

async function start(options: ReferenceOrgOptions) {
  const org = await startReferenceOrg({ limits: { perMinute: 10_000 }, ...options });
  onTestFinished(() => org.close());
  return async (method: string, path: string, body?: object) => {
    const response = await fetch(org.url + path, {
      method,
      headers: { authorization: `SSWS ${org.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, string> };
  };
}

type Ask = Awaited<ReturnType<typeof start>>;
const types = '/api/v1/meta/types/user';
const makeType = (ask: Ask, n: number) => ask('POST', types, { name: `type_${n}`, displayName: `Type ${n}` });

test('an org has at most ten user types: the next is refused until one is removed', async () => {
  const ask = await start({});
  const made = [];
  for (let n = 1; n <= 9; n += 1) made.push(await makeType(ask, n));
  expect(made.map(({ status }) => status)).toEqual(Array(9).fill(200));
  const refused = await makeType(ask, 10);
  expect([refused.status, refused.body.errorCode]).toEqual([400, 'E0000001']);
  expect((await ask('DELETE', `${types}/${made[0]?.body.id}`)).status).toBe(204);
  expect((await makeType(ask, 10)).status).toBe(200);
});

test.each([
  ['user types', { userTypes: 2 }, types, (n: number) => ({ name: `type_${n}`, displayName: `Type ${n}` })],
  ['brands', { brands: 2 }, '/api/v1/brands', (n: number) => ({ name: `Brand ${n}` })],
])('the quota of %s can be set', async (_, quotas, path, body) => {
  const ask = await start({ quotas });
  expect((await ask('POST', path, body(1))).status).toBeLessThan(300);
  expect((await ask('POST', path, body(2))).status).toBe(400);
});

test('DELETE of a new user type returns 500 for some seconds, as on real orgs', async () => {
  let now = 1_700_000_000_000;
  const ask = await start({ userTypesSettleMs: 20_000, now: () => now });
  const { body } = await makeType(ask, 1);
  const remove = () => ask('DELETE', `${types}/${body.id}`);
  expect(await remove()).toMatchObject({ status: 500, body: { errorCode: 'E0000009' } });
  expect((await ask('GET', `${types}/${body.id}`)).status).toBe(200);
  now += 20_000;
  expect((await remove()).status).toBe(204);
});
