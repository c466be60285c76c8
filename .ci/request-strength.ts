// Measures the request contracts on recorded requests: false alarms on those that orgs accepted, refused requests that the
// contracts would have rejected, and injected defects that they detect.
// Usage: npm run request-strength -- FOLDER [--list | --check]; the folder contains recordings/ and okta-specs/.
import { join } from 'node:path';
import { loadCatalogue, schemaPlace } from '../src/contract/catalogue.js';
import { createRequestCheck } from '../src/contract/check-request.js';
import { createMatcher } from '../src/contract/match.js';
import type { OperationContract } from '../src/contract/model.js';
import { type Exchange, makeExchange } from '../src/domain/exchange.js';
import type { Finding } from '../src/domain/finding.js';
import { isObject, type Json } from '../src/domain/json.js';
import { orgOf, type Recorded, readRecorded } from './assertion-evidence.js';
import { defectsOf } from './request-defects.js';
import { RequestEvidence, readDocuments } from './request-evidence.js';

const [folder, option] = process.argv.slice(2);
if (!folder) {
  console.error('No recordings: pass the folder that contains recordings/ and okta-specs/.');
  process.exit(2);
}
const documentedOnly = { documents: 'edition', satisfied: 0, violated: 0, orgs: 0, kinds: 0 } as const;
const isList = option === '--list';
/** The share of the injected defects that are at least a warning. */
const leastDetected = 0.9;
const catalogue = loadCatalogue();
const match = createMatcher(catalogue);
const check = createRequestCheck(catalogue);

interface Sent {
  operation: OperationContract;
  recorded: Recorded & { request: { body?: Json } };
  exchange: Exchange;
}

const sent: Sent[] = [];
for await (const recorded of readRecorded(join(folder, 'recordings/real-orgs.ndjson.gz'))) {
  const operation = match(recorded.request.method, recorded.request.url);
  const { body } = (recorded as Sent['recorded']).request;
  if (operation) sent.push({ operation, recorded, exchange: exchangeOf(recorded, body) });
}

const isAlarm = ({ level }: Finding) => level === 'violation' || level === 'warning';
const isSuccess = ({ recorded }: Sent) => recorded.response.status >= 200 && recorded.response.status < 300;
const accepted = sent.filter(isSuccess);
const withBody = accepted.filter(({ recorded }) => isObject(recorded.request.body));
const falseAlarms = measureFalseAlarms();
measureOtherOrgs();
measureRefused();
const detected = measureDefects();
if (option === '--check' && (falseAlarms > 0 || detected < leastDetected)) {
  console.error(
    `${falseAlarms} accepted requests have a false alarm (limit 0), and ${(100 * detected).toFixed(1)} % of the defects are detected (limit ${100 * leastDetected} %).`,
  );
  process.exit(1);
}

function exchangeOf(recorded: Sent['recorded'], body: Json | undefined): Exchange {
  return makeExchange({
    id: recorded.id,
    request: { method: recorded.request.method, url: recorded.request.url, ...(body !== undefined && { body }) },
    response: { status: recorded.response.status, headers: {}, body: recorded.response.body as Json },
  });
}

/** Returns how many accepted requests have a false alarm. */
function measureFalseAlarms(): number {
  const alarms = new Map<string, { times: number; orgs: Set<string> }>();
  let requests = 0;
  for (const { operation, exchange, recorded } of accepted) {
    const found = check(operation, exchange).findings.filter(isAlarm);
    if (found.length > 0) requests += 1;
    for (const { pointer, message, level } of found) {
      const text = `${operation.id}  ${pointer}  ${message}  (${level})`;
      const known = alarms.get(text) ?? { times: 0, orgs: new Set() };
      known.times += 1;
      known.orgs.add(orgOf(recorded).org);
      alarms.set(text, known);
    }
  }
  const modelled = withBody.filter(({ operation }) => operation.request !== undefined);
  console.log(
    `${accepted.length} accepted requests, ${withBody.length} with a body (${modelled.length} with a schema): ${requests} with a false alarm.`,
  );
  if (isList) for (const [text, { times, orgs }] of alarms) console.log(`  ${times} from ${orgs.size} orgs  ${text}`);
  return requests;
}

