import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../words.js';
import { renderJunit } from './junit.js';
import type { RunReport } from './model.js';

/** Writes the reports of a run below `folder`: the only place that writes there. */
export function writeReports(folder: string, report: RunReport, fails: (finding: Finding) => boolean): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, 'junit.xml'), renderJunit(report, fails));
}
