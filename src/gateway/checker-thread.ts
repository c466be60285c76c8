import { parentPort, workerData } from 'node:worker_threads';
import { loadCatalogue } from '../contract/catalogue.js';
import { createCheck } from '../contract/check.js';
import { createMatcher } from '../contract/match.js';
import { judge } from '../rules.js';
import { checkRecorded } from '../traffic/check-traffic.js';
import { entryOf } from '../traffic/readers/entry.js';
import { TrafficTally } from '../traffic/traffic-tally.js';
import type { FromChecker, News, ToChecker, ToKnow } from './checker.js';
import type { Passed } from './forward.js';

// Checks what passes the gateway, on a thread of its own: no client waits for a check.
const { org, judged } = workerData as ToKnow;
const catalogue = loadCatalogue();
const match = createMatcher(catalogue);
const check = createCheck(catalogue);
const tally = new TrafficTally(catalogue, judged);
const said = new Set<string>();
let number = 0;

const tell = (message: FromChecker) => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToChecker) => {
  if (message.kind === 'end') {
    tell({ kind: 'report', totals: tally.totals, report: tally.report(message.facts) });
    parentPort?.close();
    return;
  }
  const answer = {
    kind: 'checked' as const,
    exchanges: message.passed.length,
    news: [] as News[],
    faults: [] as string[],
  };
  for (const passed of message.passed) checkOne(passed, answer);
  tell(answer);
});
tell({ kind: 'ready' });

function checkOne(passed: Passed, answer: { news: News[]; faults: string[] }): void {
  const { method, path, status, headers, requestBody, body } = passed;
  number += 1;
  const entry = entryOf(`exchange ${number}`, {
    id: String(number),
    recordedAt: new Date().toISOString(),
    method,
    url: `${org}${path}`,
    ...(requestBody ? { requestBody: Buffer.from(requestBody).toString('utf8') } : {}),
    status,
    headers,
    body,
  });
  if ('fault' in entry) {
    tally.unreadable();
    const called = match(method, path)?.template ?? 'an operation that is not under contract';
    answer.faults.push(`${method} ${called}, ${status}: ${entry.fault}`);
    return;
  }
  const checked = checkRecorded(entry.exchange, match, check);
  tally.add(entry.exchange, checked);
  const { operation, findings } = checked.verdict;
  if (!operation) return;
  // What comes again is counted for the report, and said once; what is accepted is in the report.
  const news = findings.filter(
    (finding) =>
      finding.level !== 'notice' &&
      !said.has(finding.fingerprint) &&
      ['fails', 'passes'].includes(judge(finding, operation, judged.rules).judgement),
  );
  for (const { fingerprint } of news) said.add(fingerprint);
  if (news.length > 0) answer.news.push({ operation, status, findings: news });
}
