// @ts-nocheck
// Compares the figures of the recordings' own tool with the limits that have been reached. Usage: npm run strength -- FOLDER [ONLY]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = process.argv[2] ?? process.env.OKTA_CONTRACTS_RECORDINGS;
if (!folder) {
  console.error('No recordings: pass the folder that contains tools/strength.mjs and recordings/.');
  process.exit(2);
}
// The limits: on the first resources, and on all recordings, including operations without a contract.
const first = 'inlineHooks|/iam/|okta-organization|/users(/\\{[a-zA-Z]+\\})?$|expire_password|/behaviors|/policies';
const works = process.argv[3]
  ? [{ only: process.argv[3], bar: 95 }]
  : [
      { only: first, bar: 98 },
      { only: '', bar: 99 },
    ];
const faults = works.flatMap(({ only, bar }) => measure(only, bar));
if (faults.length > 0) console.error(`Below the limit: ${faults.join('; ')}.`);
process.exit(faults.length > 0 ? 1 : 0);

function measure(only, bar) {
  const out = join(mkdtempSync(join(tmpdir(), 'strength-')), 'figures.json');
  const recordings = join(folder, 'recordings/real-orgs.ndjson.gz');
  const check = 'npm run -s traffic -- --format ndjson --json -';
  const args = ['--recordings', recordings, '--check', check, ...(only ? ['--only', only] : []), '--json', out];
  const run = spawnSync(process.execPath, [join(folder, 'tools/strength.mjs'), ...args], { stdio: 'inherit' });
  if (run.status !== 0) process.exit(2);
  const { falseAlarmPercent, detectedPercent, byKind } = JSON.parse(readFileSync(out, 'utf8'));
  const returned = byKind.returned ?? { n: 0, detected: 0 };
  const found = [
    falseAlarmPercent > 0 && `false alarms ${falseAlarmPercent} %, the bar is 0`,
    detectedPercent < bar && `${detectedPercent} % of the defects detected, the bar is ${bar} %`,
    returned.detected < returned.n && `${returned.n - returned.detected} returned properties not noticed`,
  ].filter(Boolean);
  if (found.length === 0)
    console.log(
      `Bars kept${only ? '' : ' on all recordings'}: false alarms ${falseAlarmPercent} %, ${detectedPercent} % detected, ${returned.detected} of ${returned.n} returned properties noticed.`,
    );
  return found;
}
