import { readFileOf } from '../io/files.js';
import { output } from '../io/output.js';
import type { RunReport } from './run-report.js';
import { upgrade } from './upgrade.js';

/** Reads a `report.json` of this or an earlier version. Throws `INPUT` with one sentence. */
export function readReport(file: string): RunReport {
  return output.cleanData(readFileOf('report', file, upgrade) as RunReport);
}
