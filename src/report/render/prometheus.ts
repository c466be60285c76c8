import type { RunReport } from '../../assess/run-report.js';
import { type Metric, metricsOf, runLabels } from '../metrics.js';

/**
 * The metrics of a run in the text format of Prometheus, and in OpenMetrics: `# EOF` is a comment in the former. Samples have no time,
 * because the textfile collector of the node exporter refuses it.
 */
export function renderPrometheus(report: RunReport): string {
  return renderMetrics(metricsOf(report), runLabels(report));
}

/** Metrics in this format. @param common labels of all samples */
export function renderMetrics(metrics: readonly Metric[], common: Record<string, string>): string {
  return `${metrics.flatMap((metric) => linesOf(metric, common)).join('\n')}\n# EOF\n`;
}

const suffixes = { s: '_seconds', 1: '_ratio' };

function linesOf({ name, unit, help, samples }: Metric, common: Record<string, string>): string[] {
  const full = `okta_contracts_${name.replaceAll('.', '_')}${unit === undefined ? '' : suffixes[unit]}`;
  return [
    `# HELP ${full} ${help}`,
    `# TYPE ${full} gauge`,
    ...samples.map(({ labels, value }) => `${full}{${labelsText({ ...common, ...labels })}} ${value}`),
  ];
}

function labelsText(labels: Record<string, string>): string {
  const escapes: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (char) => escapes[char] ?? char)}"`)
    .join(',');
}
