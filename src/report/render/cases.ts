import type { ReportedOperation, RunReport } from '../../assess/run-report.js';
import { changeOf, renderFinding, sentenceOf } from './finding.js';
import { figuresText, groupLists, groupText, markOf } from './groups.js';
import { leftoverLines, leftoverTitle } from './leftovers.js';
import { sdkSuite } from './sdk-cases.js';
import type { TestCase } from './test-case.js';
import { unverifiedText } from './texts.js';

/**
 * The test cases of a run by suite: a suite per resource with a case per operation, a suite per SDK, and a suite for the run itself.
 * Only findings that fail the run are failures; of SDKs, only with `--sdk-fails`.
 */
export function testSuites(report: RunReport): { name: string; cases: TestCase[] }[] {
  const resources = [...new Set(report.operations.map((result) => result.resource))];
  const suites = resources.map((resource) => ({
    name: resource,
    cases: report.operations.filter((result) => result.resource === resource).map(caseOf),
  }));
  const leftovers = report.leftovers.length > 0 ? [leftoverCase(report)] : [];
  const sdks = (report.sdks ?? []).map((sdk) => sdkSuite(sdk, report.sdkFails === true));
  return [...suites, ...sdks, { name: 'run', cases: [...leftovers, runCase(report)] }];
}

function caseOf(operation: ReportedOperation): TestCase {
  const { operation: name, findings, outcome } = operation;
  const failed = findings.filter(({ policyResult }) => policyResult === 'fails');
  if (failed.length > 0) {
    const details = failed.map((finding) => renderFinding(finding, '', changeOf(finding, operation))).join('\n');
    return { name, kind: 'failed', message: failed.map(sentenceOf).join('; '), details, operation };
  }
  const notes = notesOn(operation);
  const more = { ...(notes === '' ? {} : { notes }), operation };
  if (outcome.kind === 'verified') return { name, kind: 'passed', ...more };
  const message = `${unverifiedText(outcome)}${'detail' in outcome ? `; ${outcome.detail}` : ''}`;
  return { name, kind: 'skipped', message, ...more };
}

/** The findings about requests of the client, which are not failures. */
function notesOn(operation: ReportedOperation): string {
  return operation.findings
    .filter(({ kind, level }) => kind === 'request' && level !== 'notice')
    .map((finding) => renderFinding(finding, '', changeOf(finding, operation)))
    .join('\n');
}

function leftoverCase(report: RunReport): TestCase {
  const name = 'leaves nothing on the org';
  const left = leftoverLines(report).filter(({ fails }) => fails);
  const others = leftoverLines(report).filter(({ fails }) => !fails);
  const notes = others.map((line) => `${leftoverTitle(line)}: ${line.text}. ${line.fix}`).join('\n');
  const more = notes === '' ? {} : { notes };
  if (left.length === 0) return { name, kind: 'passed', ...more };
  const details = left.map(({ text, fix }) => `${text}. ${fix}`).join('\n');
  return { name, kind: 'failed', message: left.map(({ text }) => text).join('; '), details, ...more };
}

function runCase(report: RunReport): TestCase {
  const { passed, reasons } = report.run;
  const notes = changesOf(report);
  const more = notes === '' ? {} : { notes };
  if (passed) return { name: 'passes', kind: 'passed', ...more };
  return { name: 'passes', kind: 'failed', message: reasons.join('; '), details: reasons.join('\n'), ...more };
}

/** The changes and findings by what changed. They are no cases: their findings are failures of operations already. */
function changesOf(report: RunReport): string {
  const lines = groupLists(report).flatMap(({ title, groups }) => [
    title,
    ...groups.map((group) => `  ${markOf(group)} ${groupText(group)}`),
  ]);
  return lines.length > 0 ? [figuresText(report), ...lines].join('\n') : '';
}
