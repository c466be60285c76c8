import type { RunReport } from '../../assess/run-report.js';
import { pageData } from '../page-data.js';
import { pageTemplate } from '../page-template.js';

/** The run as one HTML page that works offline: it contains its styles, script and data. */
export function renderHtml(report: RunReport): string {
  const data = JSON.stringify(pageData(report)).replaceAll('<', '\\u003c');
  // A function, because the data may contain `$&`.
  return pageTemplate().replace('"the report"', () => data);
}
