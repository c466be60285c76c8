import type { RunReport } from '../../assess/run-report.js';
import type { CompareReport } from '../compare.js';
import { comparisonData } from '../compare-page-data.js';
import { pageData } from '../page-data.js';
import { pageTemplate } from '../page-template.js';

/** The run as one HTML page that works offline: it contains its styles, script and data. */
export function renderHtml(report: RunReport): string {
  return pageWith(pageData(report));
}

/** A comparison as one HTML page that works offline. */
export function renderComparisonHtml(report: CompareReport): string {
  return pageWith(comparisonData(report));
}

function pageWith(data: unknown): string {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  // A function, because the data may contain `$&`.
  return pageTemplate().replace('"the report"', () => json);
}
