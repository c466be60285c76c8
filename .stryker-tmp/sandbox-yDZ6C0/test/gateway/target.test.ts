// @ts-nocheck
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import type { Tier } from '../../src/domain/operation.js';
import { TierGuard } from '../../src/gateway/tier-guard.js';
import { gatewayTo, org, talk } from './support.js';

const own = '00g1aaaaaaaaaaaaa0h7';
const foreign = '00g9zzzzzzzzzzzzz0h7';
const catalogue = loadCatalogue();

/** A gateway through which a group was created, and the requests that the org received after that. */
async function guarded(tier: Tier) {
  const received: string[] = [];
  const url = await org((request: IncomingMessage, response) => {
    request.resume();
    received.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: own }));
  });
  const guard = new TierGuard(tier, catalogue);
  const { gateway, refused } = await gatewayTo(url, {
    refusal: (target) => guard.refusal(target),
    onExchange: ({ response }, target) => guard.learn(response, target),
  });
  const send = (line: string, headers = '') =>
    talk(gateway.url, `${line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n`);
  if (tier === 'write') {
    await send('POST /api/v1/groups');
    await send(`DELETE /api/v1/groups/${own}`);
    expect(received.splice(0)).toEqual(['POST /api/v1/groups', `DELETE /api/v1/groups/${own}`]);
  }
  return { send, received, refused };
}

/** The status of a response and the message of its error object. */
function told(answer: string): [number, string] {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const { errorSummary } = JSON.parse(body) as { errorSummary: string };
  return [Number(head.split(' ')[1]), errorSummary];
}

const paths = [
  ['dot segments', `/api/v1/groups/${own}/../${foreign}`],
  ['one dot', `/api/v1/groups/./${foreign}`],
  ['encoded dot segments', `/api/v1/groups/${own}/%2e%2e/${foreign}`],
  ['half-encoded dot segments', `/api/v1/groups/${own}/.%2E/${foreign}`],
  ['double-encoded dot segments', `/api/v1/groups/${own}/%252e%252e/${foreign}`],
  ['piecewise encoded dot segments', `/api/v1/groups/${own}/%25%32%65%25%32%65/${foreign}`],
  ['dots in overlong UTF-8', `/api/v1/groups/${own}/%c0%ae%c0%ae/${foreign}`],
  ['full-width dots', `/api/v1/groups/${own}/%EF%BC%8E%EF%BC%8E/${foreign}`],
  ['dot segments with a parameter', `/api/v1/groups/${own}/..;x=1/${foreign}`],
  ['an encoded slash', `/api/v1/groups/${own}%2f..%2f${foreign}`],
  ['a double-encoded slash', `/api/v1/groups/${own}%252F${foreign}`],
  ['a backslash', `/api/v1/groups/${own}\\..\\${foreign}`],
  ['an encoded backslash', `/api/v1/groups/${own}/..%5c${foreign}`],
  ['an encoded NUL', `/api/v1/groups/${own}%00`],
  ['an encoded line break', `/api/v1/groups/${own}%0d%0ax:%20y`],
  ['an endless encoding', `/api/v1/groups/%${'25'.repeat(40)}2e`],
  ['a malformed escape', `/api/v1/groups/${own}%zz`],
  ['an empty segment', `/api/v1/groups//${foreign}`],
  ['an empty segment at the start', `//api/v1/groups/${foreign}`],
  ['a fragment', `/api/v1/groups/${own}#/../${foreign}`],
  ['bytes that are not ASCII', `/api/v1/groups/${own}\u00ff`],
  ['another host', `http://other.example/api/v1/groups/${own}`],
  ['no path', '*'],
  ['a method in the query', `/api/v1/groups/${own}?_method=DELETE`],
  ['an encoded method in the query', `/api/v1/groups/${own}?x=1&%5fMETHOD=DELETE`],
] as const;

