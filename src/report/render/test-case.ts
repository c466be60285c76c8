import type { ReportedOperation } from '../../assess/run-report.js';

/** One case of a run, for the formats of test tools. */
export interface TestCase {
  name: string;
  kind: 'passed' | 'failed' | 'skipped';
  /** One sentence: what failed, or why it was skipped. */
  message?: string;
  /** The details of a failure. */
  details?: string;
  /** What is not a failure. */
  notes?: string;
  /** The operation that the case is about; a case about the run has none. */
  operation?: ReportedOperation;
}
