import { readFileOf } from '../files.js';
import { output } from '../output.js';
import { coverageOf } from './build.js';
import type { RunReport } from './model.js';

/** Reads a `report.json`. Throws `INPUT` with one sentence. */
export function readReport(file: string): RunReport {
  const report = output.cleanData(readFileOf('report', file) as RunReport);
  // Earlier versions did not count it.
  report.coverage.verifiable ??= coverageOf(report.operations).verifiable;
  return report;
}
