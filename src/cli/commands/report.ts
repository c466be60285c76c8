import { readReport } from '../../assess/read.js';
import { limitToClient, withClient } from '../../assess/used-by.js';
import { surroundings } from '../../config/load.js';
import { loadCatalogue } from '../../contract/catalogue.js';
import { readUsedBy } from '../../recordings/used-by.js';
import { renderReport } from '../../report/render/terminal.js';
import { renderReports } from '../../report/write.js';
import { defineCommand, usedByHelp } from '../command.js';
import type { Streams } from '../streams.js';
import { fullText, viewOf } from '../view.js';

export const define = () =>
  defineCommand('report')
    .description('Shows a report.json in the terminal.')
    .argument('[file]', 'a report.json; default: the report of the last run')
    .option(
      '--out <folder>',
      'write all formats to this folder: index.html, report.md, junit.xml, ctrf.json, report.sarif, metrics.prom',
    )
    .option('--used-by <file>', usedByHelp)
    .option('--full', fullText)
    .addHelpText('after', '\nExit code: the exit code of the run.');

/** Shows a report again. Returns the exit code of the run that it shows. */
export async function run(command: ReturnType<typeof define>, streams: Streams): Promise<number> {
  const [file] = command.processedArgs;
  const { out, usedBy, ...values } = command.opts();
  const { reports } = surroundings();
  const saved = readReport(file ?? `${reports}/report.json`);
  const report = usedBy === undefined ? saved : withClient(saved, await readUsedBy(usedBy, loadCatalogue()));
  if (out) renderReports(out, report);
  streams.out.write(`${renderReport(limitToClient(report), viewOf(values))}\n`);
  return report.run.passed ? 0 : 1;
}
