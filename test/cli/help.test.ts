import { describe, expect, test } from 'vitest';
import { runMain } from './run-main.js';

const commands = ['verify', 'traffic', 'gateway', 'org', 'sweep', 'report', 'waive', 'compare'];

test('without a command, all are named', async () => {
  const { code, out, err } = await runMain([]);
  expect([code, err]).toEqual([0, '']);
  expect([...out.matchAll(/npm run -s (\S+) {2}/g)].map(([, name]) => name)).toEqual(commands);
});

test.each([
  ['verfy', 'Unknown command `verfy`. Did you mean `verify`?\n'],
  ['trafic', 'Unknown command `trafic`. Did you mean `traffic`?\n'],
  [
    'frobnicate',
    'Unknown command `frobnicate`. Use one of verify, traffic, gateway, org, sweep, report, waive, compare.\n',
  ],
])('the unknown command %s ends with one sentence', async (name, err) => {
  expect(await runMain([name])).toEqual({ code: 2, out: '', err });
});

test('the version is that of the package', async () => {
  expect((await runMain(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe.each(commands)('the help of %s', (command) => {
  test.each(['--help', '-h'])('%s teaches, and does nothing', async (flag) => {
    const { code, out, err } = await runMain([command, flag]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^npm run -s ${command} --\\s`));
    expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });
});

// vitest takes what `verify` does not know.
test.each(commands.filter((name) => name !== 'verify'))(
  'the help of %s teaches options that there are',
  async (command) => {
    const { out } = await runMain([command, '--help']);
    const options = [...new Set([...out.matchAll(/(?<=[\s[])--[a-z-]{2,}/g)].map(([option]) => option))];
    expect(options.length).toBeGreaterThan(0);
    for (const option of options) {
      const { code, err } = await runMain([command, `${option}=x`, '--no-such-option']);
      expect(code).toBe(2);
      expect(err).not.toContain(`Unknown option \`${option}\``);
    }
    expect((await runMain([command, '--no-such-option'])).err).toBe('Unknown option `--no-such-option`. See --help.\n');
  },
);

test.each([
  [['traffic', '--jsn', 'x.har'], 'Unknown option `--jsn`. Did you mean `--json`?\n'],
  [['gateway', '--orgs', 'https://acme.okta.com'], 'Unknown option `--orgs`. Did you mean `--org`?\n'],
  [['compare', '--lft', 'a'], 'Unknown option `--lft`. Did you mean `--left`?\n'],
])('an unknown option suggests the closest one: %j', async (args, err) => {
  expect(await runMain(args)).toEqual({ code: 2, out: '', err });
});

test('what stands after -- is not asked for help', async () => {
  const { code, err } = await runMain(['gateway', '--', 'curl', '--help']);
  expect([code, err]).toEqual([2, 'No org given: write --org https://your-org.oktapreview.com. See --help.\n']);
});
