import { loadPolicy } from '../../assess/baseline.js';
import { checkRecorded } from '../../assess/check-recorded.js';
import { ExchangeAccumulator } from '../../assess/exchanges.js';
import { loadFailureSettings } from '../../config/load.js';
import { loadCatalogue } from '../../contract/catalogue.js';
import { createCheck } from '../../contract/check.js';
import { createMatcher } from '../../contract/match.js';
import { ContractsError } from '../../domain/errors.js';
import { callOf } from '../../io/call-of.js';
import { recordingsAt } from '../../recordings/files.js';
import { formats, readRecording } from '../../recordings/read.js';
import { renderTraffic } from '../../report/render/traffic.js';
import { makeFolder, renderReports } from '../../report/write.js';
import { exitCodeOf } from '../exit-code.js';
import { readArguments } from '../options.js';
import type { Streams } from '../streams.js';
import { closedPipe, Output } from '../traffic-output.js';

export const usage = `${callOf('traffic')} [OPTION…] FILE…

Checks recorded exchanges: HAR 1.2 (browsers, proxies, Postman, Playwright),
go-vcr and vcrpy cassettes, and NDJSON, each also gzipped. FILE can be a folder;
- is standard input.

  --format    ${formats.join(', ')}; default: auto
  --json      print one verdict per line, as JSON
  --out       folder for the reports: index.html, report.json and others
  --waivers   file of accepted findings
  --baseline  report.json of an earlier run: only new findings fail

  ${callOf('traffic')} browser.har cassettes/ --out reports/traffic

A line of NDJSON is {"id", "request": {"method", "url"}, "response": {"status",
"headers", "body"}}. An entry that cannot be read is reported and skipped.

Exit code: 0 no violations, 1 violations, 2 an entry could not be read (takes
precedence over 0 and 1), 3 nothing was verified.
`;

/** Faults of one file that are printed; the others are counted. */
const printedFaults = 20;

/** Checks recorded exchanges. Returns the exit code. */
export async function run(args: string[], streams: Streams): Promise<number> {
  const { values, positionals } = parseTrafficArgs(args);
  const format = formats.find((name) => name === values.format);
  if (!format) throw new ContractsError('INPUT', `--format ${values.format} is not known: use ${formats.join(', ')}.`);
  if (positionals.length === 0)
    throw new ContractsError('INPUT', 'No recording given: name a file or a folder, or - for standard input.');
  if (values.out) makeFolder(values.out);
  const catalogue = loadCatalogue();
  const match = createMatcher(catalogue);
  const check = createCheck(catalogue);
  const accumulator = new ExchangeAccumulator(catalogue, loadPolicy(loadFailureSettings(values), catalogue));
  const [out, err] = [new Output(streams.out), new Output(streams.err)];
  const showsProgress = 'isTTY' in streams.err && streams.err.isTTY === true && !values.json;
  for (const recording of positionals.flatMap((path) => recordingsAt(path, streams.in))) {
    let faults = 0;
    for await (const entry of 'fault' in recording ? [recording] : readRecording(recording.open(), format)) {
      if ('fault' in entry) {
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
        await err.write(`\r\u001b[K${accumulator.totals.exchanges} exchanges`);
      // Without reports to write, nobody would see the rest.
      if (out.isClosed && !values.out) return closedPipe;
    }
    if (faults > printedFaults)
      await err.write(`${recording.name}: ${faults - printedFaults} more entries cannot be read.\n`);
  }
  if (showsProgress) await err.write('\r\u001b[K');
  const report = accumulator.report();
  if (values.out) renderReports(values.out, report);
  if (!values.json) await out.write(renderTraffic(accumulator.totals, report));
  if (out.isClosed) return closedPipe;
  return exitCodeOf(accumulator.totals, report, streams.err);
}

function parseTrafficArgs(args: string[]) {
  return readArguments({
    args,
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'auto' },
      json: { type: 'boolean' },
      out: { type: 'string' },
      waivers: { type: 'string' },
      baseline: { type: 'string' },
    },
  });
}
