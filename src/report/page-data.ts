import { type ChangeGroup, figuresOf, isAccepted } from '../assess/change-group.js';
import { notRequestedText } from '../assess/not-requested.js';
import type { ReportedFinding, ReportedOperation, RunReport, UnverifiedGroup } from '../assess/run-report.js';
import { limitText } from '../assess/used-by.js';
import { type ChangeKind, changeTitle } from '../domain/change.js';
import { type SdkReport, sdkVerdictOf } from '../domain/sdk.js';
import { callOf } from '../io/call-of.js';
import { sdkGroupsOf } from '../sdk/groups.js';
import { adviceFor, adviceOn } from './render/advice.js';
import { clientSections, clientText } from './render/client.js';
import { changeOf, evidenceOf, subjectOf } from './render/finding.js';
import { failingText } from './render/groups.js';
import { leftoverLines, leftoverTitle } from './render/leftovers.js';
import {
  groupSdksText,
  sdkBaselineText,
  sdkFailsText,
  sdkGroupNumbers,
  sdkName,
  sdkNumbers,
} from './render/sdk-texts.js';
import { editionMatchText, evidenceText, pagingText, renderOrg, unverifiedText, verifiedText } from './render/texts.js';

/** Places that a cause shows of an operation. */
const mostPointers = 5;

/** What the page of a run shows. */
export type PageData = ReturnType<typeof pageData>;
export type PageGroup = PageData['groups'][number];
export type PageOperation = PageData['operations'][number];
export type PageFinding = PageOperation['findings'][number];
export type PageSdk = PageData['sdks'][number];
export type PageSdkGroup = PageSdk['groups'][number];
export type PageReason = PageData['coverage']['unverified'][number];

/** The report of a run with the sentences and the advice that the page shows, without what it does not show. */
export function pageData(report: RunReport) {
  const { run, org, edition, coverage, changes, editionMatch, requests, history } = report;
  return {
    page: 'run' as const,
    ...{ run, org, edition, changes, editionMatch, requests, history },
    figures: figuresOf(report),
    groups: groupsOf(report),
    operations: report.operations.map(operationData),
    coverage: { ...coverage, unverified: reasonsOf(report) },
    waive: callOf('waive'),
    sdks: (report.sdks ?? []).map(sdkData),
    sentences: {
      editionMatch: editionMatchText(report),
      org: renderOrg(org),
      failing: failingText(report),
      limit: limitText(report),
      verified: verifiedText(coverage),
      evidence: evidenceText(report),
      paging: pagingText(report),
      notRequested: notRequestedText(coverage.notRequested),
      sdks: [sdkBaselineText(report.baseline), report.sdks && sdkFailsText(report)].filter(
        (text) => text !== undefined,
      ),
      client: report.client && { text: clientText(report.client), sections: clientSections(report) },
      leftovers: leftoverLines(report).map((line) => ({ ...line, title: leftoverTitle(line) })),
    },
  };
}

/** The groups of a report. Groups whose findings are all accepted are last, in a section of their own. */
function groupsOf(report: RunReport) {
  const findings = new Map<string, ReportedFinding>();
  for (const finding of report.operations.flatMap((operation) => operation.findings))
    findings.set(finding.fingerprint, finding);
  const groups = report.groups.map((group) => groupData(group, findings));
  return [
    ...groups.filter(({ section }) => section !== 'accepted'),
    ...groups.filter((one) => one.section === 'accepted'),
  ];
}

function groupData(group: ChangeGroup, all: ReadonlyMap<string, ReportedFinding>) {
  const findings = group.findings.flatMap((fingerprint) => all.get(fingerprint) ?? []);
  const messages = new Set(findings.map((finding) => `${subjectOf(finding)}: ${finding.message}`));
  const waivers = findings.flatMap(({ waiver }) => waiver ?? []);
  return {
    ...group,
    section: isAccepted(group) ? ('accepted' as const) : group.section,
    advice: group.guide?.advice ?? adviceWithoutGuide(group, findings[0]),
    messages: [...messages],
    sdksText: groupSdksText(group.sdks),
    /** The findings that a waiver would accept. */
    failing: findings.filter(({ policyResult }) => policyResult === 'fails').map(({ fingerprint }) => fingerprint),
    waivers: [...new Map(waivers.map((waiver) => [JSON.stringify(waiver), waiver])).values()],
  };
}

/** What an SDK made of the responses. */
function sdkData(sdk: SdkReport, i: number) {
  const { stopped, furtherFindings = 0, findings } = sdk;
  const since = new Map(findings.map((finding) => [finding.fingerprint, finding.since]));
  return {
    ...{
      id: `sdk-${i}`,
      name: sdkName(sdk),
      verdict: sdkVerdictOf(sdk),
      numbers: sdkNumbers(sdk),
      stopped,
      furtherFindings,
    },
    groups: sdkGroupsOf(findings).map((group) => ({
      ...group,
      numbers: sdkGroupNumbers(group),
      since: earliestOf(group.findings.map((fingerprint) => since.get(fingerprint))),
      operations: group.operations.map(({ pointers, ...operation }) => ({
        ...operation,
        pointers: pointers.slice(0, mostPointers),
        more: Math.max(0, pointers.length - mostPointers),
      })),
    })),
  };
}

function earliestOf(times: readonly (string | undefined)[]): string | undefined {
  return times.filter((time) => time !== undefined).sort()[0];
}

function adviceWithoutGuide({ kind, disputed }: ChangeGroup, finding: ReportedFinding | undefined): string {
  const change = kind === 'finding' ? undefined : { kind: kind as ChangeKind, ...(disputed && { disputed }) };
  return adviceOn(finding ?? { kind: 'drift' }, change);
}

/** Why operations were not verified, the most frequent reasons first. */
function reasonsOf(report: RunReport) {
  return report.coverage.unverified.map((group) => reasonData(group, report)).sort((a, b) => b.n - a.n);
}

/** Operations that were not verified for one reason, with the distinct details. */
function reasonData(group: UnverifiedGroup, { operations }: RunReport) {
  const details = new Map(
    operations.map(({ operation, outcome }) => [operation, 'detail' in outcome ? outcome.detail : '']),
  );
  const byDetail = new Map<string, string[]>();
  for (const operation of group.operations) {
    const detail = details.get(operation) ?? '';
    byDetail.set(detail, [...(byDetail.get(detail) ?? []), operation]);
  }
  return {
    title: unverifiedText(group),
    n: group.operations.length,
    advice: adviceFor(group.reason),
    details: [...byDetail].map(([detail, names]) => ({ detail, operations: names })),
  };
}

function operationData(operation: ReportedOperation) {
  const { outcome, resource, note, evidence, checked, paging } = operation;
  return {
    operation: operation.operation,
    ...{ resource, outcome, note, evidence, checked, paging },
    reason: outcome.kind === 'verified' ? undefined : unverifiedText(outcome),
    advice: 'reason' in outcome ? adviceFor(outcome.reason) : undefined,
    changes: operation.changes.map(({ change, state }) => ({
      title: changeTitle(change),
      state,
      was: change.was,
      when: change.when,
    })),
    findings: operation.findings.map((finding) => {
      const { kind, level, message, contract, fingerprint, count, policyResult, waiver, since } = finding;
      const change = changeOf(finding, operation);
      return {
        ...{ kind, level, message, contract, fingerprint, count, policyResult, waiver, since },
        change: change && changeTitle(change),
        subject: subjectOf(finding),
        advice: adviceOn(finding, change),
        evidenceText: evidenceOf(finding, change),
      };
    }),
  };
}
