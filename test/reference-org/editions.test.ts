import { afterEach, expect, test } from 'vitest';
import { type ReferenceOrg, type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';

const orgs: ReferenceOrg[] = [];
afterEach(() => Promise.all(orgs.splice(0).map((org) => org.close())));

/** Starts an org. The function that it returns sends a GET request. */
async function start(options: ReferenceOrgOptions) {
  const org = await startReferenceOrg(options);
  orgs.push(org);
  return (path: string) => fetch(org.url + path, { headers: { authorization: `SSWS ${org.token}` } });
}

test.each([
  [{ profile: 'previous' }, 404, 200],
  [{ profile: 'current' }, 404, 200],
  [{ profile: 'current', edition: '2025.10.0' }, 404, 404],
  [{ profile: 'newest' }, 200, 404],
  [{ profile: 'newest', edition: '2025.08.0' }, 404, 200],
] as const)('an org with the options %j serves the operations of its edition', async (options, added, removed) => {
  const get = await start(options);
  expect((await get('/api/v1/telephony-providers')).status).toBe(added);
  expect((await get('/api/v1/risk/providers')).status).toBe(removed);
});

test.each([
  [{ profile: 'current' }, []],
  [{ profile: 'current', edition: '2025.10.0' }, ['userBehaviors']],
  [{ profile: 'newest' }, ['userBehaviors', 'botProtection', 'ipDetails', 'risk']],
] as const)('an org with the options %j returns the properties of its edition', async (options, properties) => {
  const get = await start(options);
  const [event] = (await (await get('/api/v1/logs')).json()) as { securityContext: object }[];
  const added = ['userBehaviors', 'botProtection', 'ipDetails', 'risk'];
  expect(Object.keys(event?.securityContext ?? {}).filter((name) => added.includes(name))).toEqual(properties);
});
