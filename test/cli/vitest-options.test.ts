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
  ['--reporter=dot', '--reporter=./own.mjs', '--reporter', 'vitest'],
  ['--merge-reports=blobs'],
  ['--', '--anything'],
])('options of vitest are accepted: %j', (...args) => {
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
  [['--shard', 'half'], 'Option `--shard` has an invalid value: write --shard=1/2 for the first half.'],
])('%j ends with one sentence', (args, message) => {
  expect(messageOf(...args)).toBe(message);
});
