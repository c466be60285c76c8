import { expect, test } from 'vitest';
import type { SdkPlace, SdkResult } from '../../src/domain/sdk.js';
import { adviceOf, renderSdkComparison } from '../../src/report/render/sdk-compare.js';
import { plainView } from '../../src/report/render/view.js';
import { SdkComparer, type SdkComparison } from '../../src/sdk/compare.js';

const from = { name: 'python', version: '3.0.0', spec: 'python:a' };
const to = { name: 'python', version: '3.1.0', spec: 'python:b' };

/** A comparison with many operations in each section. */
function largeComparison(): SdkComparison {
  const comparer = new SdkComparer(from, to);
  for (let i = 0; i < 200; i += 1) {
    const places = Array.from(
      { length: 5 },
      (_, n): SdkPlace => ({
        pointer: `/_embedded/${'deep/'.repeat(i % 30)}property${n}`,
        cause: 'discriminator',
        message: `names no type that ${'Policy'.repeat(1 + (i % 9))} knows`,
      }),
    );
    const outcomes: [SdkResult['result'], SdkResult['result']][] = [
      ['read', 'failed'],
      ['failed', 'read'],
      ['read', 'loss'],
      ['loss', 'read'],
      ['read', 'unknown operation'],
    ];
    const operation = `GET /api/v1/${'resources/'.repeat(1 + (i % 7))}{id${i}}`;
    const resultOf = (sdk: typeof from, result: SdkResult['result']) => ({
      ...{ ...sdk, result },
      findings: result === 'read' || result === 'unknown operation' ? [] : places,
    });
    for (const [before, after] of outcomes) comparer.add(operation, resultOf(from, before), resultOf(to, after));
  }
  return comparer.end({ to: 'The adapter ended 3 times, the last time because it took longer than 10 seconds.' });
}

test.each([60, 80, 120])('a large comparison has at most 60 lines of %i columns', (columns) => {
  const lines = renderSdkComparison(largeComparison(), plainView({ columns })).trimEnd().split('\n');

  expect(lines.length).toBeLessThanOrEqual(60);
  expect(lines.filter((line) => line.length > columns)).toEqual([]);
  expect(lines.filter((line) => /^(Newly fails|No method|Fixed|Newly dropped|No longer)/.test(line))).toHaveLength(5);
  expect(lines.join(' ')).toContain('took longer than');
});

test('with everything, each operation and its advice are shown', () => {
  const text = renderSdkComparison(largeComparison(), plainView({ full: true }));

  expect(text.match(/^ {2}[✗✓+-] GET/gm)).toHaveLength(1000);
  expect(text).not.toContain('… and');
  expect(text.match(/→ /g)?.length).toBeGreaterThan(1000);
});

test('the last sentence is about what breaks', () => {
  expect(adviceOf(largeComparison())).toBe(
    'If python 3.1.0 replaces python 3.0.0, 200 responses of 200 operations newly fail and 200 operations can no longer be read (200 responses fixed): stay with python 3.0.0, or read these operations without the models of the SDK.',
  );
});
