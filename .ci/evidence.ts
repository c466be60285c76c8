// Writes contracts/<resource>/evidence.json: how often the responses of each operation were recorded on real orgs, and which
// documents and recordings support each assertion.
// Usage: npm run evidence -- FOLDER [--check]; the folder contains recordings/ and okta-specs/.
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { type Catalogue, loadCatalogue } from '../src/contract/catalogue.js';
import { changesOf } from '../src/contract/changes.js';
import { type EvidenceFile, evidencePlace, type RecordedEvidence } from '../src/contract/evidence.js';
import { levelOf } from '../src/contract/levels.js';
import { createMatcher } from '../src/contract/match.js';
import { compareEditions } from '../src/contract/step.js';
import type { AssertionEvidence } from '../src/domain/finding.js';
import type { OperationId } from '../src/domain/operation.js';
import { ownContractsFolder } from '../src/io/package-root.js';
import {
  EvidenceCounter,
  orgOf,
  type Recorded,
  readEditionDocuments,
  readRecorded,
  toFiles,
} from './assertion-evidence.js';
import { RequestEvidence, readDocuments } from './request-evidence.js';

/** One line of the recordings of test suites. */
interface TestRecording extends Recorded {
  cassette: string;
  recordedAt: string;
}

const [folder, option] = process.argv.slice(2);
if (!folder) {
  console.error('No recordings: pass the folder that contains recordings/ and okta-specs/.');
  process.exit(2);
}
const isCheck = option === '--check';
const contracts = ownContractsFolder();
const catalogue = loadCatalogue();
const later = laterCatalogue();
const evidence = await countResponses(catalogue);
const counted = await countAssertions(catalogue);
if (later) {
  // What only a later edition has or states. The step of the contracts decides about all else.
  for (const [id, one] of await countResponses(later)) if (!catalogue.operations.has(id)) evidence.set(id, one);
  for (const [id, one] of await countAssertions(later)) if (!isSupported(counted.get(id))) counted.set(id, one);
}
const assertions = toFiles(counted);
const changed = [...new Set([...catalogue.resources.keys(), ...assertions.keys()])].filter((resource) =>
  update(resource),
);
// Decisions add properties to requests. That nothing supports their types yet has no consequence: there is no finding.
const unsupported = [...counted].filter(
  ([id, one]) => !isSupported(one) && !id.endsWith('/null') && !id.includes('/requests.schema.json#'),
);
if (unsupported.length > 0) {
  for (const [id] of unsupported) console.error(`${id}: no document and no recorded response supports it. Remove it.`);
  process.exit(1);
}
console.log(`${evidence.size} of ${catalogue.operations.size} operations have recorded responses.`);
if (isCheck && changed.length > 0) {
  const files = changed.map(evidencePlace).join(', ');
  console.error(`${files}: not up to date with the recordings. Run npm run evidence.`);
  process.exit(1);
}
if (!isCheck && changed.length > 0) spawnSync('npx', ['biome', 'format', '--write', 'contracts'], { stdio: 'inherit' });

function isSupported(one: AssertionEvidence | undefined): boolean {
  return one !== undefined && levelOf(one) !== undefined;
}

/** The step to the newest edition whose document is known, if the contracts have changes of it. */
function laterCatalogue(): Catalogue | undefined {
  const { edition } = catalogue.edition;
  const newest = catalogue.editions.findLast((one) =>
    existsSync(join(folder as string, `okta-specs/${one.edition}.yaml.gz`)),
  )?.edition;
  if (newest === undefined || compareEditions(newest, edition) <= 0) return undefined;
  const next = loadCatalogue(contracts, { from: edition, to: newest });
  const hasChanges = [...next.operations.values()].some((operation) => changesOf(next, operation).length > 0);
  return hasChanges ? next : undefined;
}

/** Counts the recorded responses whose status is in the contract. A refusal is not evidence for a contract. */
async function countResponses(of: Catalogue): Promise<Map<OperationId, RecordedEvidence>> {
  const file = join(folder as string, 'recordings/real-orgs.ndjson.gz');
  const match = createMatcher(of);
  const counts = new Map<OperationId, { answers: number; cassettes: Set<string>; orgs: Set<string>; last: string }>();
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    if (line === '') continue;
    const recorded = JSON.parse(line) as TestRecording;
    const { request, response, cassette, recordedAt } = recorded;
    const operation = match(request.method, request.url);
    if (!operation?.answers[response.status]) continue;
    const count = counts.get(operation.id) ?? { answers: 0, cassettes: new Set(), orgs: new Set(), last: '' };
    count.answers += 1;
    count.cassettes.add(cassette);
    count.orgs.add(orgOf(recorded).org);
    const month = recordedAt.slice(0, 7);
    if (month > count.last) count.last = month;
    counts.set(operation.id, count);
  }
  return new Map(
    [...counts].map(([id, count]) => [id, { ...count, cassettes: count.cassettes.size, orgs: count.orgs.size }]),
  );
}

/** Counts what supports each assertion: the documents of the editions, recorded responses, and recorded requests. */
async function countAssertions(of: Catalogue): Promise<Map<string, AssertionEvidence>> {
  const counter = new EvidenceCounter(of, readEditionDocuments(of, folder as string));
  const requests = new RequestEvidence(of, readDocuments(of, folder as string));
  for (const name of ['real-orgs', 'other-orgs'])
    for await (const recorded of readRecorded(join(folder as string, `recordings/${name}.ndjson.gz`))) {
      counter.add(recorded);
      requests.add(recorded);
    }
  return new Map([...counter.evidence, ...requests.evidence]);
}

/** Updates the evidence file of a resource, and returns whether it was out of date. A resource without recordings has no file. */
function update(resource: string): boolean {
  const operations: EvidenceFile['operations'] = {};
  for (const operation of [...catalogue.operations.values(), ...(later?.operations.values() ?? [])]) {
    const recorded = evidence.get(operation.id);
    if (operation.resource === resource && recorded) operations[operation.id] = recorded;
  }
  const ofResource = assertions.get(resource);
  const isRecorded = Object.keys(operations).length > 0 || ofResource !== undefined;
  const file = join(contracts, evidencePlace(resource));
  const old = existsSync(file) ? JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  const data: EvidenceFile = {
    $schema: '../meta/evidence.schema.json',
    operations,
    ...(ofResource && { assertions: ofResource }),
  };
  if (old === (isRecorded ? JSON.stringify(data) : undefined)) return false;
  if (isCheck) return true;
  if (isRecorded) writeFileSync(file, `${JSON.stringify(data, null, 2)}\n`);
  else rmSync(file);
  return true;
}
