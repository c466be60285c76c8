// @ts-nocheck
import { once } from 'node:events';
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { request as requestTls } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { generate } from 'selfsigned';
import { expect, onTestFinished, test } from 'vitest';
import type { Gateway } from '../../src/gateway/gateway.js';
import { gatewayTo, org, until } from './support.js';

test('it accepts HTTPS with a certificate, and reports an invalid one in one sentence', async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  const tls = { cert, key };
  const url = await org((_request, response) => response.end('{}'));
  const { gateway } = await gatewayTo(url, { tls });
  expect(gateway.url).toMatch(/^https:/);
  const client = requestTls(`${gateway.url}/x`, { ca: tls.cert, servername: 'localhost' }).end();
  const [answer] = (await once(client, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  answer.resume();
  await expect(gatewayTo(url, { tls: { cert: 'no', key: 'no' } })).rejects.toThrow(
    /--tls-cert and --tls-key cannot be/,
  );
});

test('a port in use is reported in one sentence', async () => {
  const url = await org((_request, response) => response.end());
  const port = Number(new URL(url).port);
  await expect(gatewayTo(url, { port })).rejects.toThrow(`Port ${port} of 127.0.0.1 cannot be used (EADDRINUSE)`);
});

test('it closes when all requests have their responses, and not before', { timeout: 20_000 }, async () => {
  let pending: ServerResponse | undefined;
  const url = await org((_request, response) => {
    pending = response;
  });
  const { gateway } = await gatewayTo(url);
  // This client never closes its connection.
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const asked = once(request(`${gateway.url}/x`, { agent }).end(), 'response');
  await until(() => pending !== undefined);
  let isClosed = false;
  const closed = (gateway as Gateway).close(600_000).then(() => {
    isClosed = true;
  });
  await sleep(100);
  expect(isClosed).toBe(false);
  pending?.end('{}');
  const [response] = (await asked) as [IncomingMessage];
  response.resume();
  await closed;
});

test('it closes after the grace period although a request has no response', async () => {
  let isAsked = false;
  const url = await org(() => {
    isAsked = true;
  });
  const { gateway } = await gatewayTo(url);
  const asked = fetch(`${gateway.url}/x`);
  const refused = expect(asked).rejects.toThrow('fetch failed');
  await until(() => isAsked);
  await gateway.close(50);
  await refused;
});
