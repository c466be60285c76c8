import type { ReportedOperation, RunReport } from '../assess/run-report.js';
import { limitText } from '../assess/used-by.js';
import { changeTitle } from '../domain/change.js';
import { adviceFor, adviceOn } from './render/advice.js';
import { clientSections, clientText } from './render/client.js';
import { changeOf, evidenceOf, subjectOf } from './render/finding.js';
import { leftoverLines, leftoverTitle } from './render/leftovers.js';
import { editionMatchText, renderOrg, requestChangesText } from './render/texts.js';

/** What the page shows: the report, with its sentences and advice. */
export type PageData = ReturnType<typeof pageData>;
export type PageOperation = PageData['operations'][number];
export type PageFinding = PageOperation['findings'][number];

/** Adds the sentences and the advice that the page shows to a report. */
export function pageData(report: RunReport) {
  return {
    ...report,
    sentences: {
      editionMatch: editionMatchText(report),
      org: renderOrg(report.org),
      requestChanges: requestChangesText(report),
      limit: limitText(report),
      client: report.client && { text: clientText(report.client), sections: clientSections(report) },
      leftovers: leftoverLines(report).map((line) => ({ ...line, title: leftoverTitle(line) })),
    },
    operations: report.operations.map(operationData),
  };
}

function operationData(operation: ReportedOperation) {
  const { outcome } = operation;
  return {
    ...operation,
    advice: 'reason' in outcome ? adviceFor(outcome.reason) : undefined,
    changes: operation.changes.map(({ change, state, detail }) => ({
      title: changeTitle(change),
      state: detail === undefined ? state : `${state}: ${detail}`,
      was: change.was,
      when: change.when,
    })),
    findings: operation.findings.map((finding) => {
      const change = changeOf(finding, operation);
      return {
        ...finding,
        change: change && changeTitle(change),
        subject: subjectOf(finding),
        advice: adviceOn(finding, change),
        evidenceText: evidenceOf(finding, change),
      };
    }),
  };
}
