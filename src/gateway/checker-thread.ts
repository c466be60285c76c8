import { parentPort, workerData } from 'node:worker_threads';
import { type CheckedTraffic, checkRecorded } from '../assess/check-recorded.js';
import { ExchangeAccumulator } from '../assess/exchanges.js';
import { PagesSeen } from '../assess/pages-seen.js';
import { applyPolicy } from '../assess/policy.js';
import { OwnHistory } from '../assess/shapes/own-history.js';
import { loadCatalogue } from '../contract/catalogue.js';
import { createCheck } from '../contract/check.js';
import { createMatcher } from '../contract/match.js';
import type { OperationContract } from '../contract/model.js';
import type { Exchange } from '../domain/exchange.js';
import { makeFinding, verdictOf } from '../domain/finding.js';
import { unpackedBody } from '../io/unpack.js';
import { reasonOf } from '../org/http.js';
import { type Fault, recordedEntry } from '../recordings/entry.js';
import { SdkCheck } from '../sdk/check.js';
import type { CheckedBatch, CheckerOptions, CheckerReply, CheckerRequest, NewFindings } from './checker.js';
import type { ForwardedExchange } from './forward.js';
import { nameOf } from './target.js';

// Checks the exchanges of the gateway on a thread of its own, so that no client waits for a check.
const { org, step, shapes, sdks: named = [], ...policy } = workerData as CheckerOptions;
const catalogue = loadCatalogue(undefined, step);
const match = createMatcher(catalogue);
const history = shapes && new OwnHistory(catalogue, shapes);
const ownCheck = createCheck(catalogue);
const check = new PagesSeen().around(history?.around(ownCheck) ?? ownCheck);
const sdks = await SdkCheck.start(named, catalogue);
const accumulator = new ExchangeAccumulator(catalogue, policy);
/** Fingerprints of the findings that were printed. */
const printed = new Set<string>();
let number = 0;

const reply = (message: CheckerReply) => parentPort?.postMessage(message);

parentPort?.on('message', async (message: CheckerRequest) => {
  if (message.kind === 'end') {
    const facts = sdks ? { ...message.facts, sdks: await sdks.end() } : message.facts;
    const report = accumulator.report(facts);
    reply({ kind: 'report', totals: accumulator.totals, report, learned: history?.learned ?? [] });
    parentPort?.close();
    return;
  }
  const batch = checkBatch(message.exchanges);
  // An adapter that is slower than the clients must not fill the memory.
  await sdks?.idle();
  reply(batch);
});
reply({ kind: 'ready' });

function checkBatch(exchanges: ForwardedExchange[]): CheckedBatch {
  const batch: CheckedBatch = { kind: 'checked', exchanges: exchanges.length, newFindings: [], errors: [] };
  for (const exchange of exchanges) {
    const error = checkOne(exchange, batch.newFindings);
    if (error === undefined) continue;
    accumulator.unreadable();
    const { method, path } = exchange.request;
    const name = nameOf({ method, operation: match(method, path) });
    batch.errors.push(`${name}, ${exchange.response.status}: ${error}`);
  }
  return batch;
}

/** Checks an exchange. Returns why it could not be checked, without any of its content. */
function checkOne(exchange: ForwardedExchange, newFindings: NewFindings[]): string | undefined {
  number += 1;
  try {
    const read = readExchange(exchange);
    if (read.kind === 'fault') return read.fault;
    accumulator.add(read.exchange, read.checked);
    void sdks?.read(read.exchange, read.checked.verdict.operation);
    newFindings.push(...newFindingsOf(read.checked, exchange.response.status));
    return undefined;
  } catch (error) {
    // The message of an error can contain parts of the exchange. The other exchanges are checked nevertheless.
    return `the check failed (${reasonOf(error)})`;
  }
}

function readExchange({
  request,
  response,
}: ForwardedExchange): { kind: 'exchange'; exchange: Exchange; checked: CheckedTraffic } | Fault {
  const { method, path } = request;
  const { status, headers } = response;
  const unpacked = unpackedBody(response.body, headers);
  if (unpacked.kind === 'broken') return { kind: 'fault', fault: 'its body cannot be unpacked' };
  const entry = recordedEntry(`exchange ${number}`, {
    id: String(number),
    recordedAt: new Date().toISOString(),
    method,
    url: `${org}${path}`,
    requestHeaders: request.headers,
    ...(request.body ? { requestBody: Buffer.from(request.body).toString('utf8') } : {}),
    isComplete: true,
    status,
    headers,
    body: unpacked.kind === 'text' ? unpacked.text : undefined,
  });
  if (entry.kind === 'fault') return entry;
  const { exchange } = entry;
  const operation = match(method, path);
  const isTooLarge = operation && unpacked.kind === 'too large';
  const checked = isTooLarge ? tooLarge(operation, exchange) : checkRecorded(exchange, match, check);
  return { kind: 'exchange', exchange, checked };
}

/** Findings to print: those that the policy does not accept, each once. The report counts all of them. */
function newFindingsOf({ verdict: { operation, findings: all } }: CheckedTraffic, status: number): NewFindings[] {
  if (!operation) return [];
  const findings = all.filter(
    (finding) =>
      finding.level !== 'notice' &&
      !printed.has(finding.fingerprint) &&
      ['fails', 'passes'].includes(applyPolicy(finding, operation, policy.policy).policyResult),
  );
  for (const { fingerprint } of findings) printed.add(fingerprint);
  return findings.length > 0 ? [{ operation, status, findings }] : [];
}

/** The result for a response whose unpacked body is too large to check: one finding. */
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
