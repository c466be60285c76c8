import { failedRun } from '../config/environment.js';
import { ContractsError } from '../domain/errors.js';

/**
 * Writes the metrics of a run that cannot start: an alert must not see those of the last run that could. A folder that cannot be
 * written is no second error.
 */
export async function writeFailedRun(org?: string, edition = 'unknown'): Promise<void> {
  const { writeMetricsWithoutRun } = await import('../report/write.js');
  const failed = failedRun();
  try {
    writeMetricsWithoutRun(failed.reports, { org: org ?? failed.org, edition });
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
  }
}
