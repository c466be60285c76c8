import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Waiver } from '../../assess/policy.js';
import { readReport } from '../../assess/read.js';
import { waiversHere } from '../../assess/waivers.js';
import { surroundings } from '../../config/load.js';
import { ContractsError } from '../../domain/errors.js';
import { callOf } from '../../io/call-of.js';
import { faultOf, readFileOf, writeFiles } from '../../io/files.js';
import { sentenceOf } from '../../report/render/finding.js';
import { readArguments } from '../options.js';
import type { Streams } from '../streams.js';

export const usage = `${callOf('waive')} FINGERPRINT… --reason TEXT --owner TEAM [OPTION…]
${callOf('waive')} --all --reason TEXT --owner TEAM [OPTION…]

Accepts findings of the last report until a date, by writing waivers. Each run
reports how many waivers it used. A run fails if a waiver has expired or matches
no finding.

  --all      accept all findings that fail the run
  --reason   why the findings are accepted
  --owner    the team or role that is responsible
  --expires  last day on which the waiver is valid; default: in 90 days
  --file     waivers file; default: the existing one, or waivers.json
  --report   report to take findings from; default: reports/report.json

  ${callOf('waive')} 20205a01cb22db85 --reason "not read" --owner identity
`;

/** Writes waivers. Returns the exit code. */
export async function run(args: string[], streams: Streams, now = new Date()): Promise<number> {
  const { values, positionals } = parse(args);
  const { reason, owner } = values;
  if (!reason || !owner)
    throw fault('A waiver needs --reason and --owner: why it is accepted, and who is responsible.');
  const file = values.file ?? waiversHere() ?? 'waivers.json';
  const report = readReport(values.report ?? join(surroundings().reports, 'report.json'));
  const open = report.operations.flatMap(({ operation, findings }) =>
    findings.filter(({ policyResult }) => policyResult === 'fails').map((finding) => ({ operation, finding })),
  );
  const wanted = values.all
    ? open
    : positionals.map((fingerprint) => {
        const found = open.find(({ finding }) => finding.fingerprint === fingerprint);
        if (!found)
          throw fault(`No failing finding with fingerprint ${fingerprint} in the last report: see reports/report.md.`);
        return found;
      });
  if (wanted.length === 0)
    throw fault(
      values.all
        ? 'No findings fail in the last report: there is nothing to waive.'
        : 'No fingerprint given: name one, or use --all.',
    );
  const expires = values.expires ?? new Date(now.getTime() + 90 * 86_400_000).toISOString().slice(0, 10);
  const waivers = [...new Map(wanted.map((one) => [one.finding.fingerprint, one])).values()].map(
    ({ finding }): Waiver => ({ fingerprint: finding.fingerprint, reason, owner, expires }),
  );
  writeFiles('Waivers', { [file]: withWaivers(file, waivers) });
  for (const { operation, finding } of wanted) streams.out.write(`${operation}: ${sentenceOf(finding)}\n`);
  streams.out.write(`${waivers.length} waived until ${expires} in ${file}.\n`);
  return 0;
}

/** The text of a waivers file with more waivers in it; comments that people wrote into YAML stay. Throws `INPUT`. */
function withWaivers(file: string, more: Waiver[]): string {
  const known = existsSync(file) ? (readFileOf('waivers', file) as { waivers: Waiver[] }) : { waivers: [] };
  const added = more.filter(({ fingerprint }) => !known.waivers.some((waiver) => waiver.fingerprint === fingerprint));
  const wrong = faultOf('waivers', { ...known, waivers: added });
  if (wrong) throw fault(`Invalid waiver (${wrong}): write --expires as 2027-01-31.`);
  if (!/^\.ya?ml$/.test(extname(file)))
    return `${JSON.stringify({ ...known, waivers: [...known.waivers, ...added] }, null, 2)}\n`;
  const document = parseDocument(existsSync(file) ? readFileSync(file, 'utf8') : 'waivers: []\n');
  for (const waiver of added) document.addIn(['waivers'], waiver);
  return String(document);
}

function parse(args: string[]) {
  return readArguments({
    args,
    allowPositionals: true,
    options: {
      reason: { type: 'string' },
      owner: { type: 'string' },
      expires: { type: 'string' },
      file: { type: 'string' },
      report: { type: 'string' },
      all: { type: 'boolean' },
    },
  });
}

function fault(message: string): ContractsError {
  return new ContractsError('INPUT', message);
}