/** False alarms on each org, with the evidence of the others. */
function measureOtherOrgs(): void {
  const documents = readDocuments(catalogue, folder as string);
  for (const left of new Set(accepted.map(({ recorded }) => orgOf(recorded).org))) {
    const others = new RequestEvidence(catalogue, documents);
    for (const { recorded } of accepted) if (orgOf(recorded).org !== left) others.add(recorded);
    const { evidence } = others;
    const checkOther = createRequestCheck({
      ...catalogue,
      evidence: { of: (assertion) => evidence.get(assertion) ?? documentedOnly },
    });
    const own = accepted.filter(({ recorded }) => orgOf(recorded).org === left);
    const alarms = own.filter(({ operation, exchange }) => checkOther(operation, exchange).findings.some(isAlarm));
    console.log(`  without ${own.length} requests of one org: ${alarms.length} of them with a false alarm`);
    if (isList)
      for (const { operation, exchange } of alarms)
        for (const { pointer, message } of checkOther(operation, exchange).findings.filter(isAlarm))
          console.log(`    ${operation.id}  ${pointer}  ${message}`);
  }
}

/** Requests that were refused because of their body. */
function measureRefused(): void {
  let rejected = 0;
  let named = 0;
  const missed = new Map<string, number>();
  for (const { operation, recorded, exchange } of sent) {
    const { status, body } = recorded.response;
    if (status !== 400 || !isObject(body as Json) || (body as { errorCode?: string }).errorCode !== 'E0000001')
      continue;
    if (!isObject(recorded.request.body)) continue;
    named += 1;
    if (check(operation, exchange).verdict !== 'accepted') rejected += 1;
    else {
      const causes = ((body as { errorCauses?: { errorSummary: string }[] }).errorCauses ?? []).map(
        ({ errorSummary }) => errorSummary,
      );
      const text = `${operation.id}  ${causes.join(' | ') || (body as { errorSummary?: string }).errorSummary}`;
      missed.set(text, (missed.get(text) ?? 0) + 1);
    }
  }
  console.log(
    `${named} requests with a body were refused with 400 E0000001: ${rejected} of them the contracts reject.`,
  );
  if (isList) for (const [text, times] of missed) console.log(`  ${times}  ${text}`);
}

/** Returns the share of the defects that are at least a warning. */
function measureDefects(): number {
  const kinds = new Map<string, { all: number; alarm: number; any: number; missed: Map<string, number> }>();
  for (const { operation, recorded } of withBody) {
    if (operation.request === undefined) continue;
    const { body } = recorded.request;
    const before = textsOf(check(operation, exchangeOf(recorded, body)).findings);
    for (const { kind, pointer, body: broken } of defectsOf(
      catalogue.schemas,
      schemaPlace(operation, operation.request),
      body as Json,
    )) {
      const found = check(operation, exchangeOf(recorded, broken)).findings.filter(
        (finding) => !before.has(textOf(finding)),
      );
      const count = kinds.get(kind) ?? { all: 0, alarm: 0, any: 0, missed: new Map() };
      kinds.set(kind, count);
      count.all += 1;
      if (found.length > 0) count.any += 1;
      if (found.some(isAlarm)) count.alarm += 1;
      else {
        const text = `${operation.id} ${pointer}${found.length > 0 ? ' (notice)' : ''}`;
        count.missed.set(text, (count.missed.get(text) ?? 0) + 1);
      }
    }
  }
  let [all, alarm, any] = [0, 0, 0];
  for (const [kind, count] of [...kinds].sort()) {
    all += count.all;
    alarm += count.alarm;
    any += count.any;
    console.log(`${kind.padEnd(28)} ${shareOf(count.alarm, count.all)}, with notices ${shareOf(count.any, count.all)}`);
    if (isList)
      for (const [text, times] of [...count.missed].sort((a, b) => b[1] - a[1]).slice(0, 15))
        console.log(`    ${times}  ${text}`);
  }
  console.log(`${'all defects'.padEnd(28)} ${shareOf(alarm, all)}, with notices ${shareOf(any, all)}`);
  return alarm / Math.max(all, 1);
}

function shareOf(part: number, all: number): string {
  return `${part} of ${all} (${((100 * part) / Math.max(all, 1)).toFixed(1)} %)`;
}

function textOf({ pointer, message, level }: Finding): string {
  return `${pointer} ${message} ${level}`;
}

function textsOf(findings: readonly Finding[]): Set<string> {
  return new Set(findings.map(textOf));
}
