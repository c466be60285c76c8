// Leaves one org out: derives the evidence from the others, and counts false alarms on the responses of that org.
// Usage: npm run hold-out -- FOLDER [--check]; the folder contains recordings/ and okta-specs/.
import { join } from 'node:path';
import { loadCatalogue } from '../src/contract/catalogue.js';
import { createCheck } from '../src/contract/check.js';
import { createMatcher } from '../src/contract/match.js';
import { makeExchange } from '../src/domain/exchange.js';
import type { AssertionEvidence } from '../src/domain/finding.js';
import { EvidenceCounter, orgOf, type Recorded, readRecorded } from './assertion-evidence.js';

/** Share of the responses of an org, in percent, that may be false alarms. */
const mostFalseAlarms = 0.3;

const [folder, option] = process.argv.slice(2);
if (!folder) {
  console.error('No recordings: pass the folder that contains recordings/ and okta-specs/.');
  process.exit(2);
}
const catalogue = loadCatalogue();
const match = createMatcher(catalogue);
const recorded: Recorded[] = [];
for (const name of ['real-orgs', 'other-orgs'])
  for await (const one of readRecorded(join(folder, `recordings/${name}.ndjson.gz`)))
    if (one.class !== 'documentation-example') recorded.push(one);
// Responses of other origin are older than the edition: they support assertions, and are not judged.
const orgs = [...new Set(recorded.filter((one) => one.class === undefined).map((one) => orgOf(one).org))];
let isTooHigh = false;
for (const org of orgs) {
  const counter = new EvidenceCounter(catalogue, folder);
  for (const one of recorded) if (orgOf(one).org !== org) counter.add(one);
  const { responses, alarms } = judge(org, counter);
  const percent = (100 * [...alarms.values()].reduce((sum, n) => sum + n, 0)) / responses;
  if (responses > 0) console.log(`${org}: ${responses} responses, ${percent.toFixed(2)} % false alarms`);
  for (const [what, n] of alarms) console.log(`  ${n}  ${what}`);
  isTooHigh ||= percent > mostFalseAlarms;
}
if (option === '--check' && isTooHigh) {
  console.error(`More than ${mostFalseAlarms} % false alarms on an org that is left out.`);
  process.exit(1);
}

/** Checks the successful responses of an org with the evidence of the others. */
function judge(org: string, counter: EvidenceCounter): { responses: number; alarms: Map<string, number> } {
  const { evidence } = counter;
  const none: AssertionEvidence = { documents: 'edition', satisfied: 0, violated: 0, orgs: 0, kinds: 0 };
  const check = createCheck({ ...catalogue, evidence: { of: (assertion) => evidence.get(assertion) ?? none } });
  const alarms = new Map<string, number>();
  let responses = 0;
  for (const one of recorded) {
    if (one.class !== undefined || orgOf(one).org !== org || one.response.status >= 300) continue;
    const operation = match(one.request.method, one.request.url);
    if (!operation) continue;
    responses += 1;
    const { verdict, findings } = check(operation, makeExchange(one as never));
    if (verdict !== 'violation') continue;
    const { kind = '', pointer = '' } = findings.find(({ level }) => level === 'violation') ?? {};
    const what = `${operation.id} ${kind} ${pointer}`;
    alarms.set(what, (alarms.get(what) ?? 0) + 1);
  }
  return { responses, alarms };
}
