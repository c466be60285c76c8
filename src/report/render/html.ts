import { readFileSync } from 'node:fs';
import type { RunReport } from '../../assess/run-report.js';
import { changeTitle } from '../../domain/change.js';
import { ownFile } from '../../io/files.js';
import { adviceFor, adviceOn } from './advice.js';
import { leftoverLines, leftoverTitle } from './leftovers.js';
import { editionMatchText, renderOrg } from './texts.js';

const part = (name: string) => readFileSync(ownFile('src', 'report', 'page', name), 'utf8');

/** The run as one page that needs no network: styles, script and data lie in it. */
export function renderHtml(report: RunReport): string {
  const data = JSON.stringify(viewOf(report)).replaceAll('<', '\\u003c');
  // What is put in may hold a $ of its own.
  return part('page.html')
    .replace('/* styles */', () => part('page.css'))
    .replace('/* script */', () => part('page.js'))
    .replace('{}', () => data);
}

/** A report with the sentences that the page shows. */
function viewOf(report: RunReport) {
  return {
    ...report,
    sentences: {
      editionMatch: editionMatchText(report),
      org: renderOrg(report.org),
      leftovers: leftoverLines(report).map((line) => ({ ...line, title: leftoverTitle(line) })),
    },
    operations: report.operations.map((operation) => ({
      ...operation,
      advice: 'reason' in operation.outcome ? adviceFor(operation.outcome.reason) : undefined,
      changes: operation.changes.map(({ change, state }) => ({
        title: changeTitle(change),
        state,
        was: change.was,
        when: change.when,
      })),
      findings: operation.findings.map((finding) => {
        const change = operation.changes.find((entry) => entry.change.id === finding.change)?.change;
        return { ...finding, change: change && changeTitle(change), advice: adviceOn(change) };
      }),
    })),
  };
}
