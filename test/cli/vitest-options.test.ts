import { expect, test } from 'vitest';
import { checkVitestOptions } from '../../src/suite/vitest-options.js';

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
  ['--watch', '-w', '--bail=1', '--no-file-parallelism', '--no-color', '--silent'],
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
  [['-t', '--watch'], 'Option `-t` needs a value. See --help.'],
  [['--shard=3/2'], 'Option `--shard` has an invalid value: write --shard=1/2 for the first half.'],
  [['--shard', 'half'], 'Option `--shard` has an invalid value: write --shard=1/2 for the first half.'],
])('%j ends with one sentence', (args, message) => {
  expect(messageOf(...args)).toBe(message);
});
