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
      request: { method: 'GET', path: '/api/v1/users', body: undefined },
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
