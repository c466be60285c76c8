// @ts-nocheck
import { expect, test } from 'vitest';
import { runSuites } from './run-suites.js';
import { withOrg } from './with-org.js';

const cases = 'PATCH /api/v1/org/privacy/oktaSupport/cases';

test('OKTA_CONTRACTS_NAMED accepts an operation with any parameter names', () =>
  withOrg({}, async (org) => {
    const env = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token, OKTA_CONTRACTS_TIERS: 'write,org' };
    const { report } = await runSuites({ ...env, OKTA_CONTRACTS_NAMED: `${cases}/{number}` }, [
      'suites/okta-support.test.ts',
    ]);
    const { outcome } = report?.operations.find(({ operation }) => operation === `${cases}/{caseNumber}`) ?? {};
    expect(outcome).toMatchObject({ kind: 'verified' });
  }));

test('OKTA_CONTRACTS_NAMED suggests an operation for an unknown name', async () => {
  const { code, output } = await runSuites({ OKTA_CONTRACTS_NAMED: `${cases.replace('cases', 'case')}/{number}` });
  expect(code).toBe(2);
  expect(output).toContain(
    `OKTA_CONTRACTS_NAMED names PATCH /api/v1/org/privacy/oktaSupport/case/{number}, which has no contract: did you mean ${cases}/{caseNumber}?`,
  );
});
