import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FindingKind } from '../../domain/finding.js';
import { makeFolder, readFileOf, writeFiles } from '../../io/files.js';
import type { Tracked } from './track.js';

/** The file of what was sent, in the folder that a canary keeps between runs. */
export const notifiedFile = join('.okta-contracts', 'notified.json');

/** A finding that was sent. */
export interface KnownFinding extends Tracked {
  operation: string;
  kind: FindingKind | 'sdk';
  title: string;
  /** The name of the SDK that cannot read the response. */
  sdk?: string;
  group?: { id: string; title: string };
}

/** A group of changes with the state that was sent. */
export interface KnownChange extends Tracked {
  /** The last observed state of each operation. */
  applied: string[];
  notApplied: string[];
}

/** What a channel knows: everything that was sent to it. */
export interface Known {
  /** Start of the first run whose events were to be sent. Read until a run that verified something was sent. */
  firstRun?: string;
  /** Start of the last run whose events were sent. */
  startedAt?: string;
  /** The step of the last run that verified something: `2024.08.3 2025.08.0`. Unset until there was one. */
  step?: string;
  canary: Tracked;
  findings: Record<string, KnownFinding>;
  changes: Record<string, KnownChange>;
}

/** The file of what was sent: one org, and what each channel knows. */
export interface Notified {
  version: 1;
  org: string;
  channels: Record<string, Known>;
}

/** The name of the org before its first report. */
export const unknownOrg = 'unknown org';

/** What a channel knows before its first call. */
export const nothingKnown: Known = {
  canary: { value: 'works', sent: 'works', runs: 0 },
  findings: {},
  changes: {},
};

/** Reads what was sent; `undefined` without a file. Throws `INPUT`. */
export function readNotified(file: string): Notified | undefined {
  return existsSync(file) ? (readFileOf('notified', file) as Notified) : undefined;
}

/** Writes what was sent, atomically. Throws `INPUT`. */
export function writeNotified(file: string, notified: Notified): void {
  makeFolder(dirname(file));
  writeFiles('Sent notifications', { [file]: `${JSON.stringify(notified, null, 1)}\n` });
}
