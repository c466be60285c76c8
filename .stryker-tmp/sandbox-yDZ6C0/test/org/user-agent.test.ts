// @ts-nocheck
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { version } from '../../src/io/version.js';
import { authenticate } from '../../src/org/auth/credentials.js';
import { createHttp } from '../../src/org/http.js';
import { sweep } from '../../src/org/journal/sweep.js';
import { preflight } from '../../src/org/preflight.js';
import { checkUpstream } from '../../src/org/upstream.js';
import { askBy, readWriteEffects } from '../../src/org/write-preflight.js';
import { catalogue, group, leave } from './sweep-support.js';

test('every request of a run has the user agent: token requests, both pre-flights and the sweep', async () => {
  const asked: { request: string; agent: string | undefined }[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    asked.push({ request: `${method} ${url?.split('?')[0]}`, agent: headers['user-agent'] });
    const isToken = url === '/oauth2/v1/token';
    response.writeHead(isToken || url?.startsWith('/.well-known/') ? 200 : 404, { 'content-type': 'application/json' });
    const token = { access_token: 'an-access-token', token_type: 'Bearer', scope: 'okta.groups.manage' };
    response.end(JSON.stringify(isToken ? token : { id: '00o1', errorCode: 'E0000007' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { http, close } = createHttp(5);
  onTestFinished(async () => {
    await close();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = JSON.stringify(privateKey.export({ format: 'jwk' }));
  const scopes = ['okta.groups.manage'];
  const access = { url, auth: { scheme: 'OAuth' as const, clientId: '0oa1', privateKey: key, scopes } };
  await checkUpstream(url, http, { tiers: ['read', 'write'], namedHosts: [] });
  const { folder } = leave([[group, '00g1']], { org: url });
  await preflight(access, http, scopes, join(folder, 'scopes.json'));
  await readWriteEffects(askBy(authenticate(access, http, ['read']).http));
  const tiers = ['read', 'write'] as const;
  const options = { catalogue, url, http: authenticate(access, http, tiers).http, tiers, rateShare: 1, concurrency: 1 };
  await sweep(folder, options);
  expect(asked.map(({ request }) => request)).toEqual(
    expect.arrayContaining(['POST /oauth2/v1/token', 'GET /api/v1/eventHooks', 'GET /api/v1/groups/00g1']),
  );
  expect(asked.filter(({ agent }) => agent !== `okta-contracts/${version}`)).toEqual([]);
});
