import { parentPort, workerData } from 'node:worker_threads';
import { type CheckedTraffic, checkRecorded } from '../assess/check-recorded.js';
import { ExchangeAccumulator } from '../assess/exchanges.js';
import { applyPolicy } from '../assess/policy.js';
import { loadCatalogue } from '../contract/catalogue.js';
import { createCheck } from '../contract/check.js';
import { createMatcher } from '../contract/match.js';
import type { OperationContract } from '../contract/model.js';
import type { Exchange } from '../domain/exchange.js';
import { makeFinding, verdictOf } from '../domain/finding.js';
import { unpackedBody } from '../io/unpack.js';
import { reasonOf } from '../org/http.js';
import { recordedEntry } from '../recordings/entry.js';
import type { FromChecker, News, ToChecker, ToKnow } from './checker.js';
import type { Passed } from './forward.js';
import { nameOf } from './target.js';

// Checks what passes the gateway, on a thread of its own: no client waits for a check.
const { org, loaded } = workerData as ToKnow;
const catalogue = loadCatalogue();
const match = createMatcher(catalogue);
const check = createCheck(catalogue);
const accumulator = new ExchangeAccumulator(catalogue, loaded);
const said = new Set<string>();
let number = 0;

const tell = (message: FromChecker) => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToChecker) => {
  if (message.kind === 'end') {
    tell({ kind: 'report', totals: accumulator.totals, report: accumulator.report(message.facts) });
    parentPort?.close();
    return;
  }
  const answer = {
    kind: 'checked' as const,
    exchanges: message.passed.length,
    news: [] as News[],
    faults: [] as string[],
  };
  for (const passed of message.passed) {
    const fault = faultOf(passed, answer.news);
    if (fault === undefined) continue;
    accumulator.unreadable();
    const operation = match(passed.method, passed.path);
    answer.faults.push(`${nameOf({ method: passed.method, operation })}, ${passed.status}: ${fault}`);
  }
  tell(answer);
});
tell({ kind: 'ready' });

/** Checks an exchange. Returns why it could not be checked, without anything of its content. */
function faultOf(passed: Passed, news: News[]): string | undefined {
  try {
    return checkOne(passed, news);
  } catch (error) {
    // The message of an error can repeat what it was raised for. One exchange must not end the check of the others.
    return `the check failed (${reasonOf(error)})`;
  }
}

function checkOne({ method, path, status, headers, requestBody, body }: Passed, news: News[]): string | undefined {
  number += 1;
  const unpacked = unpackedBody(body, headers);
  if (unpacked.kind === 'broken') return 'its body cannot be unpacked';
  const entry = recordedEntry(`exchange ${number}`, {
    id: String(number),
    recordedAt: new Date().toISOString(),
    method,
    url: `${org}${path}`,
    ...(requestBody ? { requestBody: Buffer.from(requestBody).toString('utf8') } : {}),
    status,
    headers,
    body: unpacked.kind === 'text' ? unpacked.text : undefined,
  });
  if ('fault' in entry) return entry.fault;
  const called = match(method, path);
  const checked =
    called && unpacked.kind === 'too large'
      ? tooLarge(called, entry.exchange)
      : checkRecorded(entry.exchange, match, check);
  accumulator.add(entry.exchange, checked);
  const { operation, findings } = checked.verdict;
  if (!operation) return undefined;
  // What comes again is counted for the report, and printed once; what is accepted is in the report.
  const fresh = findings.filter(
    (finding) =>
      finding.level !== 'notice' &&
      !said.has(finding.fingerprint) &&
      ['fails', 'passes'].includes(applyPolicy(finding, operation, loaded.policy).policyResult),
  );
  for (const { fingerprint } of fresh) said.add(fingerprint);
  if (fresh.length > 0) news.push({ operation, status, findings: fresh });
  return undefined;
}

/** What is said of an answer that unpacks to more than is checked: that, and nothing else of it. */
function tooLarge(operation: OperationContract, { id, response }: Exchange): CheckedTraffic {
  const finding = makeFinding(operation.id, response.status, {
    kind: 'body',
    pointer: '',
    contract: `${operation.resource}/operations.json#${operation.id}`,
    message: 'The body is too large to check',
  });
  const what = { verdict: verdictOf([finding]), findings: [finding], observations: new Map() };
  return {
    verdict: { id, verdict: what.verdict, operation: operation.id, findings: what.findings },
    checked: { operation, what },
  };
}
