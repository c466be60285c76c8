import type { RunReport } from '../../assess/run-report.js';
import { testSuites } from './cases.js';
import type { TestCase } from './test-case.js';

/** The run as JUnit XML in the schema of Jenkins. */
export function renderJunit(report: RunReport): string {
  const suites = testSuites(report).map(({ name, cases }) => suiteOf(name, cases));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="okta-contracts" time="${report.run.seconds}">\n${suites.join('\n')}\n</testsuites>\n`;
}

function suiteOf(name: string, cases: TestCase[]): string {
  const count = (kind: TestCase['kind']) => cases.filter((one) => one.kind === kind).length;
  const lines = cases.map(
    (one) => `    <testcase classname="${escapeXml(name)}" name="${escapeXml(one.name)}">${innerOf(one)}</testcase>`,
  );
  return `  <testsuite name="${escapeXml(name)}" tests="${cases.length}" failures="${count('failed')}" skipped="${count('skipped')}">\n${lines.join('\n')}\n  </testsuite>`;
}

function innerOf({ kind, message = '', details = '', notes }: TestCase): string {
  const output = notes === undefined ? '' : `<system-out>${escapeXml(notes)}</system-out>`;
  if (kind === 'failed') return `<failure message="${escapeXml(message)}">${escapeXml(details)}</failure>${output}`;
  return kind === 'skipped' ? `<skipped>${escapeXml(message)}</skipped>${output}` : output;
}

function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text
    .replace(/[&<>"']/g, (c) => entities[c] ?? c)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}
