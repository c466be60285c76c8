// Leaves one org out: derives the evidence from the others, and counts false alarms on the responses of that org.
// Usage: npm run hold-out -- FOLDER [--complete] [--check]; the folder contains recordings/ and okta-specs/.
// --complete judges the contracts that `npm run edition -- complete` would write for the whole API, corrected by the other orgs.
import { join } from 'node:path';
import { type AssertionId, evaluate } from '../src/contract/assertions.js';
import { type Catalogue, loadCatalogue, schemaPlace } from '../src/contract/catalogue.js';
import { createCheck } from '../src/contract/check.js';
import { createMatcher } from '../src/contract/match.js';
import type { OperationContract } from '../src/contract/model.js';
import { makeExchange } from '../src/domain/exchange.js';
import type { AssertionEvidence } from '../src/domain/finding.js';
import { EvidenceCounter, orgOf, type Recorded, readEditionDocuments, readRecorded } from './assertion-evidence.js';
import { CompletedContracts } from './edition/completed.js';

/** Share of the responses of an org, in percent, that may be false alarms. */
const mostFalseAlarms = 0.3;

/** Contracts that are judged, and required properties that only the recordings of other orgs support: none may be missing. */
interface Judged {
  catalogue: Catalogue;
  added: ReadonlySet<AssertionId>;
}

const [folder, ...options] = process.argv.slice(2);
if (!folder) {
  console.error('No recordings: pass the folder that contains recordings/ and okta-specs/.');
  process.exit(2);
}
const own = loadCatalogue();
const documents = readEditionDocuments(own, folder);
const recorded: Recorded[] = [];
for (const name of ['real-orgs', 'other-orgs'])
  for await (const one of readRecorded(join(folder, `recordings/${name}.ndjson.gz`)))
    if (one.class !== 'documentation-example') recorded.push(one);
const completed = options.includes('--complete')
  ? await CompletedContracts.create(own.edition.edition, documents[1], folder)
  : undefined;
// Responses of other origin are older than the edition: they support assertions, and are judged by `added` only.
const orgs = new Set(recorded.filter((one) => completed || one.class === undefined).map((one) => orgOf(one).org));
let isTooHigh = false;
for (const org of orgs) {
  const judged = completed?.without(org) ?? { catalogue: own, added: new Set<AssertionId>() };
  const { responses, alarms } = judge(org, judged);
  const percent = (100 * [...alarms.values()].reduce((sum, n) => sum + n, 0)) / responses;
  const added = completed ? `, ${judged.added.size} properties required by the other orgs only` : '';
  if (responses > 0) console.log(`${org}: ${responses} responses, ${percent.toFixed(2)} % false alarms${added}`);
  for (const [what, n] of alarms) console.log(`  ${n}  ${what}`);
  isTooHigh ||= percent > mostFalseAlarms;
}
completed?.remove();
if (options.includes('--check') && isTooHigh) {
  console.error(`More than ${mostFalseAlarms} % false alarms on an org that is left out.`);
  process.exit(1);
}

/** Checks the successful responses of an org with the evidence of the others. */
function judge(org: string, { catalogue, added }: Judged): { responses: number; alarms: Map<string, number> } {
  const counter = new EvidenceCounter(catalogue, documents);
  for (const one of recorded) if (orgOf(one).org !== org) counter.add(one);
  const { evidence } = counter;
  const none: AssertionEvidence = { documents: 'edition', satisfied: 0, violated: 0, orgs: 0, kinds: 0 };
  const check = createCheck({ ...catalogue, evidence: { of: (assertion) => evidence.get(assertion) ?? none } });
  const match = createMatcher(catalogue);
  const alarms = new Map<string, number>();
  let responses = 0;
  for (const one of recorded) {
    if (orgOf(one).org !== org || one.response.status >= 300) continue;
    const operation = match(one.request.method, one.request.url);
    if (!operation) continue;
    responses += 1;
    const { verdict, findings } = check(operation, makeExchange(one as never));
    const isAlarm = verdict === 'violation' && one.class === undefined;
    const { kind = '', pointer = '' } = findings.find(({ level }) => level === 'violation') ?? {};
    const alarm = isAlarm ? `${kind} ${pointer}` : missing(catalogue, operation, one, added);
    if (alarm === undefined) continue;
    const what = `${operation.id} ${alarm}`;
    alarms.set(what, (alarms.get(what) ?? 0) + 1);
  }
  return { responses, alarms };
}

/** A required property that a response lacks, whatever the level of the finding. */
function missing(
  { schemas }: Catalogue,
  operation: OperationContract,
  { response }: Recorded,
  required: ReadonlySet<AssertionId>,
): AssertionId | undefined {
  const schema = operation.answers[response.status]?.schema;
  if (schema === undefined || response.body === undefined || required.size === 0) return undefined;
  let found: AssertionId | undefined;
  evaluate(schemas, schemas.at(schemaPlace(operation, schema)), response.body, (id, isSatisfied) => {
    if (!isSatisfied && required.has(id)) found = id;
  });
  return found;
}
