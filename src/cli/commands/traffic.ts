import { join } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { loadPolicy } from '../../assess/baseline.js';
import { ExchangeAccumulator } from '../../assess/exchanges.js';
import { chosenBy } from '../../config/chosen-step.js';
import { loadFailureSettings, loadSdkSettings } from '../../config/load.js';
import { loadCatalogue } from '../../contract/catalogue.js';
import { callOf } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { makeFolder } from '../../io/files.js';
import { SmallHeap } from '../../io/heap.js';
import { createEntryCheck, type EntryCheck } from '../../recordings/checked-entry.js';
import { recordingsAt } from '../../recordings/files.js';
import { formats, splitRecording } from '../../recordings/read.js';
import { renderTraffic } from '../../report/render/traffic.js';
import { renderReports } from '../../report/write.js';
import { SdkCheck } from '../../sdk/check.js';
import { collect, defineCommand, sdkFailsHelp, sdkHelp, stepHelp } from '../command.js';
import { exitCodeOf } from '../exit-code.js';
import { FaultList } from '../fault-list.js';
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
    .option('--from <edition>', stepHelp.from)
    .option('--to <edition>', stepHelp.to)
    .option('--waivers <file>', 'file of accepted findings')
    .option('--baseline <file>', 'report.json of an earlier run: only new findings fail')
    .option('--sdk <sdk>', sdkHelp, collect)
    .option('--sdk-fails', sdkFailsHelp)
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
  if (values.out) makeFolder(values.out);
  const heap = new SmallHeap();
  const failOn = loadFailureSettings(values);
  const catalogue = loadCatalogue(undefined, chosenBy(values));
  const settings = loadSdkSettings(values);
  const past = values.history ? await shapesOf([values.history], catalogue, streams) : undefined;
  const accumulator = new ExchangeAccumulator(catalogue, loadPolicy(failOn, catalogue));
  const sdks = await SdkCheck.start(settings.sdks, catalogue);
  try {
    const check = createEntryCheck(catalogue, past, sdks !== undefined);
    const [out, err] = [new Output(streams.out), new Output(streams.err)];
    const isRead = await checkAll(command, streams, {
      isJson: values.json === true,
      heap,
      check,
      accumulator,
      sdks,
      out,
      err,
    });
    if (!isRead) return closedPipe;
    const report = accumulator.report(sdks && { sdks: await sdks.end(), sdkFails: settings.sdkFails });
    if (values.out) renderReports(values.out, report);
    const end = values.out ? [`Reports: ${join(values.out, 'index.html')}`] : [];
    if (!values.json) out.add(renderTraffic(accumulator.totals, report, viewOf(values), end));
    await out.flush();
    if (out.isClosed) return closedPipe;
    return exitCodeOf(accumulator.totals, report, streams.err, settings);
  } finally {
    await sdks?.end();
  }
}

interface Check {
  isJson: boolean;
  heap: SmallHeap;
  check: EntryCheck;
  accumulator: ExchangeAccumulator;
  sdks: SdkCheck | undefined;
  out: Output;
  err: Output;
}

/** Checks all entries. Returns whether they were read to the end, which they are not if nobody reads the output any more. */
async function checkAll(command: ReturnType<typeof define>, streams: Streams, to: Check): Promise<boolean> {
  const values = command.opts();
  const { heap, accumulator, sdks, out, err } = to;
  const showsProgress = 'isTTY' in streams.err && streams.err.isTTY === true && !values.json;
  let written = Promise.resolve();
  for (const recording of command.args.flatMap((path) => recordingsAt(path, streams.in))) {
    const faults = new FaultList(recording.name, err);
    const bodies = recording.kind === 'fault' ? undefined : recording.bodies;
    for await (const batch of recording.kind === 'fault'
      ? [[recording]]
      : splitRecording(recording.open(), values.format)) {
      heap.fit();
      const lines = checkBatch(batch, bodies, faults, to);
      if (showsProgress) err.add(`\r\u001b[K${countOf(accumulator.totals.exchanges, 'exchanges')}`);
      await err.flush();
      // SDKs read the responses of a batch while the next one is checked.
      const earlier = written;
      written = writeAfter(earlier, lines, values.json ? out : undefined);
      await (sdks ? earlier : written);
      // Without reports to write, there is no use for the rest.
      if (out.isClosed && !values.out) return false;
    }
    faults.end();
    heap.fit();
  }
  await written;
  if (showsProgress) err.add('\r\u001b[K');
  await err.flush();
  return true;
}

/** Checks the entries of a batch. Returns the lines of `--json`, some of which wait for SDKs. */
function checkBatch(
  batch: readonly Parameters<EntryCheck>[0][],
  bodies: string | undefined,
  faults: FaultList,
  { isJson, check, accumulator, sdks }: Check,
): Promise<string>[] | string[] {
  const checked = batch.flatMap((raw) => {
    const entry = check(raw, bodies);
    if (entry.kind === 'exchange') return [entry];
    accumulator.unreadable();
    faults.add(entry);
    return [];
  });
  for (const { exchange, traffic } of checked) accumulator.add(exchange, traffic);
  if (!sdks) return isJson ? checked.map(({ traffic }) => JSON.stringify(traffic.verdict)) : [];
  return checked.map(async ({ exchange, traffic: { verdict } }) => {
    const sdk = await sdks.read(exchange, verdict.operation);
    return JSON.stringify({ ...verdict, sdk: sdk ?? [] });
  });
}

/** Writes lines after earlier ones, so that they have the order of the recording. @param out unset if only the end is awaited */
async function writeAfter(
  earlier: Promise<void>,
  lines: Promise<string>[] | string[],
  out: Output | undefined,
): Promise<void> {
  const texts = await Promise.all(lines);
  await earlier;
  for (const text of texts) out?.add(`${text}\n`);
  await out?.flush();
}
