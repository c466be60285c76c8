// Mutation testing: changes the modules that decide verdicts and safety, and fails if the unit tests detect too few changes in a
// file. Usage: npm run mutation [-- FILE...] (default: the files of stryker.config.mjs)
import { relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';

/** The percentage of changes that must be detected in each file. */
const leastPercent = 85;

const files = process.argv.slice(2);
const mutants = await new Stryker({
  logLevel: 'warn',
  ...(files.length > 0 ? { mutate: files } : {}),
}).runMutationTest();
const byFile = new Map();
for (const { fileName, status } of mutants) {
  const file = relative(process.cwd(), fileName);
  const counts = byFile.get(file) ?? { detected: 0, survived: 0 };
  // A change that causes an endless loop is detected as well. Stryker ignores changes that do not compile.
  if (status === 'Killed' || status === 'Timeout') counts.detected += 1;
  else if (status === 'Survived' || status === 'NoCoverage') counts.survived += 1;
  byFile.set(file, counts);
}
const rows = [...byFile].map(([file, { detected, survived }]) => ({
  file,
  detected,
  survived,
  percent: Math.floor((1000 * detected) / (detected + survived)) / 10,
}));
console.table(rows);
console.log('Changes that were not detected: reports/mutation/index.html');
const tooLow = rows.filter(({ percent }) => !(percent >= leastPercent)).map(({ file }) => file);
if (tooLow.length > 0) console.error(`Under ${leastPercent} % in ${tooLow.join(', ')}.`);
if (rows.length === 0) console.error('No file was changed: check the names.');
process.exit(tooLow.length > 0 || rows.length === 0 ? 1 : 0);
