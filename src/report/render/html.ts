import type { RunReport } from '../../assess/run-report.js';
import type { CompareReport } from '../compare.js';
import { comparisonData } from '../compare-page-data.js';
import type { FleetPageData } from '../fleet-page-data.js';
import { pageData } from '../page-data.js';
import { pageTemplate } from '../page-template.js';

/** The run as one HTML page that works offline: it contains its styles, script and data. */
export function renderHtml(report: RunReport): string {
  return pageWith(pageData(report));
}

/** A comparison as one HTML page that works offline. @param limit what it leaves out, if it is limited to a client */
export function renderComparisonHtml(report: CompareReport, limit?: string): string {
  return pageWith(comparisonData(report, limit));
}

/** The reports of a fleet as one HTML page that works offline. */
export function renderFleetHtml(data: FleetPageData): string {
  return pageWith(data);
}

function pageWith(data: unknown): string {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  // A function, because the data may contain `$&`.
  return pageTemplate().replace('"the report"', () => json);
}
