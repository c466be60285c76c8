import type { ReportedOperation, RunReport } from '../../assess/run-report.js';
import type { SdkReport } from '../../domain/sdk.js';
import { sdkGroupsOf } from '../../sdk/groups.js';
import { changeOf, renderFinding, sentenceOf } from './finding.js';
import { figuresText, groupLists, groupText, markOf } from './groups.js';
import { leftoverLines, leftoverTitle } from './leftovers.js';
import { sdkName, sdkNumbers, sdkResults } from './sdk-texts.js';
import { unverifiedText } from './texts.js';

/**
 * The run as JUnit XML in the schema of Jenkins: a suite per resource, a case per operation, a suite per SDK, and one for the run.
 * Only findings that fail the run are failures; of SDKs, only with `--sdk-fails`.
 */
export function renderJunit(report: RunReport): string {
  const resources = [...new Set(report.operations.map((result) => result.resource))];
  const suites = resources.map((resource) => {
    const cases = report.operations
      .filter((result) => result.resource === resource)
      .map((result) => ({ name: result.operation, ...innerOf(result) }));
    return suiteOf(resource, cases);
  });
  const { passed, reasons } = report.run;
  const run = suiteOf('run', [
    ...(report.leftovers.length > 0 ? [leftoverCase(report)] : []),
    {
      name: 'passes',
      kind: passed ? 'passed' : 'failed',
      inner: `${passed ? '' : failure(reasons.join('; '), reasons)}${changesOf(report)}`,
    },
  ]);
  const sdks = (report.sdks ?? []).map((sdk) => sdkSuite(sdk, report.sdkFails === true));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="okta-contracts" time="${report.run.seconds}">\n${[...suites, ...sdks, run].join('\n')}\n</testsuites>\n`;
}

/** A suite of an SDK: a case for each operation that it did not read completely, and one for all responses. */
function sdkSuite(sdk: SdkReport, fails: boolean): string {
  const groups = sdkGroupsOf(sdk.findings);
  const cases = sdk.operations.map(({ operation, failed, empty }): Case => {
    const own = groups.filter((group) => group.operations.some((one) => one.operation === operation));
    const lines = own.map(
      (group) => `${sdkResults[group.result]}: ${group.title.replaceAll('`', '')}. ${group.advice}`,
    );
    const isFailure = fails && failed + empty > 0;
    return {
      name: operation,
      kind: isFailure ? 'failed' : 'passed',
      inner: isFailure ? failure(lines[0] ?? sdkResults.failed, lines) : systemOut(lines),
    };
  });
  const isStopped = fails && sdk.stopped !== undefined;
  const text = [sdkNumbers(sdk), ...(sdk.stopped === undefined ? [] : [sdk.stopped])];
  const whole: Case = {
    name: 'reads the responses',
    kind: isStopped ? 'failed' : 'passed',
    inner: isStopped ? failure(sdk.stopped ?? '', text) : systemOut(text),
  };
  return suiteOf(`SDK ${sdkName(sdk)}`, [...cases, whole]);
}

function systemOut(lines: readonly string[]): string {
  return lines.length > 0 ? `<system-out>${escapeXml(lines.join('\n'))}</system-out>` : '';
}

/** The changes and findings by what changed. They are no cases: their findings are failures of operations already. */
function changesOf(report: RunReport): string {
  const lines = groupLists(report).flatMap(({ title, groups }) => [
    title,
    ...groups.map((group) => `  ${markOf(group)} ${groupText(group)}`),
  ]);
  return lines.length > 0 ? systemOut([figuresText(report), ...lines]) : '';
}

function leftoverCase(report: RunReport): Case {
  const left = leftoverLines(report).filter(({ fails }) => fails);
  const lines = left.map(({ text, fix }) => `${text}. ${fix}`);
  const others = leftoverLines(report).filter(({ fails }) => !fails);
  const notes = others.map((line) => `${leftoverTitle(line)}: ${line.text}. ${line.fix}`).join('\n');
  const inner = left.length > 0 ? failure(left.map(({ text }) => text).join('; '), lines) : '';
  return {
    name: 'leaves nothing on the org',
    kind: left.length > 0 ? 'failed' : 'passed',
    inner: notes === '' ? inner : `${inner}<system-out>${escapeXml(notes)}</system-out>`,
  };
}

type Case = { name: string; kind: 'passed' | 'failed' | 'skipped'; inner: string };

function suiteOf(name: string, cases: Case[]): string {
  const count = (kind: Case['kind']) => cases.filter((one) => one.kind === kind).length;
  const lines = cases.map(
    (one) => `    <testcase classname="${escapeXml(name)}" name="${escapeXml(one.name)}">${one.inner}</testcase>`,
  );
  return `  <testsuite name="${escapeXml(name)}" tests="${cases.length}" failures="${count('failed')}" skipped="${count('skipped')}">\n${lines.join('\n')}\n  </testsuite>`;
}

function innerOf(operation: ReportedOperation): Omit<Case, 'name'> {
  const { findings, outcome } = operation;
  const failed = findings.filter(({ policyResult }) => policyResult === 'fails');
  if (failed.length > 0) {
    const title = failed.map(sentenceOf).join('; ');
    return {
      kind: 'failed',
      inner: failure(
        title,
        failed.map((finding) => renderFinding(finding, '', changeOf(finding, operation))),
      ),
    };
  }
  const notes = notesOn(operation);
  if (outcome.kind === 'verified') return { kind: 'passed', inner: notes };
  const why = `${unverifiedText(outcome)}${'detail' in outcome ? `; ${outcome.detail}` : ''}`;
  return { kind: 'skipped', inner: `<skipped>${escapeXml(why)}</skipped>${notes}` };
}

/** The findings about requests of the client, which are not failures. */
function notesOn(operation: ReportedOperation): string {
  const lines = operation.findings
    .filter(({ kind, level }) => kind === 'request' && level !== 'notice')
    .map((finding) => renderFinding(finding, '', changeOf(finding, operation)));
  return systemOut(lines);
}

function failure(message: string, lines: string[]): string {
  return `<failure message="${escapeXml(message)}">${escapeXml(lines.join('\n'))}</failure>`;
}

function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text
    .replace(/[&<>"']/g, (c) => entities[c] ?? c)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}
