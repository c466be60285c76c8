// Holds the figures of the recordings' own tool against the bars that have been reached. Usage: npm run strength -- FOLDER
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = process.argv[2] ?? process.env.OKTA_CONTRACTS_RECORDINGS;
if (!folder) {
  console.error('No recordings: name the folder that holds tools/strength.mjs and recordings/.');
  process.exit(2);
}
const bars = { falseAlarmPercent: 0, detectedPercent: 95 };
const only =
  process.argv[3] ??
  'inlineHooks|/iam/|okta-organization|/users(/\\{[a-zA-Z]+\\})?$|expire_password|/behaviors|/policies';
const out = join(mkdtempSync(join(tmpdir(), 'strength-')), 'figures.json');
const run = spawnSync(
  process.execPath,
  [
    join(folder, 'tools/strength.mjs'),
    '--recordings',
    join(folder, 'recordings/real-orgs.ndjson.gz'),
    '--check',
    'npm run -s traffic -- --format ndjson --json -',
    '--only',
    only,
    '--json',
    out,
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
if (run.status !== 0) process.exit(2);
const figures = JSON.parse(readFileSync(out, 'utf8'));
const returned = figures.byKind.returned ?? { n: 0, detected: 0 };
const faults = [
  figures.falseAlarmPercent > bars.falseAlarmPercent &&
    `false alarms ${figures.falseAlarmPercent} %, the bar is ${bars.falseAlarmPercent} %`,
  figures.detectedPercent < bars.detectedPercent &&
    `${figures.detectedPercent} % of the defects detected, the bar is ${bars.detectedPercent} %`,
  returned.detected < returned.n && `${returned.n - returned.detected} returned properties not noticed`,
].filter(Boolean);
if (faults.length > 0) console.error(`Under the bar: ${faults.join('; ')}.`);
else
  console.log(
    `Bars kept: false alarms ${figures.falseAlarmPercent} %, ${figures.detectedPercent} % detected, ${returned.detected} of ${returned.n} returned properties noticed.`,
  );
process.exit(faults.length > 0 ? 1 : 0);
