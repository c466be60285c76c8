import type { Finding } from '../words.js';
import { renderFinding } from './finding-text.js';
import type { RunReport } from './model.js';

/** The run as JUnit XML: a suite a resource, a case an operation. Only what fails the run is a failure. */
export function renderJunit(report: RunReport, fails: (finding: Finding) => boolean): string {
  const resources = [...new Set(report.operations.map((result) => result.resource))];
  const suites = resources.map((resource) => {
    const results = report.operations.filter((result) => result.resource === resource);
    const cases = results.map((result) => {
      const failed = result.findings.filter(fails);
      const inner = failed.length
        ? `<failure message="${escapeXml(failed.map((f) => `${f.kind} ${f.pointer}`).join('; '))}">${escapeXml(failed.map((f) => renderFinding(f)).join('\n'))}</failure>`
        : result.outcome.kind === 'verified'
          ? ''
          : `<skipped message="${escapeXml(result.outcome.kind === 'not exercised' ? 'not exercised' : `${result.outcome.kind}: ${result.outcome.reason}; ${result.outcome.detail}`)}"/>`;
      return {
        inner,
        failed: failed.length > 0,
        xml: `    <testcase classname="${escapeXml(resource)}" name="${escapeXml(result.operation)}">${inner}</testcase>`,
      };
    });
    const failures = cases.filter((c) => c.failed).length;
    const skipped = cases.filter((c) => c.inner.startsWith('<skipped')).length;
    return `  <testsuite name="${escapeXml(resource)}" tests="${cases.length}" failures="${failures}" skipped="${skipped}">\n${cases.map((c) => c.xml).join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="okta-contracts">\n${suites.join('\n')}\n</testsuites>\n`;
}

function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text
    .replace(/[&<>"']/g, (c) => entities[c] ?? c)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}
