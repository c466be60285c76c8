import type { TrafficTotals } from '../assess/exchanges.js';
import type { RunReport } from '../assess/run-report.js';
import type { SdkSettings } from '../config/load.js';
import { anySdkFails } from '../domain/sdk.js';
import { countOf } from '../io/counts.js';

/**
 * The exit code of a check of traffic: 0 no violations, or all are accepted; 1 violations, or a waiver that is expired or unused;
 * 2 an entry could not be read (takes precedence over 0 and 1); 3 nothing was checked. With `sdkFails`, it is 1 instead of 0 or 3 if
 * an SDK cannot read a response.
 */
export function exitCodeOf(
  totals: TrafficTotals,
  report: RunReport,
  err: NodeJS.WritableStream,
  { sdkFails }: Pick<SdkSettings, 'sdkFails'>,
): number {
  const code = codeOfContracts(totals, report, err);
  return sdkFails && (code === 0 || code === 3) && anySdkFails(report.sdks) ? 1 : code;
}

function codeOfContracts(totals: TrafficTotals, report: RunReport, err: NodeJS.WritableStream): number {
  if (totals.unreadable > 0) return 2;
  const { expired, unused } = report.waivers;
  if (report.operations.some(({ findings }) => findings.some(({ policyResult }) => policyResult === 'fails'))) return 1;
  if (expired.length + unused.length > 0) return 1;
  if (totals.exchanges > totals.unmatched + totals.refused) return 0;
  const why =
    totals.refused > 0
      ? `${totals.refused} of ${countOf(totals.exchanges, 'exchanges')} ${totals.refused === 1 ? 'was an error response' : 'were error responses'}; no other exchange matches an operation with a contract`
      : `none of ${countOf(totals.exchanges, 'exchanges')} matches an operation with a contract`;
  err.write(`Nothing was checked: ${why}.\n`);
  return 3;
}
