import { expect, onTestFinished, test } from 'vitest';
import { Checker } from '../../src/gateway/checker.js';
import { policy } from '../report/sample-report.js';

test('with too much that waits for its check, requests wait', async () => {
  const ignore = () => undefined;
  const checker = await Checker.start({ org: 'https://acme.okta.com', loaded: { policy } }, ignore, ignore);
  let isEnded = false;
  onTestFinished(async () => void (isEnded || (await checker.end({}))));
  await checker.room();
  for (let i = 0; i < 1_500; i += 1) checker.add({ method: 'GET', path: '/api/v1/users', status: 200, headers: {} });
  let hasRoom = false;
  const room = checker.room().then(() => {
    hasRoom = true;
  });
  await Promise.resolve();
  expect(hasRoom).toBe(false);
  await room;
  isEnded = true;
  expect((await checker.end({})).totals.exchanges).toBe(1_500);
});
