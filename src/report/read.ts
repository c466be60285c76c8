import { readFileOf } from '../files.js';
import { output } from '../output.js';
import type { RunReport } from './model.js';

/** Reads a `report.json`. Throws `INPUT` with one sentence. */
export function readReport(file: string): RunReport {
  return output.cleanData(readFileOf('report', file) as RunReport);
}
