import type { RunReport } from '../../assess/run-report.js';
import type { OperationId } from '../../domain/operation.js';
import type { Draft, NotifyEvent } from './event.js';
import { type Found, findingsOf } from './found.js';
import type { Known, KnownFinding } from './state.js';
import { settledAfter, track } from './track.js';

/**
 * The findings that fail a run or that an SDK cannot read, and that a channel does not know; and those that it knows and that are
 * resolved. A finding is resolved only if its operation was verified without it.
 */
export function findingEvents(
  known: Pick<Known, 'firstRun' | 'step' | 'findings'>,
  report: RunReport,
): { events: Draft[]; next: Known['findings'] } {
  const found = findingsOf(report);
  const next: Known['findings'] = {};
  const events: Draft[] = [];
  for (const [key, record] of Object.entries(known.findings)) {
    const now = found.get(key);
    const value = now ? (now.isOpen ? now.value : 'accepted') : isObserved(record, report) ? 'resolved' : undefined;
    const result = value === undefined ? { record } : after(record, value);
    if (result.record) next[key] = { ...result.record, ...(now?.group && { group: now.group }) };
    if (result.kind) events.push(eventOf(key, result.kind, { ...(next[key] ?? record), before: record.sent }, now));
  }
  for (const [key, now] of found) {
    if (known.findings[key] || !now.isOpen) continue;
    const { operation, kind, title, group, sdk, value } = now;
    const record = {
      ...{ operation, kind, title },
      ...(group && { group }),
      ...(sdk !== undefined && { sdk }),
      ...{ value, sent: value, runs: 1 },
    };
    next[key] = record;
    if (known.step !== undefined || !isOld(now, known)) events.push(eventOf(key, 'new', record, now));
  }
  return { events, next };
}

/** Whether the history of the org shows that runs reported a finding before the first call. */
function isOld({ since }: Found, { firstRun }: Pick<Known, 'firstRun'>): boolean {
  return since !== undefined && (firstRun === undefined || Date.parse(since) < Date.parse(firstRun));
}

/** The record of a finding after a run, and the kind of its event, if there is one. */
function after(record: KnownFinding, value: string): { record?: KnownFinding; kind?: NotifyEvent['kind'] } {
  if (value === 'accepted') return record.sent === 'resolved' ? {} : { kind: 'accepted' };
  const { next, transition } = track(record, value, 'resolved');
  const { operation, kind, title, sdk } = record;
  const isOver = next.sent === 'resolved' && next.runs >= settledAfter;
  return {
    ...(isOver ? {} : { record: { operation, kind, title, ...(sdk !== undefined && { sdk }), ...next } }),
    ...(transition && { kind: value === 'resolved' ? 'resolved' : transition }),
  };
}

/** Whether a run would have found it again. */
export function isObserved(
  { operation, kind, sdk }: Pick<KnownFinding, 'operation' | 'kind' | 'sdk'>,
  { operations, sdks = [] }: RunReport,
): boolean {
  const { outcome, paging = [] } = operations.find((one) => one.operation === (operation as OperationId)) ?? {};
  if (outcome?.kind !== 'verified') return false;
  if (sdk !== undefined) return sdks.some(({ name, stopped }) => name === sdk && stopped === undefined);
  return kind !== 'paging' || paging.every(({ why }) => why === undefined);
}

function eventOf(key: string, kind: NotifyEvent['kind'], record: KnownFinding, found: Found | undefined): Draft {
  const { group, title, operation } = record;
  const { level, reader, advice } = found ?? {};
  const isOpen = kind === 'new' || kind === 'came back';
  return {
    ...{ kind, about: 'finding', key, title },
    operations: [operation],
    ...(group && { group }),
    ...(level && { level }),
    ...(reader !== undefined && { sdk: reader }),
    ...(kind === 'changed' && { was: record.before ?? '', now: record.value }),
    ...(isOpen && advice !== undefined && { advice }),
    ...(record.flapping && { flapping: true }),
  };
}
