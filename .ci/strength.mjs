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
// The limits: on the first resources, on all operations that the edition changed, on the whole API, and with the earlier half of each org's responses as its history.
const first = 'inlineHooks|/iam/|okta-organization|/users(/\\{[a-zA-Z]+\\})?$|expire_password|/behaviors|/policies';
const firstContact = { falseAlarms: 0, detected: 90, noticed: 97 };
const works = process.argv[3]
  ? [{ name: 'the selected operations', only: process.argv[3], limits: firstContact }]
  : [
      { name: 'the first resources', only: first, limits: firstContact },
      { name: 'all recordings', limits: firstContact },
      { name: 'the whole API', scope: 'all', limits: { falseAlarms: 0, detected: 75, noticed: 95, unmatched: 1 } },
      { name: 'own history', history: true, limits: { falseAlarms: 0.3, detected: 95, noticed: 97 } },
    ];
const faults = works.flatMap(measure);
if (faults.length > 0) console.error(`Below the limit: ${faults.join('; ')}.`);
process.exit(faults.length > 0 ? 1 : 0);

function measure({ name, only, scope, history, limits }) {
  const out = join(mkdtempSync(join(tmpdir(), 'strength-')), 'figures.json');
  const recordings = join(folder, 'recordings/real-orgs.ndjson.gz');
  const check = `npm run -s traffic -- --format ndjson --json ${history ? '--history {history} ' : ''}-`;
  const args = ['--recordings', recordings, '--check', check, '--json', out];
  if (only) args.push('--only', only);
  if (scope) args.push('--scope', scope);
  if (history) args.push('--own-history');
  const run = spawnSync(process.execPath, [join(folder, 'tools/strength.mjs'), ...args], { stdio: 'inherit' });
  if (run.status !== 0) process.exit(2);
  const { falseAlarmPercent, byKind, responses, verdicts } = JSON.parse(readFileSync(out, 'utf8'));
  const unmatched = (100 * ((verdicts.unmatched ?? 0) + (verdicts.missing ?? 0))) / responses;
  // The tool rounds its percentages: a limit that was missed could look as if it was reached.
  const counts = Object.values(byKind);
  const shareOf = (what) =>
    (100 * counts.reduce((sum, kind) => sum + kind[what], 0)) / counts.reduce((sum, { n }) => sum + n, 0);
  const [detected, noticed] = [shareOf('detected'), shareOf('noticed')];
  const inPercent = (share) => share.toFixed(2);
  const returned = byKind.returned ?? { n: 0, detected: 0 };
  const found = [
    falseAlarmPercent > limits.falseAlarms &&
      `${name}: false alarms ${falseAlarmPercent} %, the limit is ${limits.falseAlarms} %`,
    detected < limits.detected &&
      `${name}: ${inPercent(detected)} % of the defects detected, the limit is ${limits.detected} %`,
    noticed < limits.noticed &&
      `${name}: ${inPercent(noticed)} % of the defects noticed, the limit is ${limits.noticed} %`,
    unmatched > (limits.unmatched ?? 100) &&
      `${name}: ${inPercent(unmatched)} % of the responses are at no operation, the limit is ${limits.unmatched} %`,
    returned.detected < returned.n && `${name}: ${returned.n - returned.detected} returned properties not detected`,
  ].filter(Boolean);
  if (found.length === 0)
    console.log(
      `Within the limits, ${name}: false alarms ${falseAlarmPercent} %, ${inPercent(detected)} % detected, ${inPercent(noticed)} % noticed, ${returned.detected} of ${returned.n} returned properties detected.`,
    );
  return found;
}
