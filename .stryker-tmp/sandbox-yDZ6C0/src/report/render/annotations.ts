// @ts-nocheck
import type { RunReport } from '../../assess/run-report.js';
import { adviceOn } from './advice.js';
import { sentenceOf } from './finding.js';
import { leftoverLines, leftoverTitle } from './leftovers.js';
import { worstFirst } from './terminal.js';

/** GitHub shows no more than this of one step. */
const most = 10;

/** What fails a run as workflow commands of GitHub Actions, a line each, which it shows beside the change. */
export function renderAnnotations(report: RunReport): string[] {
  const lines = worstFirst(report.operations).flatMap(({ operation, changes, findings }) =>
    findings
      .filter(({ policyResult }) => policyResult === 'fails')
      .map((finding) => {
        const change = changes.find((entry) => entry.change.id === finding.change)?.change;
        const file = `contracts/${finding.contract.split('#')[0]}`;
        const message = `${sentenceOf(finding)}\n${adviceOn(change)}`;
        return `::error file=${property(file)},title=${property(operation)}::${data(message)}`;
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
