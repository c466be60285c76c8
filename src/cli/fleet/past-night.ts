import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingKind } from '../../domain/finding.js';
import type { KnownChange } from '../../report/notify/state.js';
import { rowsIn } from './rows-in.js';

/** A row of `findings.ndjson`. */
export interface FindingRow {
  org: string;
  day: string;
  fingerprint: string;
  operation: string;
  kind: FindingKind;
  /** The day on which it was found, if the operation was not verified on `day`. */
  lastFound?: string;
}

/** What is known of an org before a night: the rows of its last verified night, which include what that night did not verify. */
export interface PastNight {
  /** The last day on which each operation was verified. */
  lastVerified: ReadonlyMap<string, string>;
  findings: readonly FindingRow[];
  /** The last observed state of each operation, by the ID of a change. */
  changes: ReadonlyMap<string, Pick<KnownChange, 'applied' | 'notApplied'>>;
}

/** Nothing is known of an org before its first night. */
export const noNight: PastNight = { lastVerified: new Map(), findings: [], changes: new Map() };

interface OperationRow {
  operation: string;
  lastVerified?: string;
}

interface ChangeRow extends Partial<Pick<KnownChange, 'applied' | 'notApplied'>> {
  id: string;
}

/** Reads the rows of a night. @param folder of the org @param days of verified nights before */
export function readPastNight(folder: string, days: readonly string[]): PastNight {
  const day = [...days].sort().findLast((one) => existsSync(join(folder, one, 'operations.ndjson')));
  if (day === undefined) return noNight;
  const rows = <T>(file: string) => rowsIn<T>(join(folder, day, file));
  return {
    lastVerified: new Map(
      rows<OperationRow>('operations.ndjson').flatMap(({ operation, lastVerified }) =>
        lastVerified === undefined ? [] : [[operation, lastVerified]],
      ),
    ),
    findings: rows<FindingRow>('findings.ndjson'),
    changes: new Map(
      rows<ChangeRow>('changes.ndjson').flatMap(({ id, applied, notApplied }) =>
        applied && notApplied ? [[id, { applied, notApplied }]] : [],
      ),
    ),
  };
}
