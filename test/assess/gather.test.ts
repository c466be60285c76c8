import { expect, test } from 'vitest';
import type { RunFacts } from '../../src/assess/build.js';
import { gather } from '../../src/assess/gather.js';
import { policy } from '../report/sample-report.js';

function facts(id: string, requests: number, more: Partial<RunFacts> = {}): RunFacts & { id: string } {
  return {
    id,
    org: { url: 'https://acme.okta.com', tiers: ['read'] },
    policy,
    minCoverage: 0,
    requests,
    answered429: 1,
    waitedMs: 10,
    slotSeconds: 0.25,
    buckets: [],
    peakRssMb: requests,
    longestChain: 2,
    ...more,
  };
}

test('one worker counts on from file to file: its last count is its own', () => {
  expect(gather([facts('a', 3), facts('a', 7)])).toMatchObject({ requests: 7, answered429: 1, waitedMs: 10 });
});

test('shards are added up; the course is that of the fuller one', () => {
  const buckets = [{ name: 'b', sent: [5], waitedMs: [0] }];
  expect(gather([facts('a', 3), facts('b', 5, { buckets, longestChain: 9 })])).toMatchObject({
    requests: 8,
    answered429: 2,
    peakRssMb: 5,
    longestChain: 9,
    buckets,
  });
});

test('nothing ran', () => {
  expect(gather([])).toBeUndefined();
});
