import { expect, test } from 'vitest';
import { startReferenceOrg } from '../../reference-org/index.js';
import { runSuites } from './run-suites.js';

/** Settings, and the sentence that they end with. */
const faults: [string, Record<string, string>, RegExp][] = [
  [
    'half a configuration',
    { OKTA_CLIENT_TOKEN: 'invented' },
    /^OKTA_CLIENT_TOKEN is set and OKTA_CLIENT_ORGURL is not/,
  ],
  ['no URL', { OKTA_CLIENT_ORGURL: 'org', OKTA_CLIENT_TOKEN: 'invented' }, /^OKTA_CLIENT_ORGURL is not a URL/],
  [
    'an org that does not answer',
    { OKTA_CLIENT_ORGURL: 'http://127.0.0.1:1', OKTA_CLIENT_TOKEN: 'invented' },
    /^http:\/\/127\.0\.0\.1:1 does not respond \(ECONNREFUSED\)/,
  ],
  [
    'a file of settings that is not there',
    { OKTA_CONTRACTS_ENV: 'no.env' },
    /^OKTA_CONTRACTS_ENV names no\.env, which/,
  ],
  [
    'an unknown name',
    { OKTA_CLIENT_ORG_URL: 'https://acme.okta.com' },
    /^Unknown setting `OKTA_CLIENT_ORG_URL`\. Did you mean `OKTA_CLIENT_ORGURL`\?/,
  ],
  ['an org that is required', { OKTA_CONTRACTS_REQUIRE_ORG: 'true' }, /^OKTA_CONTRACTS_REQUIRE_ORG is on and no org/],
  ['an invalid boolean', { OKTA_CONTRACTS_STRICT: 'yes' }, /^OKTA_CONTRACTS_STRICT has an invalid value: use 0, 1,/],
  [
    'a baseline that is not there',
    { OKTA_CONTRACTS_BASELINE: 'no.json' },
    /^no\.json cannot be read: name a baseline file that exists\.$/,
  ],
  [
    'writing on an org that is not a preview org',
    { OKTA_CLIENT_ORGURL: 'https://org.example.com', OKTA_CLIENT_TOKEN: 'invented', OKTA_CONTRACTS_TIERS: 'write' },
    /^OKTA_CONTRACTS_TIERS allows writes on org\.example\.com, which is not a preview org/,
  ],
];

test.each(faults)('%s ends with one sentence', async (_, env, sentence) => {
  const { code, output, report } = await runSuites(env);
  expect([code, output]).toEqual([2, output]);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(output.trim()).toMatch(sentence);
  expect(report).toBeUndefined();
});

test('a wrong token ends the run with one sentence and without further requests', async () => {
  const org = await startReferenceOrg();
  try {
    const { code, output } = await runSuites({ OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: 'invented' });
    expect(code).toBe(2);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toContain(`${org.url} does not accept the token (401)`);
    expect(output).not.toContain('invented');
    expect(org.requests()).toHaveLength(3);
  } finally {
    await org.close();
  }
});
