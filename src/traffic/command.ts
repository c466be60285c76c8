import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { loadCatalogue } from '../contract/catalogue.js';
import { createCheck } from '../contract/check.js';
import { createMatcher } from '../contract/match.js';
import { ContractsError } from '../errors.js';
import type { Streams } from '../main.js';
import { renderTraffic, type TrafficTotals } from '../report/traffic-text.js';
import { checkRecorded } from './check-traffic.js';
import { parseNdjsonLine } from './ndjson.js';

export const trafficUsage = `npm run -s traffic -- [--format ndjson] [--json] FILE…

Checks exchanges that were recorded elsewhere. FILE is NDJSON, also gzipped; - is standard input.
  --json    one verdict a line, as JSON
Exit code: 0 all keep the contract, 1 some do not, 2 nothing could be checked.`;

/** The command `traffic`. Returns its exit code. */
export async function trafficCommand(args: string[], streams: Streams): Promise<number> {
  const { values, positionals } = parseTrafficArgs(args);
  if (values.help) {
    streams.out.write(`${trafficUsage}\n`);
    return 0;
  }
  if (values.format !== 'ndjson' && values.format !== 'auto')
    throw new ContractsError('INPUT', `--format ${values.format} is not known: use ndjson.`);
  if (positionals.length === 0)
    throw new ContractsError('INPUT', 'No recording given: name a file, or - for standard input.');
  const catalogue = loadCatalogue();
  const match = createMatcher(catalogue);
  const check = createCheck(catalogue);
  const totals: TrafficTotals = { exchanges: 0, pass: 0, stale: 0, violation: 0, unmatched: 0, operations: new Map() };
  for (const file of positionals) {
    let number = 0;
    for await (const line of lines(file, streams.in)) {
      number += 1;
      if (line.trim() === '') continue;
      const verdict = checkRecorded(
        parseNdjsonLine(line, `${file === '-' ? 'standard input' : file}, line ${number},`),
        match,
        check,
      );
      totals.exchanges += 1;
      totals[verdict.verdict] += 1;
      if (verdict.operation) {
        const seen = totals.operations.get(verdict.operation) ?? { exchanges: 0, findings: [] };
        seen.exchanges += 1;
        seen.findings.push(...verdict.findings);
        totals.operations.set(verdict.operation, seen);
      }
      if (values.json) await write(streams.out, `${JSON.stringify(verdict)}\n`);
    }
  }
  if (!values.json) streams.out.write(renderTraffic(totals));
  if (totals.exchanges === totals.unmatched) {
    streams.err.write(
      `Nothing was checked: none of the ${totals.exchanges} exchanges calls an operation under contract.\n`,
    );
    return 2;
  }
  return totals.violation + totals.stale > 0 ? 1 : 0;
}

function parseTrafficArgs(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'auto' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw new ContractsError('INPUT', `${cause instanceof Error ? cause.message : String(cause)}. See --help.`, {
      cause,
    });
  }
}

async function* lines(file: string, standardInput: Readable): AsyncGenerator<string> {
  const source = file === '-' ? standardInput : createReadStream(file);
  const input = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  const failed = new Promise<never>((_, reject) => {
    for (const stream of new Set([source, input]))
      stream.once('error', (cause: Error) =>
        reject(new ContractsError('INPUT', `${file} cannot be read: name a file that exists.`, { cause })),
      );
  });
  failed.catch(() => undefined);
  const iterator = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  for (;;) {
    const next = await Promise.race([iterator.next(), failed]);
    if (next.done) return;
    yield next.value;
  }
}

async function write(out: NodeJS.WritableStream, text: string): Promise<void> {
  if (!out.write(text)) await new Promise((resolve) => out.once('drain', resolve));
}
