import type { RunReport } from '../../assess/run-report.js';
import { adviceOn } from './advice.js';
import { changeOf, evidenceOf, sentenceOf } from './finding.js';
import { leftoverLines, leftoverTitle } from './leftovers.js';
import { sectionsOf } from './sections.js';

/** GitHub shows at most this number of annotations of a step. */
const most = 10;

/** The reasons why a run fails, as workflow commands of GitHub Actions, one per line. */
export function renderAnnotations(report: RunReport): string[] {
  const operations = sectionsOf(report).flatMap((section) => section.operations);
  const lines = operations.flatMap((operation) =>
    operation.findings
      .filter(({ policyResult }) => policyResult === 'fails')
      .map((finding) => {
        const file = `contracts/${finding.contract.split('#')[0]}`;
        const change = changeOf(finding, operation);
        const evidence = evidenceOf(finding, change);
        const message = [
          sentenceOf(finding),
          ...(evidence ? [`Evidence: ${evidence}`] : []),
          adviceOn(finding, change),
        ];
        return `::error file=${property(file)},title=${property(operation.operation)}::${data(message.join('\n'))}`;
      }),
  );
  const others = report.run.passed ? [] : report.run.reasons.map((reason) => `::error::${data(reason)}`);
  const left = leftoverLines(report).map(
    (line) =>
      `::${line.fails ? 'error' : 'notice'} title=${property(leftoverTitle(line))}::${data(`${line.text}. ${line.fix}`)}`,
  );
  return [...left, ...others.slice(0, 2), ...lines].slice(0, most);
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
