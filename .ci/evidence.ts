// Writes into each operations.json how often its answers were recorded on real orgs. Usage: npm run evidence -- FOLDER [--check]
import { spawnSync } from 'node:child_process';
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { loadCatalogue } from '../src/contract/catalogue.js';
import { listResources } from '../src/contract/files.js';
import { createMatcher } from '../src/contract/match.js';
import type { OperationId } from '../src/domain/operation.js';
import type { Evidence } from '../src/domain/outcome.js';
import { ownContractsFolder } from '../src/io/package-root.js';

/** A recorded exchange, as the recordings' folder has it. */
interface Recorded {
  cassette: string;
  recordedAt: string;
  request: { method: string; url: string };
  response: { status: number };
}

const [folder, option] = process.argv.slice(2);
if (!folder) {
  console.error('No recordings: name the folder that holds recordings/real-orgs.ndjson.gz.');
  process.exit(2);
}

const catalogue = loadCatalogue();
const match = createMatcher(catalogue);
const seen = new Map<OperationId, { answers: number; cassettes: Set<string>; last: string }>();
const recordings = createReadStream(join(folder, 'recordings/real-orgs.ndjson.gz')).pipe(createGunzip());
for await (const line of createInterface({ input: recordings })) {
  if (line === '') continue;
  const { request, response, cassette, recordedAt } = JSON.parse(line) as Recorded;
  const operation = match(request.method, request.url);
  // A refusal shows nothing of the contract.
  if (!operation?.answers[response.status]) continue;
  const sum = seen.get(operation.id) ?? { answers: 0, cassettes: new Set(), last: '' };
  sum.answers += 1;
  sum.cassettes.add(cassette);
  const month = recordedAt.slice(0, 7);
  if (month > sum.last) sum.last = month;
  seen.set(operation.id, sum);
}

const contracts = ownContractsFolder();
let recorded = 0;
const changed: string[] = [];
for (const resource of listResources(contracts)) {
  const file = join(contracts, resource, 'operations.json');
  const data = JSON.parse(readFileSync(file, 'utf8')) as { operations: Record<OperationId, { evidence?: Evidence }> };
  let isChanged = false;
  for (const [id, operation] of Object.entries(data.operations) as [OperationId, { evidence?: Evidence }][]) {
    const sum = seen.get(id);
    const evidence: Evidence = sum
      ? { answers: sum.answers, cassettes: sum.cassettes.size, last: sum.last }
      : 'documented';
    if (sum) recorded += 1;
    if (JSON.stringify(operation.evidence) === JSON.stringify(evidence)) continue;
    operation.evidence = evidence;
    isChanged = true;
  }
  if (!isChanged) continue;
  changed.push(`${resource}/operations.json`);
  if (option !== '--check') writeFileSync(file, `${JSON.stringify(data, null, 2)}\n`);
}
console.log(`${recorded} of ${catalogue.operations.size} operations have recorded answers.`);
if (option === '--check' && changed.length > 0) {
  console.error(`The evidence of ${changed.join(', ')} is not what the recordings show: run npm run evidence.`);
  process.exit(1);
}
if (option !== '--check' && changed.length > 0)
  spawnSync('npx', ['biome', 'format', '--write', 'contracts'], { stdio: 'inherit' });
