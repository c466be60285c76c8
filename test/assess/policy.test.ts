import { describe, expect, test } from 'vitest';
import { applyPolicy, dayOf, type FailurePolicy, fails, type Waiver, waives } from '../../src/assess/policy.js';
import { type Level, makeFinding } from '../../src/domain/finding.js';

const operation = 'GET /api/v1/users';
const policy: FailurePolicy = { strict: false, stale: 'fail', waivers: [], known: [], today: '2026-11-24' };
const finding = (level: Level) =>
  makeFinding(operation, 200, { kind: 'type', level, pointer: '/*/id', message: 'm', contract: 'c' });
const violation = finding('violation');
const { fingerprint } = violation;
const waiver = (more: Partial<Waiver>): Waiver => ({ reason: 'r', owner: 'us', expires: '2026-11-24', ...more });

test.each<[Level, Partial<FailurePolicy>, 'fails' | 'passes']>([
  ['violation', {}, 'fails'],
  ['violation', { stale: 'warn' }, 'fails'],
  ['stale', {}, 'fails'],
  ['stale', { stale: 'warn' }, 'passes'],
  ['stale', { stale: 'warn', strict: true }, 'passes'],
  ['warning', {}, 'passes'],
  ['warning', { strict: true }, 'fails'],
  ['notice', {}, 'passes'],
  ['notice', { strict: true }, 'passes'],
])('a finding of level %s with the policy %j: %s', (level, more, policyResult) => {
  const given = { ...policy, ...more };
  expect(applyPolicy(finding(level), operation, given)).toEqual({ policyResult });
  expect(fails(finding(level), operation, given)).toBe(policyResult === 'fails');
});

test.each<[Level]>([['violation'], ['warning']])(
  'a %s about a request does not fail a run, even a strict one',
  (level) => {
    const ofRequest = makeFinding(operation, 200, {
      kind: 'request',
      level,
      pointer: '/x',
      message: 'm',
      contract: 'c',
    });
    expect(applyPolicy(ofRequest, operation, { ...policy, strict: true })).toEqual({ policyResult: 'passes' });
  },
);

describe('a waiver', () => {
  test.each<[string, Waiver]>([
    ['with the fingerprint of a finding', waiver({ fingerprint })],
    ['with the operation and the pointer of a finding', waiver({ operation, pointer: '/*/id' })],
    ['that expires after today', waiver({ fingerprint, expires: '2027-01-01' })],
  ])('%s accepts the finding', (_, given) => {
    const waivers = [waiver({ fingerprint: '0000000000000000' }), given];
    expect(applyPolicy(violation, operation, { ...policy, waivers })).toEqual({
      policyResult: 'waived',
      waiver: given,
    });
    expect(fails(violation, operation, { ...policy, waivers })).toBe(false);
  });

  test.each<[string, Waiver]>([
    ['with another pointer', waiver({ operation, pointer: '/*/name' })],
    ['for the whole response', waiver({ operation, pointer: '' })],
    ['with another operation', waiver({ operation: 'GET /api/v1/groups', pointer: '/*/id' })],
    ['with another fingerprint', waiver({ fingerprint: '0000000000000000' })],
    // The fingerprint decides, because it is more specific.
    ['with another fingerprint and the same pointer', waiver({ fingerprint: 'x', operation, pointer: '/*/id' })],
    ['that expired yesterday', waiver({ fingerprint, expires: '2026-11-23' })],
  ])('%s does not accept the finding', (_, given) => {
    expect(applyPolicy(violation, operation, { ...policy, waivers: [given] })).toEqual({ policyResult: 'fails' });
  });

  test('is not used for a finding that passes without it', () => {
    const given = { ...policy, waivers: [waiver({ operation, pointer: '/*/id' })] };
    expect(applyPolicy(finding('warning'), operation, given)).toEqual({ policyResult: 'passes' });
  });

  test('that has expired still matches its finding, so that a report can name it', () => {
    expect(waives(waiver({ fingerprint, expires: '2020-01-01' }), violation, operation)).toBe(true);
  });
});

describe('a baseline', () => {
  test('accepts a finding that it contains', () => {
    const given = { ...policy, known: ['0000000000000000', fingerprint] };
    expect(applyPolicy(violation, operation, given)).toEqual({ policyResult: 'known' });
    expect(fails(violation, operation, given)).toBe(false);
  });

  test('does not accept a new finding', () => {
    expect(fails(violation, operation, { ...policy, known: ['0000000000000000'] })).toBe(true);
  });

  test('is used after the waivers, so that a waiver for a known finding counts as used', () => {
    const given = { ...policy, waivers: [waiver({ fingerprint })], known: [fingerprint] };
    expect(applyPolicy(violation, operation, given).policyResult).toBe('waived');
  });
});

test('a day is a date in UTC', () => {
  expect(dayOf(new Date('2026-11-24T23:59:59.999Z'))).toBe('2026-11-24');
  expect(dayOf(new Date('2026-11-25T00:30:00+02:00'))).toBe('2026-11-24');
});
