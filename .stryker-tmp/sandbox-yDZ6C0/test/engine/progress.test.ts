// @ts-nocheck
import { expect, test } from 'vitest';
import { progressLine } from '../../src/vitest/progress.js';

const state = { done: 12, planned: 312, requests: 40, waiting: undefined };

test('a line shows the progress, and what requests wait for', () => {
  expect(progressLine(state, 80)).toBe('12 of 312 operations, 40 requests');
  const waiting = { reason: 'the limit of /api/v1', msLeft: 4200, requests: 7 };
  expect(progressLine({ ...state, waiting }, 120)).toBe(
    '12 of 312 operations, 40 requests; 7 wait for the limit of /api/v1, 5 s left',
  );
});

test('a short wait is not shown, and the line never wraps', () => {
  const waiting = { reason: 'no response arrived', msLeft: 300, requests: 1 };
  expect(progressLine({ ...state, waiting }, 80)).not.toContain('wait');
  expect(progressLine({ ...state, waiting: { ...waiting, msLeft: 60_000 } }, 40)).toHaveLength(39);
});
