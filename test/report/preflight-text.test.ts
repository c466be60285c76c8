import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { renderExpected, renderPreflight } from '../../src/report/render/preflight.js';

const found = { engine: 'Identity Engine', isNew: true, caller: 'a token of a user with SUPER_ADMIN', limit: 300 };

test('names the org, the caller and the share of the rate limits', () => {
  expect(renderPreflight(found, { rateShare: 0.5 }, []).split('\n')).toEqual([
    'Org        Identity Engine; edition: its new operations are served',
    'Caller     a token of a user with SUPER_ADMIN',
    'Limits     300 requests per minute for users; this run uses at most 50 % of each',
  ]);
});

test('names every scope to grant, in lines of at most 80 characters', () => {
  const missing = Array.from({ length: 12 }, (_, i) => `okta.something${i}.read`);
  const barred = [...loadCatalogue().operations.values()].slice(0, 3);
  const scopes = { granted: ['okta.users.read'], missing };
  const lines = renderPreflight({ ...found, limit: undefined, scopes }, { rateShare: 0.5 }, barred).split('\n');
  expect(lines[3]).toMatch(/^Blocked {4}3 operations: grant okta\.something0\.read,/);
  expect(lines.every((line) => line.length <= 80)).toBe(true);
  expect(missing.filter((scope) => !lines.join(' ').includes(scope))).toEqual([]);
});

test('says how to check scopes again that an earlier run found', () => {
  const barred = [...loadCatalogue().operations.values()].slice(0, 3);
  const scopes = {
    granted: ['okta.users.read'],
    missing: ['okta.apps.read'],
    since: Date.parse('2026-11-20T10:00:00Z'),
  };
  expect(
    renderPreflight({ ...found, scopes }, { rateShare: 0.5 }, barred)
      .split('\n')
      .at(-1),
  ).toBe('           as of 2026-11-20; delete .okta-contracts/scopes.json to check again');
});

test('says how many operations can be verified, in lines of at most 80 characters', () => {
  const lines = renderExpected({ expected: 113, selected: 312 }, ['read']).split('\n');
  expect(lines[0]).toMatch(/^Expected {3}about 113 of 312 operations can be verified in the read tier with/);
  expect(lines.every((line) => line.length <= 80)).toBe(true);
});
