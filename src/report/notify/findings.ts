import type { ReportedFinding, ReportedOperation, RunReport } from '../../assess/run-report.js';
import type { OperationId } from '../../domain/operation.js';
import { sentenceOf } from '../render/finding.js';
import type { Draft, NotifyEvent } from './event.js';
import type { Known, KnownFinding } from './state.js';
import { settledAfter, track } from './track.js';

/** A finding of a run with its operation. */
interface Found {
  operation: ReportedOperation;
  finding: ReportedFinding;
}

/**
 * The findings that fail a run and that a channel does not know, and those that it knows and that are resolved. A finding is
 * resolved only if its operation was verified without it.
 */
export function findingEvents(
  known: Pick<Known, 'firstRun' | 'step' | 'findings'>,
  report: RunReport,
): { events: Draft[]; next: Known['findings'] } {
  const found = findingsOf(report);
  const groups = groupsByFinding(report);
  const operations = new Map(report.operations.map((operation) => [operation.operation, operation]));
  const next: Known['findings'] = {};
  const events: Draft[] = [];
  for (const [key, record] of Object.entries(known.findings)) {
    const now = found.get(key);
    const operation = operations.get(record.operation as OperationId);
    const value = now
      ? observedValue(now.finding)
      : operation && isObserved(operation, record)
        ? 'resolved'
        : undefined;
    const result = value === undefined ? { record } : after(record, value);
    if (result.record)
      next[key] = { ...result.record, ...(groups.has(key) && { group: groups.get(key) }) } as KnownFinding;
    if (result.kind)
      events.push(eventOf(key, result.kind, { ...(next[key] ?? record), before: record.sent }, now?.finding, report));
  }
  for (const [key, { operation, finding }] of found) {
    if (known.findings[key] || finding.policyResult !== 'fails') continue;
    const { kind, level } = finding;
    const group = groups.get(key);
    const title = sentenceOf({ ...finding, count: 1 });
    next[key] = {
      operation: operation.operation,
      kind,
      title,
      ...(group && { group }),
      value: level,
      sent: level,
      runs: 1,
    };
    if (known.step !== undefined || !isOld(finding, known))
      events.push(eventOf(key, 'new', next[key], finding, report));
  }
  return { events, next };
}

/** Whether the history of the org shows that runs reported a finding before the first call. */
function isOld({ since }: ReportedFinding, { firstRun }: Pick<Known, 'firstRun'>): boolean {
  return since !== undefined && (firstRun === undefined || Date.parse(since) < Date.parse(firstRun));
}

/** The record of a finding after a run, and the kind of its event, if there is one. */
function after(record: KnownFinding, value: string): { record?: KnownFinding; kind?: NotifyEvent['kind'] } {
  if (value === 'accepted') return record.sent === 'resolved' ? {} : { kind: 'accepted' };
  const { next, transition } = track(record, value, 'resolved');
  const { operation, kind, title } = record;
  const isOver = next.sent === 'resolved' && next.runs >= settledAfter;
  return {
    ...(isOver ? {} : { record: { operation, kind, title, ...next } }),
    ...(transition && { kind: value === 'resolved' ? 'resolved' : transition }),
  };
}

function observedValue({ policyResult, level }: ReportedFinding): string {
  return policyResult === 'fails' ? level : 'accepted';
}

/** Whether a run would have found it again. */
function isObserved({ outcome, paging = [] }: ReportedOperation, { kind }: KnownFinding): boolean {
  return outcome.kind === 'verified' && (kind !== 'paging' || paging.every(({ why }) => why === undefined));
}

function findingsOf({ operations }: RunReport): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const operation of operations)
    for (const finding of operation.findings) {
      const { fingerprint, level, policyResult } = finding;
      // The same place can have several findings: one that fails the run decides.
      if (level !== 'notice' && (!found.has(fingerprint) || policyResult === 'fails'))
        found.set(fingerprint, { operation, finding });
    }
  return found;
}

function groupsByFinding({ groups }: RunReport): Map<string, { id: string; title: string }> {
  return new Map(groups.flatMap(({ id, title, findings }) => findings.map((print) => [print, { id, title }])));
}

function eventOf(
  key: string,
  kind: NotifyEvent['kind'],
  record: KnownFinding,
  finding: ReportedFinding | undefined,
  report: RunReport,
): Draft {
  const { group } = record;
  const advice = report.groups.find(({ id }) => id === group?.id)?.guide?.advice;
  const isOpen = kind === 'new' || kind === 'came back';
  return {
    kind,
    about: 'finding',
    key,
    title: record.title,
    operations: [record.operation],
    ...(group && { group }),
    ...(finding && { level: finding.level }),
    ...(kind === 'changed' && { was: record.before ?? '', now: record.value }),
    ...(isOpen && advice !== undefined && { advice }),
    ...(record.flapping && { flapping: true }),
  };
}
