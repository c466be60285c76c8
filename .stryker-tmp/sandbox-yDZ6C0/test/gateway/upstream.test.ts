// @ts-nocheck
import { expect, test } from 'vitest';
import { isWritable } from '../../src/config/load.js';
import type { Tier } from '../../src/domain/operation.js';
import { createHttp } from '../../src/org/http.js';
import { checkUpstream, upstreamHeader, upstreamOf } from '../../src/org/upstream.js';
import { closedPort, gatewayTo, org, talk } from './support.js';

const local = 'http://127.0.0.1:1';

test.each([
  ['https://acme.okta.com', undefined, 'acme.okta.com'],
  [local, undefined, '127.0.0.1'],
  // A gateway in front of another gateway on this machine states the org.
  [local, 'acme.okta.com', 'acme.okta.com'],
  [local, ['acme.okta.com', 'b.okta.com'], 'acme.okta.com, b.okta.com'],
  ['https://gateway.example', 'acme.okta.com', 'gateway.example, acme.okta.com'],
  // An org that states another host is stated as well.
  ['https://acme.okta.com', 'acme.oktapreview.com', 'acme.okta.com, acme.oktapreview.com'],
  ['https://acme.okta.com', '127.0.0.1', 'acme.okta.com, 127.0.0.1'],
  ['https://acme.okta.com', 'ACME.okta.com', 'acme.okta.com'],
  [local, '', 'unknown.invalid'],
  [local, '\u001b[31m x', 'unknown.invalid'],
  [local, 'x'.repeat(300), 'unknown.invalid'],
])('a gateway to %s that states %j states %j', (url, stated, expected) => {
  expect(upstreamOf(url, stated)).toBe(expected);
});

test('every response of a gateway states the host of the org, including its own errors', async () => {
  const url = await org((_request, response) => response.writeHead(200, { 'x-other': '1' }).end('{}'));
  const through = async (upstream: string, line: string, headers = 'host: x\r\n') => {
    const { gateway } = await gatewayTo(upstream, {
      refusal: ({ path }) => (path === '/forbidden' ? 'no' : undefined),
      admit: async ({ path }) => (path === '/busy' ? {} : undefined),
    });
    return talk(gateway.url, `${line} HTTP/1.1\r\n${headers}connection: close\r\n\r\n`);
  };
  for (const [status, line, headers] of [
    [200, 'GET /x'],
    [200, 'GET /x', ''],
    [403, 'GET /forbidden'],
    [429, 'GET /busy'],
    [400, 'GET /a/../b'],
    [405, 'PURGE /x'],
    [400, 'nonsense /x'],
    [417, 'GET /x', 'host: x\r\nexpect: magic\r\n'],
  ] as const) {
    const answer = await through(url, line, headers);
    expect([line, answer.split(' ')[1]]).toEqual([line, String(status)]);
    expect(answer.match(/^x-okta-contracts-upstream: 127\.0\.0\.1\r$/gm)).toHaveLength(1);
  }
  const answer = await through(await closedPort(), 'GET /x');
  expect(answer).toMatch(/^HTTP\/1\.1 502 [\s\S]+^x-okta-contracts-upstream: 127\.0\.0\.1\r$/m);
});

/** Requests the upstream header as a run does when it starts. Returns the error message. */
async function checked(url: string, tiers: Tier[] = ['read', 'write'], namedHosts: string[] = []) {
  const { http, close } = createHttp(5);
  try {
    return await checkUpstream(url, http, { tiers, namedHosts }).then(
      () => undefined,
      (error: Error) => error.message,
    );
  } finally {
    await close();
  }
}

/** An org on this machine with the upstream header of an inner gateway, or a forged one. */
function stating(stated: string | undefined, status = 200) {
  return org((request, response) => {
    expect(request.headers.authorization).toBeUndefined();
    expect(request.headers['user-agent']).toMatch(/^okta-contracts\//);
    response.writeHead(status, stated === undefined ? {} : { 'X-Okta-Contracts-Upstream': stated }).end('{}');
  });
}

test.each([
  [undefined, [], undefined],
  ['acme.oktapreview.com', [], undefined],
  ['127.0.0.1', [], undefined],
  ['acme.okta.com', ['acme.okta.com'], undefined],
  ['acme.okta.com', [], /is a gateway to acme\.okta\.com, which is not a preview org: .*write:acme\.okta\.com\)\.$/],
  ['acme.okta.com', ['b.okta.com'], /is a gateway to acme\.okta\.com/],
  ['acme.oktapreview.com, acme.okta.com', [], /is a gateway to acme\.okta\.com/],
  ['oktapreview.com.evil.example', [], /is a gateway to oktapreview\.com\.evil\.example/],
  ['::warning::token', [], /is a gateway that does not state its org: set OKTA_CLIENT_ORGURL to the org\.$/],
  ['unknown.invalid', [], /does not state its org/],
])('a run that writes: an org that states %j, with %j named', async (stated, named, sentence) => {
  const url = await stating(stated);
  const { gateway } = await gatewayTo(url);
  const outer = await gatewayTo(gateway.url);
  // Directly, through one gateway, and through two.
  for (const asked of [url, gateway.url, outer.gateway.url]) {
    const said = await checked(asked, ['read', 'write'], named);
    if (sentence) expect(said).toMatch(sentence);
    else expect(said).toBeUndefined();
    expect(await checked(asked, ['read'], [])).toBeUndefined();
  }
});

test('a gateway that does not reach its org does not name it, so that no run starts', async () => {
  const { gateway } = await gatewayTo(await closedPort());
  expect(await checked(gateway.url)).toMatch(/does not respond like an Okta org \(502\): check OKTA_CLIENT_ORGURL\.$/);
  expect(await checked(await closedPort())).toMatch(/does not respond \(ECONNREFUSED\): check/);
});

test('hosts that runs may write to', () => {
  for (const host of ['localhost', '127.0.0.9', '[::1]', 'a.oktapreview.com', 'named.okta.com'])
    expect([host, isWritable(host, ['named.okta.com'])]).toEqual([host, true]);
  for (const host of ['okta.com', 'oktapreview.com.evil.example', 'xoktapreview.com', '127.0.0.1.evil.example', ''])
    expect([host, isWritable(host, ['named.okta.com'])]).toEqual([host, false]);
  expect(upstreamHeader).toBe(upstreamHeader.toLowerCase());
});
