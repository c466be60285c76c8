// @ts-nocheck
import { afterEach, expect, test, vi } from 'vitest';
import { runMain } from '../cli/run-main.js';
import { gatewayTo, org } from '../gateway/support.js';
import { runSuites } from './run-suites.js';

afterEach(() => vi.unstubAllEnvs());

/** A gateway on this machine in front of another gateway, to an org that is not a preview org. */
async function gatewayToProduction() {
  const received: string[] = [];
  const url = await org((request, response) => {
    received.push(`${request.method} ${request.url} ${request.headers.authorization ?? 'without credentials'}`);
    response
      .writeHead(200, { 'content-type': 'application/json', 'x-okta-contracts-upstream': 'acme.okta.com' })
      .end(JSON.stringify({ id: '00o1aaaaaaaaaaaaa0h7', pipeline: 'idx' }));
  });
  const { gateway } = await gatewayTo(url);
  return { url: gateway.url, received };
}

const sentence =
  /^OKTA_CONTRACTS_TIERS allows writes, but OKTA_CLIENT_ORGURL is a gateway to acme\.okta\.com, which is not a preview org: .*$/;
const first = ['GET /.well-known/okta-organization without credentials'];

test('a run does not write to a production org behind a gateway', async () => {
  const { url, received } = await gatewayToProduction();
  const { code, output } = await runSuites({
    OKTA_CLIENT_ORGURL: url,
    OKTA_CLIENT_TOKEN: 'invented',
    OKTA_CONTRACTS_TIERS: 'write',
  });
  expect(output.trim()).toMatch(sentence);
  expect(code).toBe(2);
  expect(received).toEqual(first);
});

test('a sweep does not write to a production org behind a gateway', async () => {
  const { url, received } = await gatewayToProduction();
  vi.stubEnv('OKTA_CLIENT_ORGURL', url);
  vi.stubEnv('OKTA_CLIENT_TOKEN', 'invented');
  const { code, err } = await runMain(['sweep']);
  expect(err.trim()).toMatch(sentence);
  expect(code).toBe(2);
  expect(received).toEqual(first);
});
