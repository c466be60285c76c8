import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AcceptedFinding,
  acceptedFile,
  acceptReport,
  isAccepted,
  notAcceptable,
  readAccepted,
} from '../../assess/accepted.js';
import { otherReasons } from '../../assess/failure-reasons.js';
import { dayOf } from '../../assess/policy.js';
import { readReport } from '../../assess/read.js';
import type { RunReport } from '../../assess/run-report.js';
import { surroundings } from '../../config/load.js';
import { ContractsError } from '../../domain/errors.js';
import { callOf } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { faultOf, writeFiles } from '../../io/files.js';
import { output } from '../../io/output.js';
import { defineCommand } from '../command.js';
import type { Streams } from '../streams.js';

export const define = () =>
  defineCommand('accept')
    .description(
      'Accepts the current state of an org: all findings of the last report. From then on, runs in this folder fail on new findings only. Call it again after a run to accept what is new, and to remove what is resolved.',
    )
    .argument('[report]', 'a report.json; default: the report of the last run')
    .option('--reason <text>', 'why the findings are accepted; default: "state on" and the day of the run')
    .option('--owner <team>', 'the team or role that is responsible')
    .option('--until <date>', 'last day on which the findings are accepted; default: no limit')
    .option('--file <file>', 'file of accepted findings', acceptedFile)
    .addHelpText(
      'after',
      `
To accept a single finding until a date, use ${callOf('waive')}.

Example:
  ${callOf('accept')} --reason "before the upgrade" --until 2027-01-31`,
    );

/** Writes the accepted findings. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, streams: Streams): Promise<number> {
  const [path = join(surroundings().reports, 'report.json')] = command.processedArgs;
  const { reason, owner, until, file } = command.opts();
  const report = readReport(path);
  const refusal = notAcceptable(report);
  if (refusal) throw fault(refusal);
  if (until !== undefined && until < dayOf(new Date())) throw fault(`--until ${until} has passed: name a later day.`);
  const isKnown = existsSync(file);
  if (isKnown && !isAccepted(file))
    throw fault(`${file} is not a file of accepted findings: name another one with --file.`);
  const { file: made, ...result } = acceptReport(report, isKnown ? readAccepted(file).accepted : [], {
    reason: reason ?? `state on ${report.run.startedAt.slice(0, 10)}`,
    ...(owner === undefined ? {} : { owner }),
    ...(until === undefined ? {} : { until }),
  });
  if (!isKnown && result.added.length === 0)
    throw fault('The last report has no findings: there is nothing to accept.');
  const content = output.cleanData(made);
  const wrong = faultOf('accepted', content);
  if (wrong) throw fault(`Invalid entry (${wrong}): write --until as 2027-01-31, and no empty --reason or --owner.`);
  writeFiles('Accepted findings', { [file]: `${JSON.stringify(content, null, 2)}\n` });
  streams.out.write(`${summaryOf({ ...result, file: content }, file, report).join('\n')}\n`);
  return 0;
}

function summaryOf(
  { added, resolved, file: { accepted } }: ReturnType<typeof acceptReport>,
  file: string,
  report: RunReport,
): string[] {
  const remaining = otherReasons(report.run.reasons);
  const isFound = file === acceptedFile;
  return [
    `Accepted ${countOf(added.length, 'findings')} of ${report.org.reference ? 'the reference org' : 'the org'} in ${file}${added.length > 0 ? ':' : '.'}`,
    ...groupsOf(added),
    ...(resolved > 0
      ? [`Removed ${countOf(resolved, 'findings')}: ${resolved === 1 ? 'it is' : 'they are'} resolved.`]
      : []),
    `${countOf(accepted.length, 'findings')} ${accepted.length === 1 ? 'is' : 'are'} accepted now. Any other violation or stale finding fails a run from now on.`,
    ...(remaining.length > 0 ? [`These still fail a run: ${remaining.join('; ')}.`] : []),
    isFound
      ? `Runs in this folder use ${file}. Commit it.`
      : `Use it with --baseline ${file}, or OKTA_CONTRACTS_BASELINE. Commit it.`,
  ];
}

/** The number of findings and operations of each group. */
function groupsOf(added: readonly AcceptedFinding[]): string[] {
  const groups = new Map<string, AcceptedFinding[]>();
  for (const finding of added) groups.set(groupOf(finding), [...(groups.get(groupOf(finding)) ?? []), finding]);
  return [...groups]
    .sort(([a], [b]) => titles.indexOf(a) - titles.indexOf(b))
    .map(([title, findings]) => {
      const operations = new Set(findings.map(({ operation }) => operation)).size;
      return `  ${title}: ${findings.length} in ${countOf(operations, 'operations')}`;
    });
}

const titles = [
  'Violations',
  'Removed or changed, but not applied',
  'Added, but not returned yet',
  'Warnings, which do not fail a run',
  'Responses that an SDK cannot read or loses data of',
];

function groupOf({ level, kind }: AcceptedFinding): string {
  if (kind === 'sdk') return titles[4] as string;
  if (level === 'violation') return titles[0] as string;
  if (level === 'warning') return titles[3] as string;
  return titles[kind === 'not-yet' ? 2 : 1] as string;
}

function fault(message: string): ContractsError {
  return new ContractsError('INPUT', message);
}
