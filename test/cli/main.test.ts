import { expect, test, vi } from 'vitest';
import { defineCommand } from '../../src/cli/command.js';
import { registerSecret } from '../../src/io/output.js';
import { runMain } from './run-main.js';

const secret = '00a-secret-of-the-settings';

vi.mock('../../src/cli/commands/report.js', () => ({
  forwardsRest: false,
  parts: undefined,
  define: () => defineCommand('report'),
  run: async () => {
    throw new TypeError(`cannot read ${secret}\u001b[2J`);
  },
}));

test('an internal error ends with exit code 2 and shows no secret and no control character', async () => {
  registerSecret(secret);
  const { code, out, err } = await runMain(['report']);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^Internal error: TypeError: cannot read REDACTED\n {4}at /);
});
