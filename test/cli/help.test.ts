import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { runMain } from './run-main.js';

const commands = [
  'verify',
  'traffic',
  'learn',
  'gateway',
  'org',
  'sweep',
  'report',
  'waive',
  'accept',
  'notify',
  'editions',
  'compare',
  'sdk',
  'fleet',
];

test('without a command, the help lists all commands', async () => {
  const { code, out, err } = await runMain([]);
  expect([code, err]).toEqual([0, '']);
  expect([...out.matchAll(/npm run -s (\S+) {2}/g)].map(([, name]) => name)).toEqual(commands);
});

test.each([
  ['verfy', 'Unknown command `verfy`. Did you mean `verify`?\n'],
  ['trafic', 'Unknown command `trafic`. Did you mean `traffic`?\n'],
  [
    'frobnicate',
    'Unknown command `frobnicate`. Use one of verify, traffic, learn, gateway, org, sweep, report, waive, accept, notify, editions, compare, sdk, fleet.\n',
  ],
])('the unknown command %s: one sentence', async (name, err) => {
  expect(await runMain([name])).toEqual({ code: 2, out: '', err });
});

test('--version prints the version of the package', async () => {
  expect((await runMain(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe.each(commands)('the help of %s', (command) => {
  test.each(['--help', '-h'])('%s prints the help and does nothing else', async (flag) => {
    const { code, out, err } = await runMain([command, flag]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^Usage: npm run -s ${command} --\\s`));
    expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });
});

// `verify` passes unknown options to vitest.
test.each(commands.filter((name) => name !== 'verify'))(
  'the help of %s lists only options that exist',
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

test('--help after -- belongs to the other program', async () => {
  const { code, err } = await runMain(['gateway', '--', 'curl', '--help']);
  expect([code, err]).toEqual([2, 'Required option `--org <url>` not specified. See --help.\n']);
});

test.each([
  [['report', '--out', '--help'], 'Option `--out <folder>` argument missing. See --help.\n'],
  [['traffic', '--out'], 'Option `--out <folder>` argument missing. See --help.\n'],
  [['traffic', '--json=1', 'x.har'], 'Option `--json` takes no value. See --help.\n'],
  [['traffic'], 'Missing required argument `file`. See --help.\n'],
  [
    ['org', '--port', '65536'],
    'Option `--port <number>` argument `65536` is invalid. Use a number from 0 to 65535. See --help.\n',
  ],
  [
    ['org', '--per-minute=0'],
    'Option `--per-minute <number>` argument `0` is invalid. Use a number above 0. See --help.\n',
  ],
  [['report', 'a.json', 'b.json'], 'Too many arguments. Expected 1 argument but got 2. See --help.\n'],
])('invalid arguments end with one sentence: %j', async (args, err) => {
  expect(await runMain(args)).toEqual({ code: 2, out: '', err });
});

test('--version and the list of commands load no command', async () => {
  const loaded = vi.fn();
  for (const name of commands)
    vi.doMock(`../../src/cli/commands/${name}.js`, () => {
      loaded(name);
      return {};
    });
  onTestFinished(() => {
    for (const name of commands) vi.doUnmock(`../../src/cli/commands/${name}.js`);
  });
  await runMain(['--version']);
  await runMain([]);
  expect(loaded).not.toHaveBeenCalled();
});
