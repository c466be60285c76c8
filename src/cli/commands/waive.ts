import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Waiver } from '../../assess/policy.js';
import { readReport } from '../../assess/read.js';
import type { RunReport } from '../../assess/run-report.js';
import { waiversHere } from '../../assess/waivers.js';
import { surroundings } from '../../config/load.js';
import { ContractsError } from '../../domain/errors.js';
import { callOf } from '../../io/call-of.js';
import { faultOf, readFileOf, writeFiles } from '../../io/files.js';
import { sentenceOf } from '../../report/render/finding.js';
import { defineCommand } from '../command.js';
import type { Streams } from '../streams.js';

export const define = () =>
  defineCommand('waive')
    .description(
      'Accepts findings of the last report until a date, by writing waivers. Each run reports how many waivers it used. A run fails if a waiver has expired or matches no finding.',
    )
    .argument('[fingerprint...]', 'findings to accept: the texts in brackets in the report')
    .option('--all', 'accept all findings that fail the run')
    .requiredOption('--reason <text>', 'why the findings are accepted')
    .requiredOption('--owner <team>', 'the team or role that is responsible')
    .option('--expires <date>', 'last day on which the waiver is valid; default: in 90 days')
    .option('--file <file>', 'waivers file; default: the existing one, or waivers.json')
    .option('--report <file>', 'report to take findings from; default: reports/report.json')
    .addHelpText(
      'after',
      `
Example:
  ${callOf('waive')} 20205a01cb22db85 --reason "not read" --owner identity`,
    );

/** Writes waivers. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, streams: Streams): Promise<number> {
  const values = command.opts();
  const { reason, owner } = values;
  const file = values.file ?? waiversHere() ?? 'waivers.json';
  const report = readReport(values.report ?? join(surroundings().reports, 'report.json'));
  const open = [...openOf(report), ...openOfSdks(report)];
  const wanted = values.all
    ? open.filter(({ sdk }) => sdk === undefined || report.sdkFails)
    : command.args.map((fingerprint) => {
        const found = open.find((one) => one.fingerprint === fingerprint);
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
  const expires = values.expires ?? new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  const waivers = [...new Map(wanted.map((one) => [one.fingerprint, one])).values()].map(
    ({ fingerprint, sdk }): Waiver => ({ fingerprint, ...(sdk !== undefined && { sdk }), reason, owner, expires }),
  );
  writeFiles('Waivers', { [file]: withWaivers(file, waivers) });
  for (const { text } of wanted) streams.out.write(`${text}\n`);
  streams.out.write(`${waivers.length} waived until ${expires} in ${file}.\n`);
  return 0;
}

/** A finding that a waiver can accept. */
interface Open {
  fingerprint: string;
  text: string;
  /** The SDK that cannot read the response. */
  sdk?: string;
}

function openOf({ operations }: RunReport): Open[] {
  return operations.flatMap(({ operation, findings }) =>
    findings
      .filter(({ policyResult }) => policyResult === 'fails')
      .map((finding) => ({ fingerprint: finding.fingerprint, text: `${operation}: ${sentenceOf(finding)}` })),
  );
}

/** The responses that SDKs cannot read. Data that they drop fails no run. */
function openOfSdks({ sdks = [] }: RunReport): Open[] {
  return sdks.flatMap(({ findings }) =>
    findings
      .filter(({ result, known, waived }) => result !== 'loss' && !known && !waived)
      .map(({ fingerprint, operation, sdk, pointer, message }) => ({
        ...{ fingerprint, sdk },
        text: `${operation}: SDK ${sdk}: ${pointer || 'the response'} ${message}`,
      })),
  );
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

function fault(message: string): ContractsError {
  return new ContractsError('INPUT', message);
}
