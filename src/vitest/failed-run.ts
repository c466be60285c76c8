import { failedRun } from '../config/environment.js';
import { ContractsError } from '../domain/errors.js';
import { writeMetricsWithoutRun } from '../report/write-metrics.js';

/**
 * Writes the metrics of a run that cannot start: an alert must not see those of the last run that could. A folder that cannot be
 * written is no second error.
 */
export function writeFailedRun(org?: string, edition = 'unknown'): void {
  const failed = failedRun();
  try {
    writeMetricsWithoutRun(failed.reports, { org: org ?? failed.org, edition });
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
  }
}
