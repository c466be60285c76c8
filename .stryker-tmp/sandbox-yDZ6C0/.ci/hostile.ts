// @ts-nocheck
// Runs the suites against an org that responds incorrectly, with one fault at a time. Usage: npm run hostile [-- --write | PART OF A NAME]
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import pLimit from 'p-limit';
import { attempt, type Outcome } from '../test/hostile/attempt.js';
import { faults } from '../test/hostile/faults.js';

const [argument] = process.argv.slice(2);
const isWriting = argument === '--write';
const part = isWriting ? undefined : argument;
const page = resolve(import.meta.dirname, '../docs/security.md');
const limit = pLimit(2);

const outcomes = await Promise.all(
  Object.entries(faults).flatMap(([area, all]) =>
    all
      .filter(({ name }) => part === undefined || name.includes(part))
      .map((fault) =>
        limit(async () => ({ area, read: await attempt(fault, 'read'), write: await attempt(fault, 'write') })).then(
          show,
        ),
      ),
  ),
);

function show<T extends { read: Outcome; write: Outcome }>(outcome: T): T {
  for (const { fault, tier, code, verdict, requests, seconds, problems } of [outcome.read, outcome.write]) {
    console.log(
      `${problems.length === 0 ? 'ok  ' : 'FAIL'} ${tier.padEnd(5)} ${fault}: exit ${code}, ${requests} requests, ${seconds} s, ${verdict}`,
    );
    for (const problem of [...new Set(problems)].slice(0, 5)) console.log(`       ${problem}`);
  }
  return outcome;
}

const failed = outcomes.filter(({ read, write }) => read.problems.length + write.problems.length > 0);
console.log(`${outcomes.length} faults, each in the read and in the write tier: ${failed.length} with a problem.`);
if (failed.length > 0) process.exitCode = 1;
else if (part === undefined) keepTable();

/** The table of docs/security.md contains only results that are the same in every run. */
function keepTable(): void {
  const rows = outcomes.map(
    ({ area, read, write }) => `| ${area} | ${read.fault} | exit ${read.code} | exit ${write.code} |`,
  );
  const table = ['| area | what the org does | read tier | write tier |', '|---|---|---|---|', ...rows].join('\n');
  const text = readFileSync(page, 'utf8');
  const next = text.replace(
    /(<!-- hostile:begin -->\n)[\s\S]*?(<!-- hostile:end -->)/,
    (_, begin, end) => `${begin}${table}\n${end}`,
  );
  if (isWriting) writeFileSync(page, next);
  else if (withoutCodes(next) !== withoutCodes(text)) {
    console.error('docs/security.md is not up to date: run npm run hostile -- --write.');
    process.exitCode = 1;
  }
}

/** The exit code of a run can depend on the speed of the machine. */
function withoutCodes(text: string): string {
  return text.replaceAll(/exit \d/g, 'exit');
}
