// @ts-nocheck
import { readFileOf } from '../io/files.js';
import { output } from '../io/output.js';
import { coverageOf } from './build.js';
import type { RunReport } from './run-report.js';
import { upgrade } from './upgrade.js';

/** Reads a `report.json`. Throws `INPUT` with one sentence. */
export function readReport(file: string): RunReport {
  // Reports of earlier versions count no verifiable operations, and do not say what was left.
  const read = readFileOf('report', file, upgrade) as Omit<RunReport, 'leftovers'> & Partial<RunReport>;
  const report = output.cleanData({ ...read, leftovers: read.leftovers ?? [] });
  report.coverage.verifiable ??= coverageOf(report.operations).verifiable;
  return report;
}
