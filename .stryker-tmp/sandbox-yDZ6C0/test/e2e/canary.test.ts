// @ts-nocheck
import { expect, test } from 'vitest';
import { runSuites } from './run-suites.js';
import { withOrg } from './with-org.js';

test('a read-only administrator gets an estimate, and a canary with a minimum coverage passes', () =>
  withOrg({ role: 'read-only' }, async (org) => {
    const { code, output, report } = await runSuites({
      OKTA_CLIENT_ORGURL: org.url,
      OKTA_CLIENT_TOKEN: org.token,
      OKTA_CONTRACTS_TIERS: 'read',
      OKTA_CONTRACTS_MIN_COVERAGE: '0.8',
    });
    expect(code, output).toBe(0);
    const [, expected, selected] = /Expected {3}about (\d+) of (\d+) operations can/.exec(output) ?? [];
    const { coverage } = report ?? {};
    expect(Number(selected)).toBe(coverage?.selected);
    expect(coverage?.verified).toBeGreaterThan(50);
    expect(coverage?.verified).toBeLessThan(0.5 * (coverage?.selected ?? 0));
    // Operations whose objects the org does not have are expected, and are not verified.
    expect(Number(expected)).toBeGreaterThanOrEqual(coverage?.verified ?? Number.NaN);
    expect(Number(expected)).toBeLessThan(1.3 * (coverage?.verified ?? 0));
    expect(org.requests().map(({ method }) => method)).not.toContain('POST');
  }));
