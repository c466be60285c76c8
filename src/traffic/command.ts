import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { callOf, readArguments } from '../arguments.js';
import { loadJudging } from '../config.js';
import { loadCatalogue } from '../contract/catalogue.js';
import { createCheck } from '../contract/check.js';
import { createMatcher } from '../contract/match.js';
import { ContractsError } from '../errors.js';
import type { Streams } from '../main.js';
import { renderTraffic } from '../report/traffic-text.js';
import { makeFolder, renderReports } from '../report/write.js';
import { rulesOf } from '../suite/rules-of.js';
import { checkRecorded } from './check-traffic.js';
import { exitCodeOf } from './exit-code.js';
import { type Format, formats, readRecording } from './readers/index.js';
import { TrafficTally } from './traffic-tally.js';

export const usage = `${callOf('traffic')} [OPTION…] FILE…

Checks exchanges that were recorded elsewhere: HAR 1.2 (browsers, proxies,
Postman, Playwright), go-vcr and vcrpy cassettes, and NDJSON, also gzipped.
FILE may be a folder; - is standard input.

  --format    ${formats.join(', ')}; auto unless named
  --json      a verdict a line, as JSON
  --out       writes the reports of a run below a folder: index.html and others
  --waivers   a file of findings that are accepted for a while
  --baseline  an earlier report.json: only what is new since fails

  ${callOf('traffic')} browser.har cassettes/ --out reports/traffic

A line of NDJSON is {"id", "request": {"method", "url"}, "response": {"status",
"headers", "body"}}. An entry that cannot be read is named, the rest is read.

Exit code: 0 all keep the contract, 1 some do not, 2 something could not be
read, 3 nothing was verified.
`;

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
  const tally = new TrafficTally(catalogue, rulesOf(loadJudging(values), catalogue));
  const showsProgress = 'isTTY' in streams.err && streams.err.isTTY === true && !values.json;
  for (const file of positionals.flatMap((path) => filesOf(path))) {
    const name = file === '-' ? 'standard input' : file;
    for await (const entry of recording(file, name, format, streams)) {
      if ('fault' in entry) {
        tally.unreadable();
        streams.err.write(`${name}, ${entry.place}: ${entry.fault}.\n`);
        continue;
      }
      const checked = checkRecorded(entry.exchange, match, check);
      tally.add(entry.exchange, checked);
      if (values.json) await write(streams.out, `${JSON.stringify(checked.verdict)}\n`);
      else if (showsProgress && tally.totals.exchanges % 500 === 0)
        streams.err.write(`\r\u001b[K${tally.totals.exchanges} exchanges`);
    }
  }
  if (showsProgress) streams.err.write('\r\u001b[K');
  const { totals } = tally;
  const report = tally.report();
  if (!values.json) streams.out.write(renderTraffic(totals, report));
  if (values.out) renderReports(values.out, report);
  return exitCodeOf(totals, report, streams.err);
}

/** The recordings that a path stands for: itself, or those that lie in it. Throws `INPUT` where a folder has none. */
function filesOf(path: string): string[] {
  if (path === '-' || !statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const found = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ndjson|jsonl|json|har|ya?ml)(\.gz)?$/.test(name))
    .sort();
  if (found.length === 0)
    throw new ContractsError(
      'INPUT',
      `${path} holds no recording: name a folder with .har, .yaml, .json or .ndjson files.`,
    );
  return found.map((name) => join(path, name));
}

function recording(file: string, name: string, format: Format, streams: Streams) {
  return readRecording(name, file === '-' ? streams.in : createReadStream(file), format);
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

async function write(out: NodeJS.WritableStream, text: string): Promise<void> {
  if (!out.write(text)) await new Promise((resolve) => out.once('drain', resolve));
}
