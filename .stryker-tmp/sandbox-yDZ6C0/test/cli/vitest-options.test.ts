// @ts-nocheck
import { expect, test } from 'vitest';
import { checkVitestOptions } from '../../src/cli/vitest-options.js';

const messageOf = (...args: string[]) => {
  try {
    checkVitestOptions(args, ['baseline']);
  } catch (error) {
    expect(error).toMatchObject({ name: 'ContractsError', code: 'INPUT' });
    return (error as Error).message;
  }
  return undefined;
};

test.each([
  [],
  ['users', 'groups'],
  ['-t', 'GET /api/v1/users'],
  ['--testNamePattern=GET', 'users'],
  ['--test-name-pattern', 'GET'],
  ['--shard=1/2', '--reporter=blob', '--outputFile=a.json'],
  ['--outputFile.junit=a.xml', '--reporter', 'junit'],
  ['--no-watch', '--bail=1', '--no-file-parallelism', '--no-color', '--silent'],
  ['--silent=passed-only', '-t', 'GET /api/v1/(users|groups)'],
  ['--reporter=dot', '--reporter=./own.mjs', '--reporter', 'vitest'],
  ['--merge-reports=blobs'],
  ['--', '--anything'],
])('accepts options of vitest: %j', (...args) => {
  expect(messageOf(...args)).toBeUndefined();
});

test.each([
  [['--reportr=dot'], 'Unknown option `--reportr`. Did you mean `--reporter`?'],
  [['users', '--sharde', '1/2'], 'Unknown option `--sharde`. Did you mean `--shard`?'],
  [['--baselin', 'a.json'], 'Unknown option `--baselin`. Did you mean `--baseline`?'],
  [['--no-such-option'], 'Unknown option `--no-such-option`. See --help.'],
  [['-t'], 'Option `-t` needs a value. See --help.'],
  [['--reporter=dto'], 'Unknown reporter `dto`. Did you mean `dot`?'],
  [['--config=own.mjs'], 'Option `--config` of vitest cannot be used here. See --help.'],
  [['users', '-c', 'own.mjs'], 'Option `-c` of vitest cannot be used here. See --help.'],
  [['--root', '.'], 'Option `--root` of vitest cannot be used here. See --help.'],
  [['--watch'], 'Option `--watch` of vitest cannot be used here. See --help.'],
  [['-w'], 'Option `-w` of vitest cannot be used here. See --help.'],
  [['--clear-cache'], 'Option `--clear-cache` of vitest cannot be used here. See --help.'],
  [['--browser.enabled'], 'Option `--browser.enabled` of vitest cannot be used here. See --help.'],
  [['-t', '--bail=1'], 'Option `-t` needs a value. See --help.'],
  [['--shard=3/2'], 'Option `--shard` has an invalid value: write --shard=1/2 for the first half.'],
  [['--testTimeout=1'], 'Option `--testTimeout` of vitest cannot be used here. See --help.'],
  [['--hook-timeout', '1'], 'Option `--hook-timeout` of vitest cannot be used here. See --help.'],
  [['--tagsFilter=x'], 'Option `--tagsFilter` of vitest cannot be used here. See --help.'],
  [['--pool=x'], 'Option `--pool` of vitest cannot be used here. See --help.'],
  [['--maxConcurrency=x'], 'Option `--maxConcurrency` of vitest cannot be used here. See --help.'],
  [['--api.port=x'], 'Option `--api.port` of vitest cannot be used here. See --help.'],
  [['--silent=x'], 'Option `--silent` has an invalid value: use true, false or passed-only, after an equals sign.'],
  [
    ['-t', 'GET ('],
    'Option `-t` has an invalid value: write a regular expression, with a backslash before ( [ { and other special characters.',
  ],
  [['--shard', 'half'], 'Option `--shard` has an invalid value: write --shard=1/2 for the first half.'],
])('%j ends with one sentence', (args, message) => {
  expect(messageOf(...args)).toBe(message);
});
