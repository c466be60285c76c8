import { expect, test } from 'vitest';
import type { SdkPlace, SdkReport, SdkResult } from '../../src/domain/sdk.js';
import { SdkCollector } from '../../src/sdk/collector.js';
import { compareSdkReports, SdkComparer, type SdkComparison } from '../../src/sdk/compare.js';

const from = { name: 'python', version: '1.0', spec: 'python:a' };
const to = { name: 'python', version: '2.0', spec: 'python:b' };
const operation = 'GET /api/v1/users';

const enumPlace: SdkPlace = { pointer: '/0/status', cause: 'enum', expected: 'UserStatus', message: 'is unknown' };
const dropped = (pointer: string): SdkPlace => ({ pointer, cause: 'dropped', message: 'is dropped' });
const result = (outcome: SdkResult['result'], ...findings: SdkPlace[]) => ({ result: outcome, findings });

/** Compares pairs of results. */
function compare(
  ...pairs: [Omit<SdkResult, 'name' | 'version'>, Omit<SdkResult, 'name' | 'version'>][]
): SdkComparison {
  const comparer = new SdkComparer(from, to);
  for (const [before, after] of pairs) comparer.add(operation, { ...from, ...before }, { ...to, ...after });
  return comparer.end();
}

function countsOf({ newlyFailing, fixed, newlyDropped, noLongerDropped, removed }: SdkComparison): number[] {
  return [...[newlyFailing, fixed, newlyDropped, noLongerDropped].map(({ responses }) => responses), removed.length];
}

test('a response is newly failing, fixed, or neither', () => {
  const comparison = compare(
    [result('read'), result('failed', enumPlace)],
    [result('loss', dropped('/a')), result('empty')],
    [result('empty'), result('loss', dropped('/a'))],
    [result('failed', enumPlace), result('empty')],
    [result('unknown operation'), result('failed', enumPlace)],
    [result('read'), result('read')],
  );

  expect(comparison.compared).toBe(6);
  expect(countsOf(comparison)).toEqual([2, 1, 0, 0, 0]);
  expect(comparison.newlyFailing.findings[0]).toMatchObject({
    ...{ operation, pointer: '/*/status', cause: 'enum', responses: 1, items: 1, version: '2.0' },
    advice: 'Version 1.0 reads it: pin the SDK to it.',
  });
  expect([comparison.from.responses.failed, comparison.to.responses.failed]).toEqual([1, 2]);
});

test('a property is newly dropped only if nothing that contains it was dropped before', () => {
  const comparison = compare(
    [result('read'), result('loss', dropped('/0/a'), dropped('/1/a'))],
    [result('loss', dropped('/0')), result('loss', dropped('/0/b'))],
    [result('loss', dropped('/c')), result('loss', dropped('/cd'))],
  );

  expect(comparison.newlyDropped).toMatchObject({
    responses: 2,
    findings: [
      { pointer: '/*/a', items: 2 },
      { pointer: '/cd', items: 1 },
    ],
  });
  expect(comparison.noLongerDropped.findings.map(({ pointer }) => pointer)).toEqual(['/*', '/c']);
});

test('places that an adapter did not report are not compared', () => {
  const all = Array.from({ length: 50 }, (_, i) => dropped(`/a${i}`));

  expect(countsOf(compare([result('loss', ...all), result('loss', dropped('/b'))]))).toEqual([0, 0, 0, 1, 0]);
});

test('an operation that only the first SDK can read is removed', () => {
  const comparison = compare(
    [result('read'), result('unknown operation')],
    [result('loss', dropped('/a')), result('unknown operation')],
    [result('failed', enumPlace), result('unknown operation')],
  );

  expect(comparison.removed).toEqual([{ operation, responses: 2 }]);
  expect(countsOf(comparison)).toEqual([0, 0, 0, 0, 1]);
});

test('two reports are compared by their findings', () => {
  const failed = result('failed', enumPlace);
  const reportOf = (sdk: typeof from, ...results: ReturnType<typeof result>[]): SdkReport => {
    const collector = new SdkCollector(sdk);
    for (const one of results) collector.add(operation, { ...sdk, ...one });
    // The first SDK has no method for one operation, and the second one for another.
    const isFirst = sdk === from;
    collector.add('GET /a', { ...sdk, ...(isFirst ? result('unknown operation') : failed) });
    collector.add('GET /b', { ...sdk, ...(isFirst ? result('loss', dropped('/c')) : result('unknown operation')) });
    return collector.report();
  };
  const comparison = compareSdkReports(
    reportOf(from, result('loss', dropped('/a')), result('empty'), result('read')),
    reportOf(to, result('loss', dropped('/b')), failed, failed),
  );

  expect(comparison.compared).toBe(5);
  expect(countsOf(comparison)).toEqual([2, 1, 1, 1, 1]);
  expect(comparison.removed).toEqual([{ operation: 'GET /b', responses: 1 }]);
});
