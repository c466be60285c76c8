import type { SdkReport } from '../domain/sdk.js';
import type { HistoryEntry, RunReport } from './run-report.js';

/** Fingerprints of the findings of all SDKs; `undefined` if no SDK read the responses. */
export function sdkDriftOf(sdks: readonly SdkReport[] | undefined): string[] | undefined {
  return sdks && [...new Set(sdks.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint)))];
}

/**
 * Adds to the findings of SDKs whether the baseline has them, and since when runs have them. Runs without an SDK are skipped.
 * @param selected number of selected operations: a run that selected fewer does not end a series
 * @param before fingerprints of the baseline, if an SDK read its responses
 */
export function withSdkHistory(
  sdks: readonly SdkReport[],
  history: readonly HistoryEntry[],
  selected: number,
  before: readonly string[] | undefined,
): SdkReport[] {
  const known = new Set(before);
  const past = history.filter((entry) => entry.sdkFindings !== undefined).reverse();
  const runs = past.map((entry) => ({ entry, findings: new Set(entry.sdkFindings) }));
  const sinceOf = (fingerprint: string): string | undefined => {
    let since: string | undefined;
    for (const { entry, findings } of runs) {
      if (findings.has(fingerprint)) since = entry.startedAt;
      else if (entry.selected >= selected) break;
    }
    return since;
  };
  return sdks.map((sdk) => ({
    ...sdk,
    findings: sdk.findings.map((finding) => {
      const since = sinceOf(finding.fingerprint);
      return {
        ...finding,
        ...(known.has(finding.fingerprint) ? { known: true as const } : {}),
        ...(since === undefined ? {} : { since }),
      };
    }),
  }));
}

/** How many findings of SDKs are new, known and resolved; `undefined` if an SDK read the responses of only one of the runs. */
export function compareSdkDrift(
  before: readonly string[] | undefined,
  now: readonly string[] | undefined,
): NonNullable<RunReport['baseline']>['sdks'] {
  if (!before || !now) return undefined;
  const current = new Set(now);
  const known = before.filter((fingerprint) => current.has(fingerprint)).length;
  return { new: now.length - known, known, gone: before.length - known };
}
