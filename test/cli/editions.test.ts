import { afterEach, expect, test, vi } from 'vitest';
import { runMain } from './run-main.js';

afterEach(() => vi.unstubAllEnvs());

test('editions lists each edition with its date and its changes', async () => {
  const { code, out, err } = await runMain(['editions']);
  expect([code, err]).toEqual([0, '']);
  const lines = out.trimEnd().split('\n');
  expect(lines[0]).toBe('* 2024.08.3  2024-08     the first edition');
  expect(lines).toContain('  2024.12.1  2024-12     does not differ from 2024.10.1');
  expect(lines.find((line) => line.startsWith('* 2025.08.0'))).toMatch(
    /^\* 2025\.08\.0 {2}2025-08-07 {2}90 new operations, \d+ response changes, \d+ request changes$/,
  );
  expect(lines.filter((line) => line.startsWith('*'))).toHaveLength(2);
});

test('editions --json lists the same, and the editions of a run', async () => {
  vi.stubEnv('OKTA_CONTRACTS_TO', '2026.03.0');
  const { code, out } = await runMain(['editions', '--json']);
  const { selected, editions } = JSON.parse(out);
  expect([code, selected]).toEqual([0, { from: '2024.08.3', to: '2026.03.0' }]);
  const of = (name: string) => editions.find(({ edition }: { edition: string }) => edition === name);
  expect(of('2025.08.0').added).toHaveLength(90);
  expect(of('2026.06.3')).toEqual({ edition: '2026.06.3', date: '2026-06-24', sameAs: '2026.05.1' });
});

const invalid = 'OKTA_CONTRACTS_TO (--to) is not a known edition: use 2024.08.3, ';
test.each([
  ['traffic', '-'],
  ['gateway', '--org', 'http://127.0.0.1:1'],
])('%s refuses an unknown edition with one sentence', async (...args) => {
  const { code, out, err } = await runMain([...args, '--to', '2025.08.1']);
  expect([code, out, err.slice(0, invalid.length), err.split('\n').length]).toEqual([2, '', invalid, 2]);
  vi.stubEnv('OKTA_CONTRACTS_TO', '2025.08.1');
  expect((await runMain(['editions'])).err).toBe(err);
});

test('an option takes precedence over the setting', async () => {
  vi.stubEnv('OKTA_CONTRACTS_FROM', '2025.08.0');
  const { err } = await runMain(['traffic', '-', '--from', '2025.11.0', '--to', '2025.10.0']);
  expect(err).toMatch(
    /^OKTA_CONTRACTS_FROM \(--from\) is 2025\.11\.0, which is after 2025\.10\.0 of OKTA_CONTRACTS_TO \(--to\): /,
  );
});
