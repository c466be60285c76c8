import { Option } from '@commander-js/extra-typings';
import { loadPolicy } from '../../assess/baseline.js';
import { checkRecorded } from '../../assess/check-recorded.js';
import { ExchangeAccumulator } from '../../assess/exchanges.js';
import { PagesSeen } from '../../assess/pages-seen.js';
import { OwnHistory } from '../../assess/shapes/own-history.js';
import { loadFailureSettings } from '../../config/load.js';
import { loadCatalogue } from '../../contract/catalogue.js';
import { createCheck } from '../../contract/check.js';
import { createMatcher } from '../../contract/match.js';
import { callOf } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { recordingsAt } from '../../recordings/files.js';
import { formats, readRecording } from '../../recordings/read.js';
import { renderTraffic, renderTrafficSummary } from '../../report/render/traffic.js';
import { makeFolder, renderReports } from '../../report/write.js';
import { defineCommand } from '../command.js';
import { exitCodeOf } from '../exit-code.js';
import { shapesOf } from '../history.js';
import type { Streams } from '../streams.js';
import { closedPipe, Output } from '../traffic-output.js';

export const define = () =>
  defineCommand('traffic')
    .description(
      'Checks recorded exchanges: HAR 1.2 (browsers, proxies, Postman, Playwright), go-vcr and vcrpy cassettes, and NDJSON, each also gzipped.',
    )
    .argument('<file...>', 'recordings: files or folders; - is standard input')
    .addOption(new Option('--format <format>', 'format of the recordings').choices(formats).default('auto' as const))
    .option('--json', 'print one verdict per line, as JSON')
    .option('--summary', 'print the result on one screen: the verdict, what the client does, and the worst findings')
    .option(
      '--history <file>',
      'earlier recordings of the same orgs, or their shapes.ndjson: what an org always did and no longer does is reported as drift',
    )
    .option('--out <folder>', 'folder for the reports: index.html, report.json and others')
    .option('--waivers <file>', 'file of accepted findings')
    .option('--baseline <file>', 'report.json of an earlier run: only new findings fail')
    .addHelpText(
      'after',
      `
A line of NDJSON is {"id", "request": {"method", "url"}, "response": {"status",
"headers", "body"}}. An entry that cannot be read is reported and skipped.

Example:
  ${callOf('traffic')} browser.har cassettes/ --out reports/traffic

Exit code: 0 no violations, 1 violations, 2 an entry could not be read (takes
precedence over 0 and 1), 3 nothing was verified.`,
    );

/** Faults of one file that are printed; the others are counted. */
const printedFaults = 20;

/** Checks recorded exchanges. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, streams: Streams): Promise<number> {
  const values = command.opts();
  const { format } = values;
  if (values.out) makeFolder(values.out);
  const catalogue = loadCatalogue();
  const match = createMatcher(catalogue);
  const ownCheck = new PagesSeen().around(createCheck(catalogue));
  const check = values.history
    ? new OwnHistory(catalogue, await shapesOf([values.history], catalogue, streams)).around(ownCheck, false)
    : ownCheck;
  const accumulator = new ExchangeAccumulator(catalogue, loadPolicy(loadFailureSettings(values), catalogue));
  const [out, err] = [new Output(streams.out), new Output(streams.err)];
  const showsProgress = 'isTTY' in streams.err && streams.err.isTTY === true && !values.json;
  for (const recording of command.args.flatMap((path) => recordingsAt(path, streams.in))) {
    let faults = 0;
    for await (const entry of recording.kind === 'fault' ? [recording] : readRecording(recording.open(), format)) {
      if (entry.kind === 'fault') {
        accumulator.unreadable();
        faults += 1;
        const place = 'place' in entry && entry.place ? `, ${entry.place}:` : '';
        if (faults <= printedFaults) await err.write(`${recording.name}${place} ${entry.fault}.\n`);
        continue;
      }
      const checked = checkRecorded(entry.exchange, match, check);
      accumulator.add(entry.exchange, checked);
      if (values.json) await out.write(`${JSON.stringify(checked.verdict)}\n`);
      else if (showsProgress && accumulator.totals.exchanges % 500 === 0)
        await err.write(`\r\u001b[K${countOf(accumulator.totals.exchanges, 'exchanges')}`);
      // Without reports to write, there is no use for the rest.
      if (out.isClosed && !values.out) return closedPipe;
    }
    if (faults > printedFaults)
      await err.write(`${recording.name}: ${faults - printedFaults} more entries cannot be read.\n`);
  }
  if (showsProgress) await err.write('\r\u001b[K');
  const report = accumulator.report();
  if (values.out) renderReports(values.out, report);
  const render = values.summary ? renderTrafficSummary : renderTraffic;
  if (!values.json) await out.write(render(accumulator.totals, report));
  if (out.isClosed) return closedPipe;
  return exitCodeOf(accumulator.totals, report, streams.err);
}