test.each(['read', 'write', 'org'] as const)('the %s tier refuses every ambiguous target', async (tier) => {
  const { send, received, refused } = await guarded(tier);
  for (const [what, path] of paths)
    for (const method of ['GET', 'DELETE']) {
      const answer = await send(`${method} ${path}`);
      // Node's parser may refuse a byte before the gateway does.
      const [status, sentence] = told(answer);
      expect([what, method, status]).toEqual([what, method, 400]);
      expect(sentence).toMatch(/^okta-contracts gateway: .+: .+\.$/);
      expect(sentence).not.toMatch(/00g|other\.example/);
    }
  expect(received).toEqual([]);
  expect(refused.join('\n')).not.toMatch(/00g|other\.example/);
});

test.each([
  'X-HTTP-Method-Override',
  'x-http-method',
  'X-METHOD-OVERRIDE',
  'X_HTTP_Method_Override',
  'X-Original-URL',
  'X-Rewrite-URL',
])('a request with the header %s is refused', async (name) => {
  const { send, received } = await guarded('write');
  for (const line of [`GET /api/v1/groups/${foreign}`, 'POST /api/v1/groups']) {
    const [status, sentence] = told(await send(line, `${name}: DELETE\r\n`));
    expect(status).toBe(400);
    expect(sentence).toContain(name.toLowerCase().replaceAll('_', '-'));
  }
  expect(received).toEqual([]);
});

test('only a fixed list of methods is sent, in upper case', async () => {
  const { send, received } = await guarded('org');
  for (const method of ['PURGE', 'PROPFIND', 'TRACE', 'LINK']) {
    const answer = await send(`${method} /api/v1/groups/${own}`);
    expect([method, told(answer)[0]]).toEqual([method, 405]);
    expect(answer).toMatch(/^allow: GET, HEAD, /im);
  }
  // Node's parser refuses lower-case methods.
  for (const method of ['delete', 'Delete', 'get'])
    expect([method, told(await send(`${method} /api/v1/groups/${own}`))[0]]).toEqual([method, 400]);
  expect(received).toEqual([]);
});

test('a path is sent as it was matched', async () => {
  const { send, received } = await guarded('write');
  await send('GET /api/v1/%67roups/%6a%61ne@example.com?q=%2e%2e/&x=//');
  await send('GET /api/v1/groups/');
  await send('GET /api/v1/%75nknown/a%c3%a9');
  await send('HEAD /');
  await send('GET /?x=1');
  await send(`DELETE /%61pi/v1/groups/${own.replace('0', '%30')}?x=1`);
  expect(received).toEqual([
    'GET /api/v1/groups/jane@example.com?q=%2e%2e/&x=//',
    'GET /api/v1/groups',
    'GET /api/v1/unknown/a%C3%A9',
    'HEAD /',
    'GET /?x=1',
    `DELETE /api/v1/groups/${own}?x=1`,
  ]);
});

test('the read tier sends only GET and HEAD', async () => {
  const { send, received, refused } = await guarded('read');
  const path = `/api/v1/groups/${own}`;
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    expect([method, told(await send(`${method} ${path}`))[0]]).toEqual([method, 403]);
  expect(told(await send('POST /oauth2/v1/token'))[0]).toBe(403);
  await send(`GET ${path}`);
  await send(`HEAD ${path}`);
  expect(received).toEqual([`GET ${path}`, `HEAD ${path}`]);
  expect(refused).toHaveLength(6);
});

test('the write tier refuses changes of paths without a contract', async () => {
  const { send, received, refused } = await guarded('write');
  for (const line of [`POST /api/v1/groups/${own}/unknown`, `DELETE /unknown/${own}`, 'OPTIONS /api/v1/groups'])
    expect([line, told(await send(line))[0]]).toEqual([line, 403]);
  expect(received).toEqual([]);
  expect(refused.join('\n')).not.toMatch(/00g|\/unknown/);
  await send(`GET /unknown/${own}`);
  expect(received).toEqual([`GET /unknown/${own}`]);
});
