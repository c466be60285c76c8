import { join } from 'node:path';
import { makeFolder, writeFiles } from '../io/files.js';
import { output } from '../io/output.js';
import { metricsWithoutRun } from './metrics.js';
import { renderMetrics } from './render/prometheus.js';

/** Writes the metrics of a run that could not start. The other reports stay those of the last run. Throws `INPUT`. */
export function writeMetricsWithoutRun(folder: string, labels: { org: string; edition: string }): void {
  makeFolder(folder);
  const metrics = renderMetrics(metricsWithoutRun(new Date()), output.cleanData(labels));
  writeFiles('Metrics', { [join(folder, 'metrics.prom')]: metrics });
}
