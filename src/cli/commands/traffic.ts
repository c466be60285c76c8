import { join } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { loadPolicy } from '../../assess/baseline.js';
import { ExchangeAccumulator } from '../../assess/exchanges.js';
import { loadFailureSettings } from '../../config/load.js';
import { loadCatalogue } from '../../contract/catalogue.js';
import { callOf } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { SmallHeap } from '../../io/heap.js';
import { createEntryCheck } from '../../recordings/checked-entry.js';
import { recordingsAt } from '../../recordings/files.js';
import { formats, splitRecording } from '../../recordings/read.js';
import { renderTraffic } from '../../report/render/traffic.js';
import { makeFolder, renderReports } from '../../report/write.js';
import { defineCommand } from '../command.js';
import { exitCodeOf } from '../exit-code.js';
import { shapesOf } from '../history.js';
import type { Streams } from '../streams.js';
import { closedPipe, Output } from '../traffic-output.js';
import { fullText, viewOf } from '../view.js';

export const define = () =>
  defineCommand('traffic')
    .description(
      'Checks recorded exchanges: HAR 1.2 (browsers, proxies, Postman, Playwright), go-vcr and vcrpy cassettes, WireMock mappings, and NDJSON, each also gzipped.',
    )
    .argument('<file...>', 'recordings: files or folders; - is standard input')
    .addOption(new Option('--format <format>', 'format of the recordings').choices(formats).default('auto' as const))
    .option('--json', 'print one verdict per line, as JSON')
    .option('--full', fullText)
    .addOption(new Option('--summary', 'the default; earlier versions printed everything without it').hideHelp())
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

/** Checks recorded exchanges. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, streams: Streams): Promise<number> {
  const values = command.opts();
  const { format } = values;
  if (values.out) makeFolder(values.out);
  const heap = new SmallHeap();
  const catalogue = loadCatalogue();
  const past = values.history ? await shapesOf([values.history], catalogue, streams) : undefined;
  const check = createEntryCheck(catalogue, past);
  const accumulator = new ExchangeAccumulator(catalogue, loadPolicy(loadFailureSettings(values), catalogue));
  const [out, err] = [new Output(streams.out), new Output(streams.err)];
  const showsProgress = 'isTTY' in streams.err && streams.err.isTTY === true && !values.json;
  for (const recording of command.args.flatMap((path) => recordingsAt(path, streams.in))) {
    const faults = new FaultList(recording.name, err);
    const bodies = recording.kind === 'fault' ? undefined : recording.bodies;
    for await (const batch of recording.kind === 'fault' ? [[recording]] : splitRecording(recording.open(), format)) {
      heap.fit();
      for (const raw of batch) {
        const entry = check(raw, bodies);
        if (entry.kind === 'fault') {
          accumulator.unreadable();
          faults.add(entry);
        } else {
          accumulator.add(entry.exchange, entry.traffic);
          if (values.json) out.add(`${JSON.stringify(entry.traffic.verdict)}\n`);
        }
      }
      if (showsProgress) err.add(`\r\u001b[K${countOf(accumulator.totals.exchanges, 'exchanges')}`);
      await err.flush();
      await out.flush();
      // Without reports to write, there is no use for the rest.
      if (out.isClosed && !values.out) return closedPipe;
    }
    faults.end();
    heap.fit();
  }
  if (showsProgress) err.add('\r\u001b[K');
  await err.flush();
  const report = accumulator.report();
  if (values.out) renderReports(values.out, report);
  const end = values.out ? [`Reports: ${join(values.out, 'index.html')}`] : [];
  if (!values.json) out.add(renderTraffic(accumulator.totals, report, viewOf(values), end));
  await out.flush();
  if (out.isClosed) return closedPipe;
  return exitCodeOf(accumulator.totals, report, streams.err);
}

/** Faults of one file that are printed; the others are counted. */
const printedFaults = 20;

/** Prints the faults of a recording. */
class FaultList {
  readonly #name: string;
  readonly #err: Output;
  #count = 0;

  constructor(name: string, err: Output) {
    this.#name = name;
    this.#err = err;
  }

  add({ place, fault }: { place?: string; fault: string }): void {
    this.#count += 1;
    if (this.#count <= printedFaults) this.#err.add(`${this.#name}${place ? `, ${place}:` : ''} ${fault}.\n`);
  }

  end(): void {
    if (this.#count > printedFaults)
      this.#err.add(`${this.#name}: ${this.#count - printedFaults} more entries cannot be read.\n`);
  }
}
