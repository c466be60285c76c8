import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, writeFiles } from '../../io/files.js';
import { metricsWithoutRun } from '../../report/metrics.js';
import { renderMetrics } from '../../report/render/prometheus.js';
import type { FleetOrg } from './inventory.js';
import type { OrgResult } from './result.js';

/**
 * Writes the metrics of an org to a folder that the node exporter reads: a file for each org, with its last run. An org that failed
 * has the metrics of a run that could not start. Throws `INPUT`.
 * @param out the folder of the fleet
 */
export function writeMetrics(folder: string, out: string, { org, day, result }: OrgResult, of: FleetOrg): void {
  const file = join(out, org, day, 'metrics.prom');
  const text =
    result === 'failed' || !existsSync(file)
      ? renderMetrics(metricsWithoutRun(new Date()), { org: labelOf(of), edition: 'unknown' })
      : readFileSync(file, 'utf8');
  makeFolder(folder);
  writeFiles('Metrics', { [join(folder, `okta_contracts_${org}.prom`)]: text });
}

/** The label `org`, as in the metrics of a run: queries and alerts select an org by it. */
function labelOf({ url = '', profile }: FleetOrg): string {
  if (profile) return `reference:${profile}`;
  return URL.canParse(url) ? new URL(url).origin : url;
}
