import { afterEach, expect, test } from 'vitest';
import type { ReferenceOrg } from '../../reference-org/index.js';
import { startReferenceOrg } from '../../reference-org/index.js';

type Body = { [key: string]: unknown };

const running: ReferenceOrg[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((org) => org.close()));
});

async function start() {
  const org = await startReferenceOrg();
  running.push(org);
  const ask = async (method: string, path: string, body?: Body) => {
    const answer = await fetch(org.url + path, {
      method,
      headers: { authorization: `SSWS ${org.token}` },
      body: body === undefined ? (method === 'POST' ? '' : null) : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Body };
  };
  return { org, ask };
}

const mail = (language: string, isDefault: boolean) => ({ language, isDefault, subject: 'a', body: 'b' });

test('one customization of a mail template is the default, which is deleted only with all others', async () => {
  const { ask, org } = await start();
  const brand = (await ask('POST', '/api/v1/brands', { name: 'a' })).body.id;
  const all = `/api/v1/brands/${brand}/templates/email/UserActivation/customizations`;
  const first = await ask('POST', all, mail('en', false));
  expect(first).toMatchObject({ status: 201, body: { isDefault: true } });
  expect(await ask('POST', all, mail('fr', true))).toMatchObject({ status: 409, body: { errorCode: 'E0000182' } });
  expect(await ask('POST', all, mail('en', false))).toMatchObject({ status: 409, body: { errorCode: 'E0000183' } });
  const second = await ask('POST', all, mail('fr', false));
  expect(await ask('DELETE', `${all}/${first.body.id}`)).toMatchObject({
    status: 409,
    body: { errorCode: 'E0000184' },
  });
  await ask('PUT', `${all}/${second.body.id}`, mail('fr', true));
  expect((await ask('GET', `${all}/${first.body.id}`)).body.isDefault).toBe(false);
  expect((await ask('DELETE', all)).status).toBe(204);
  expect((await ask('GET', all)).body).toEqual([]);
  await ask('DELETE', `/api/v1/brands/${brand}`);
  expect(org.leftovers()).toEqual([]);
});

test('each brand has one theme, which belongs to no other brand', async () => {
  const { ask } = await start();
  const [usual] = (await ask('GET', '/api/v1/brands')).body as unknown as Body[];
  const { id } = (await ask('POST', '/api/v1/brands', { name: 'a' })).body;
  const themes = (await ask('GET', `/api/v1/brands/${id}/themes`)).body as unknown as Body[];
  expect(themes).toHaveLength(1);
  expect((await ask('GET', `/api/v1/brands/${id}/themes/${themes[0]?.id}`)).status).toBe(200);
  expect((await ask('GET', `/api/v1/brands/${usual?.id}/themes/${themes[0]?.id}`)).status).toBe(404);
});

test('a page that is not customized is not found until it is written, and again when it is deleted', async () => {
  const { ask } = await start();
  const { id } = (await ask('POST', '/api/v1/brands', { name: 'a' })).body;
  const page = `/api/v1/brands/${id}/pages/error/customized`;
  expect((await ask('GET', page)).status).toBe(404);
  await ask('PUT', page, { pageContent: '<html></html>' });
  expect(await ask('GET', page)).toEqual({ status: 200, body: { pageContent: '<html></html>' } });
  expect((await ask('DELETE', page)).status).toBe(204);
  expect((await ask('GET', page)).status).toBe(404);
});

test('a partial update of an SMS template removes translations without a text', async () => {
  const { ask } = await start();
  const template = `\${code}`;
  const translations = { es: template, fr: template };
  const made = await ask('POST', '/api/v1/templates/sms', {
    name: 'a',
    type: 'SMS_VERIFY_CODE',
    template,
    translations,
  });
  const updated = await ask('POST', `/api/v1/templates/sms/${made.body.id}`, {
    translations: { es: null, de: template },
  });
  expect(updated.body.name).toBe('a');
  expect(updated.body.translations).toEqual({ fr: template, de: template });
});
