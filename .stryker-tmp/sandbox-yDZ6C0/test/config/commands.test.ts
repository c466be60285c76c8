// @ts-nocheck
import { afterEach, expect, test, vi } from 'vitest';
import { runMain } from '../cli/run-main.js';

afterEach(() => vi.unstubAllEnvs());

const commands = [
  ['traffic', '-'],
  ['gateway', '--org', 'http://127.0.0.1:1'],
  ['sweep'],
  ['report'],
  ['waive', '--all', '--reason', 'known', '--owner', 'us'],
];

test.each(commands)('%s rejects an unknown setting', async (...args) => {
  vi.stubEnv('OKTA_CLIENT_ORG_URL', 'https://acme.okta.com');
  expect(await runMain(args)).toEqual({
    code: 2,
    out: '',
    err: 'Unknown setting `OKTA_CLIENT_ORG_URL`. Did you mean `OKTA_CLIENT_ORGURL`?\n',
  });
});

test.each(commands)('%s rejects an invalid boolean', async (...args) => {
  vi.stubEnv('OKTA_CONTRACTS_STRICT', 'yes');
  expect(await runMain(args)).toEqual({
    code: 2,
    out: '',
    err: 'OKTA_CONTRACTS_STRICT has an invalid value: use 0, 1, true or false.\n',
  });
});
