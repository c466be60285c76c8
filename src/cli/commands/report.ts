import { readReport } from '../../assess/read.js';
import { surroundings } from '../../config/load.js';
import { callOf } from '../../io/call-of.js';
import { paintFor } from '../../report/render/paint.js';
import { renderReport } from '../../report/render/terminal.js';
import { renderReports } from '../../report/write.js';
import { readArguments } from '../options.js';
import type { Streams } from '../streams.js';

export const usage = `${callOf('report')} [FILE] [--out FOLDER]

Shows a report.json in the terminal: FILE, or the report of the last run.

  --out  write all formats to FOLDER: index.html, report.md, junit.xml,
         report.sarif

Exit code: the exit code of the run.
`;

/** Shows a report again. Returns the exit code of the run that it shows. */
export async function run(args: string[], streams: Streams): Promise<number> {
  const { values, positionals } = parse(args);
  const { reports, color, columns } = surroundings();
  const report = readReport(positionals[0] ?? `${reports}/report.json`);
  if (values.out) renderReports(values.out, report);
  streams.out.write(`${renderReport(report, paintFor(color), columns)}\n`);
  return report.run.passed ? 0 : 1;
}

function parse(args: string[]) {
  return readArguments({
    args,
    allowPositionals: true,
    options: { out: { type: 'string' } },
  });
}
