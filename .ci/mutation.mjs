// Mutation testing: changes the modules that decide verdicts and safety, and fails if the unit tests detect too few changes in a
// module. Usage: npm run mutation [-- FILE...] (default: the files of stryker.config.mjs)
import { relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import config from '../stryker.config.mjs';

/** The percentage of changes that must be detected in each file. */
const leastPercent = 85;

const files = process.argv.length > 2 ? process.argv.slice(2) : config.mutate;
const mutants = await new Stryker({ logLevel: 'warn', mutate: files }).runMutationTest();
const rows = files.map((file) => {
  const statuses = mutants
    .filter(({ fileName }) => relative(process.cwd(), fileName) === file)
    .map(({ status }) => status);
  // A change that causes an endless loop is detected, too.
  const detected = statuses.filter((status) => status === 'Killed' || status === 'Timeout').length;
  const survived = statuses.filter((status) => status === 'Survived' || status === 'NoCoverage').length;
  return { file, detected, survived, percent: Math.floor((1000 * detected) / (detected + survived)) / 10 };
});
console.table(rows);
console.log('Changes that were not detected: reports/mutation/index.html');
// A file that does not exist has no changes, so its percentage is not a number.
const failed = rows.filter(({ percent }) => !(percent >= leastPercent)).map(({ file }) => file);
if (failed.length > 0) console.error(`Below ${leastPercent} %: ${failed.join(', ')}`);
process.exit(failed.length > 0 ? 1 : 0);
