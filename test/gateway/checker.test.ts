import { expect, onTestFinished, test } from 'vitest';
import { Checker } from '../../src/gateway/checker.js';
import { policy } from '../report/sample-report.js';

test('requests wait while too many exchanges are not checked', async () => {
  const ignore = () => undefined;
  const checker = await Checker.start({ org: 'https://acme.okta.com', policy }, ignore, ignore);
  let isEnded = false;
  onTestFinished(async () => void (isEnded || (await checker.end({}))));
  await checker.waitForCapacity();
  for (let i = 0; i < 1_500; i += 1)
    checker.add({
      request: { method: 'GET', path: '/api/v1/users', headers: {}, body: undefined },
      response: { status: 200, headers: {}, body: undefined },
    });
  let hasCapacity = false;
  const capacity = checker.waitForCapacity().then(() => {
    hasCapacity = true;
  });
  await Promise.resolve();
  expect(hasCapacity).toBe(false);
  await capacity;
  isEnded = true;
  expect((await checker.end({})).totals.exchanges).toBe(1_500);
});

test('a request is checked with its content type, and a body that it lacks was not sent', async () => {
  const found: string[] = [];
  const checker = await Checker.start(
    { org: 'https://acme.okta.com', policy },
    ({ findings }) => found.push(...findings.map(({ kind, message }) => `${kind}: ${message}`)),
    (error) => found.push(error),
  );
  const add = (body: object | undefined, type?: string) =>
    checker.add({
      request: {
        method: 'POST',
        path: '/api/v1/behaviors',
        headers: type === undefined ? {} : { 'content-type': type },
        body: body && new Uint8Array(new TextEncoder().encode(JSON.stringify(body))),
      },
      response: { status: 400, headers: {}, body: undefined },
    });
  add({ name: 'x', type: 'VELOCITY' }, 'application/json');
  add({ name: 'x', type: 'VELOCITY' }, 'text/plain');
  add(undefined);
  await checker.end({});
  expect(found).toEqual([
    'request: Expected content type application/json, got text/plain',
    'request: Missing required property `name`',
    'request: Missing required property `type`',
  ]);
});

test('a page that repeats an item of the page before is a finding', async () => {
  const found: string[] = [];
  const checker = await Checker.start(
    { org: 'https://acme.okta.com', policy },
    ({ findings }) => found.push(...findings.filter(({ kind }) => kind === 'paging').map(({ message }) => message)),
    () => undefined,
  );
  const page = (path: string, link: string[]) =>
    checker.add({
      request: { method: 'GET', path, headers: {}, body: undefined },
      response: {
        status: 200,
        headers: { 'content-type': 'application/json', link },
        body: new Uint8Array(Buffer.from('[{"id":"00u0a1b2c3d4e5f6g7h8"}]')),
      },
    });
  page('/api/v1/users?limit=1', ['<https://acme.okta.com/api/v1/users?after=1&limit=1>; rel="next"']);
  page('/api/v1/users?after=1&limit=1', []);
  await checker.end({});
  expect(found).toEqual(['An item of an earlier page is repeated']);
});
