/** What a fleet run made of one org: a line of `results.ndjson` in the folder of the org. */
export interface OrgResult {
  version: 1;
  org: string;
  /** The day on which the fleet was started (UTC). */
  day: string;
  startedAt: string;
  seconds: number;
  /** `failed`: the org was not verified, so that nothing is known about it. */
  result: 'passed' | 'violations' | 'failed';
  /** Why it did not pass. */
  reason?: string;
  tags: string[];
  selected: number;
  verifiable: number;
  verified: number;
  /** Operations with a finding that fails the run. */
  failing: number;
}
