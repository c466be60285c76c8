import type { ReportedOperation, RunReport } from '../../assess/run-report.js';
import { changeOf, renderFinding, sentenceOf } from './finding.js';
import { figuresText, groupLists, groupText, markOf } from './groups.js';
import { leftoverLines, leftoverTitle } from './leftovers.js';
import { unverifiedText } from './texts.js';

/**
 * The run as JUnit XML in the schema of Jenkins: a suite per resource, a case per operation, and a suite for the run itself.
 * Only findings that fail the run are failures.
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
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="okta-contracts" time="${report.run.seconds}">\n${[...suites, run].join('\n')}\n</testsuites>\n`;
}

/** The changes and findings by what changed. They are no cases: their findings are failures of operations already. */
function changesOf(report: RunReport): string {
  const lines = groupLists(report).flatMap(({ title, groups }) => [
    title,
    ...groups.map((group) => `  ${markOf(group)} ${groupText(group)}`),
  ]);
  return lines.length > 0 ? `<system-out>${escapeXml([figuresText(report), ...lines].join('\n'))}</system-out>` : '';
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
  return lines.length > 0 ? `<system-out>${escapeXml(lines.join('\n'))}</system-out>` : '';
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
