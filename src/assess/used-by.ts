import type { SdkReport } from '../domain/sdk.js';
import { countOf } from '../io/counts.js';
import type { ChangeGroup } from './change-group.js';
import { changeGroupsOf } from './change-groups.js';
import type { ClientFile, Omitted } from './client-file.js';
import type { ReportedOperation, RunReport } from './run-report.js';

/**
 * The report with only the operations, changes and findings that concern the client; the report itself if it is not limited. Verdict,
 * reasons and coverage stay those of the whole run.
 */
export function limitToClient(report: RunReport): RunReport {
  const { usedBy } = report;
  if (!usedBy) return report;
  const called = new Set<string>(usedBy.operations);
  const unused = new Set(usedBy.unusedChanges);
  const operations = report.operations
    .filter(({ operation }) => called.has(operation))
    .map((operation) => withoutUnused(operation, unused));
  const whole = new Map(report.groups.map((group) => [group.id, group]));
  const groups = changeGroupsOf(operations, [], operations.length).map((group) =>
    withDetailsOf(group, whole.get(group.id), called),
  );
  return {
    ...report,
    operations,
    groups,
    ...(report.sdks && { sdks: report.sdks.map((sdk) => limitSdk(sdk, called)) }),
  };
}

/** The findings of an SDK in operations that the client calls. The numbers of responses stay those of the whole run. */
function limitSdk(sdk: SdkReport, called: ReadonlySet<string>): SdkReport {
  return { ...sdk, findings: sdk.findings.filter(({ operation }) => called.has(operation)) };
}

/** Adds a client to a report: what `limitToClient` leaves, and how much it leaves out. */
export function withClient(report: RunReport, client: ClientFile): RunReport {
  const given = { ...report, usedBy: { ...client, omitted: { changes: 0, findings: 0, failing: 0 } } };
  return { ...report, usedBy: { ...client, omitted: omittedFrom(report, limitToClient(given)) } };
}

/** States what a limited report leaves out, and that the verdict covers the whole run; `undefined` if it is not limited. */
export function limitText({ usedBy }: Pick<RunReport, 'usedBy'>): string | undefined {
  if (!usedBy) return undefined;
  const { file, operations, withoutContract, unreadable, omitted } = usedBy;
  const { changes, findings, failing } = omitted;
  return [
    `Limited to the ${countOf(operations.length, 'operations')} that the client of ${file} calls: ${countOf(changes, 'changes')} and ${countOf(findings, 'findings')} of what it does not use are not shown.`,
    failing > 0
      ? `${failing} of these findings ${failing === 1 ? 'fails' : 'fail'} the run: the verdict is that of the whole run.`
      : 'The verdict is that of the whole run.',
    ...(withoutContract > 0 ? [`The client also makes ${countOf(withoutContract, 'calls')} without a contract.`] : []),
    ...(unreadable > 0 ? [`${countOf(unreadable, 'entries')} of the file cannot be read.`] : []),
  ].join(' ');
}

function omittedFrom(report: RunReport, limited: RunReport): Omitted {
  const shown = new Set(limited.groups.map(({ id }) => id));
  const findingsOf = ({ operations }: RunReport) =>
    operations.flatMap(({ findings }) => findings).filter(({ level }) => level !== 'notice');
  const failing = (of: RunReport) => findingsOf(of).filter(({ policyResult }) => policyResult === 'fails').length;
  return {
    changes: report.groups.filter(({ id, kind }) => kind !== 'finding' && !shown.has(id)).length,
    findings: findingsOf(report).length - findingsOf(limited).length,
    failing: failing(report) - failing(limited),
  };
}

function withoutUnused(operation: ReportedOperation, unused: ReadonlySet<string>): ReportedOperation {
  return {
    ...operation,
    changes: operation.changes.filter(({ change }) => !unused.has(change.id)),
    findings: operation.findings.filter(({ change }) => change === undefined || !unused.has(change)),
  };
}

/** What does not depend on the operations of a group. */
function withDetailsOf(group: ChangeGroup, whole: ChangeGroup | undefined, called: ReadonlySet<string>): ChangeGroup {
  const { since, guide, sdks } = whole ?? {};
  return {
    ...group,
    ...(since === undefined ? {} : { since }),
    ...(sdks && { sdks }),
    ...(guide && { guide: { ...guide, sdk: guide.sdk.filter(({ operation }) => called.has(operation)) } }),
  };
}
