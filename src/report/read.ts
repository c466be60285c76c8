import { readFileOf } from '../files.js';
import { output } from '../output.js';
import type { RunReport } from './model.js';

/** Reads a `report.json`. Throws `INPUT` with one sentence. */
export function readReport(file: string): RunReport {
  // A report of an earlier version does not say what was left.
  const read = readFileOf('report', file) as Omit<RunReport, 'leftovers'> & Partial<RunReport>;
  return output.cleanData({ ...read, leftovers: read.leftovers ?? [] });
}
