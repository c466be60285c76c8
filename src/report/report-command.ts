import { readArguments } from '../arguments.js';
import { surroundings } from '../config.js';
import type { Streams } from '../main.js';
import { paintFor } from './paint.js';
import { readReport } from './read.js';
import { renderReport } from './terminal.js';
import { renderReports } from './write.js';

const usage = `okta-contracts report [FILE] [--out FOLDER]

Shows a report again (default: the last one), and writes every format of it below
FOLDER where one is named: index.html, report.md, junit.xml, report.sarif.
Exit code: that of its run.
`;

/** The command `report`. Returns the exit code of the run that it shows. */
export async function reportCommand(args: string[], streams: Streams): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    streams.out.write(usage);
    return 0;
  }
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
    options: { out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
}
