// @ts-nocheck
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startReferenceOrg } from '../../reference-org/index.js';
import type { Auth } from '../../src/config/access.js';
import { GrantedScopes } from '../../src/org/auth/granted-scopes.js';
import { OAuth } from '../../src/org/auth/oauth.js';
import { createHttp } from '../../src/org/http.js';

const day = 24 * 3_600_000;
const wanted = ['okta.apps.read', 'okta.behaviors.read', 'okta.groups.read', 'okta.users.read'];

async function start(scopes = ['okta.users.read', 'okta.groups.read']) {
  const client = { scopes };
  const org = await startReferenceOrg({ client });
  const network = createHttp();
  const folder = mkdtempSync(join(tmpdir(), 'scopes-test-'));
  onTestFinished(async () => {
    await network.close();
    await org.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, 'scopes.json');
  const auth: Extract<Auth, { scheme: 'OAuth' }> = {
    scheme: 'OAuth',
    clientId: org.client.id,
    privateKey: org.client.privateKey,
    scopes: [],
  };
  /** The scopes that a run is granted, and the status of each of its token requests. */
  const ask = async (now = Date.now(), asked = wanted) => {
    const from = org.requests().length;
    const oauth = new OAuth(org.url, auth, network.http);
    const { granted, since } = await new GrantedScopes(file, org.url, auth.clientId, () => now).ask(oauth, asked);
    const statuses = org
      .requests()
      .slice(from)
      .map(({ status }) => status);
    return { granted: [...granted].sort(), since, statuses };
  };
  return { org, client, file, ask };
}

const both = ['okta.groups.read', 'okta.users.read'];

test('the second run requests one token, without refused requests', async () => {
  const { ask } = await start();
  const first = await ask();
  expect(first.granted).toEqual(both);
  expect(first.statuses).toContain(400);
  expect(await ask()).toMatchObject({ granted: both, statuses: [200] });
});

test('a client with all scopes requests one token in its first run', async () => {
  const { ask } = await start(wanted);
  expect(await ask()).toMatchObject({ granted: wanted, statuses: [200] });
});

test('the file contains no secret and no client id, and only its owner can read it', async () => {
  const { org, file, ask } = await start();
  await ask();
  const text = readFileSync(file, 'utf8');
  for (const secret of [org.client.id, org.url, (JSON.parse(org.client.privateKey) as { d: string }).d])
    expect(text).not.toContain(secret);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('scopes are requested again after seven days, and for other wanted scopes', async () => {
  const { ask } = await start();
  const now = Date.now();
  await ask(now);
  expect((await ask(now + 6.9 * day)).statuses).toEqual([200]);
  expect((await ask(now + 7.1 * day)).statuses).toContain(400);
  expect((await ask(now, wanted.slice(1))).statuses).toContain(400);
});

test('scopes that are no longer granted are removed and requested again', async () => {
  const { client, ask } = await start();
  await ask();
  client.scopes = ['okta.users.read'];
  expect((await ask()).granted).toEqual(['okta.users.read']);
  expect(await ask()).toMatchObject({ granted: ['okta.users.read'], statuses: [200] });
});

test.each(['', '[]', '{"version":1,"clients":{"x":5}}', '{"version":1,"clients":null}', `${'['.repeat(5000)}`])(
  'a file that is broken is ignored: %.30j',
  async (text) => {
    const { file, ask } = await start();
    await ask();
    writeFileSync(file, text);
    expect((await ask()).granted).toEqual(both);
    expect((await ask()).statuses).toEqual([200]);
  },
);

test('a forged cache cannot add a scope', async () => {
  const { file, ask } = await start();
  await ask();
  writeFileSync(file, readFileSync(file, 'utf8').replace('okta.users.read', 'okta.users.manage'));
  expect((await ask()).granted).toEqual(both);
});

test('a run continues if the file cannot be written', async () => {
  const { file, ask } = await start();
  writeFileSync(file, '');
  rmSync(file);
  const { mkdirSync } = await import('node:fs');
  mkdirSync(file);
  expect((await ask()).granted).toEqual(both);
});
