// Checks responses of other origin (old recordings of other orgs, and Okta's examples), and compares their violations with the
// explained ones in other-orgs.json.
// Usage: npm run other-orgs -- FOLDER [--check]; the folder contains recordings/other-orgs.ndjson.gz.
import { join } from 'node:path';
import { loadCatalogue } from '../src/contract/catalogue.js';
import { createCheck } from '../src/contract/check.js';
import { createMatcher } from '../src/contract/match.js';
import { makeExchange } from '../src/domain/exchange.js';
import { readRecorded } from './assertion-evidence.js';
import { explanations, violationName } from './explanations.js';

const [folder, option] = process.argv.slice(2);
if (!folder) {
  console.error('No recordings: pass the folder that contains recordings/other-orgs.ndjson.gz.');
  process.exit(2);
}
const counts = await countViolations(join(folder, 'recordings/other-orgs.ndjson.gz'));
const unused: string[] = [];
for (const { class: origin, cause, reason, violations } of explanations) {
  let all = 0;
  for (const [resource, findings] of Object.entries(violations))
    for (const finding of findings) {
      const key = `${origin} ${resource} ${finding}`;
      const count = counts.get(key);
      if (count === undefined) unused.push(key);
      all += count ?? 0;
      counts.delete(key);
    }
  console.log(`${all}  ${origin}, ${cause}: ${reason}`);
}
for (const [violation, count] of counts) console.log(`${count}  not explained: ${violation}`);
for (const violation of unused) console.log(`Explained, but not found: ${violation}`);
if (option === '--check' && counts.size + unused.length > 0) {
  console.error('Violations in .ci/other-orgs.json do not match those of the contracts.');
  process.exit(1);
}

/** How many responses have each violation, by class, folder of contracts/, kind and pointer. */
async function countViolations(file: string): Promise<Map<string, number>> {
  const catalogue = loadCatalogue();
  const match = createMatcher(catalogue);
  const check = createCheck(catalogue);
  const found = new Map<string, number>();
  for await (const recorded of readRecorded(file)) {
    const operation = match(recorded.request.method, recorded.request.url);
    if (!operation) continue;
    const violations = check(operation, makeExchange(recorded as never)).findings.filter(
      ({ level }) => level === 'violation',
    );
    const names = violations.map(({ kind, pointer }) => violationName(operation.resource, kind, pointer));
    for (const name of new Set(names)) {
      const key = `${recorded.class} ${name}`;
      found.set(key, (found.get(key) ?? 0) + 1);
    }
  }
  return found;
}
