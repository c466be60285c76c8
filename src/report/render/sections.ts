import type { ReportedFinding, ReportedOperation, RunReport } from '../../assess/run-report.js';
import { levels } from '../../domain/finding.js';

/** Findings of one kind of result, by operation. */
export interface Section {
  kind: 'broken' | 'still-returned' | 'not-yet' | 'warning' | 'request' | 'accepted';
  title: string;
  /** Operations with findings of this section, and only these findings. */
  operations: ReportedOperation[];
}

/**
 * The findings of a run in the order in which readers need them: what is broken, then changes of the edition that the org has not
 * applied, then what is less certain or accepted. Notices are left out.
 */
export function sectionsOf({ operations, edition }: Pick<RunReport, 'operations' | 'edition'>): Section[] {
  const titles: Record<Section['kind'], string> = {
    broken: 'Violations',
    'still-returned': `Removed or changed in ${edition.edition}, but not applied`,
    'not-yet': `Added in ${edition.edition}, but not returned yet`,
    warning: 'Warnings',
    request: 'Requests of the client',
    accepted: 'Accepted findings',
  };
  const sections = Object.entries(titles).map(([key, title]): Section => {
    const kind = key as Section['kind'];
    const own = operations.map((operation) => ({
      ...operation,
      findings: operation.findings
        .filter((finding) => sectionOf(finding) === kind)
        .sort((a, b) => rankOf(a) - rankOf(b)),
    }));
    return { kind, title, operations: worstFirst(own) };
  });
  return sections.filter((section) => section.operations.length > 0);
}

function sectionOf({ kind, level, policyResult }: ReportedFinding): Section['kind'] | undefined {
  if (level === 'notice') return undefined;
  if (policyResult === 'waived' || policyResult === 'known') return 'accepted';
  if (kind === 'request') return 'request';
  if (level === 'violation') return 'broken';
  if (level === 'warning') return 'warning';
  return kind === 'not-yet' ? 'not-yet' : 'still-returned';
}

/** Operations with findings other than notices: first those that fail the run, then the most severe. */
export function worstFirst(operations: readonly ReportedOperation[]): ReportedOperation[] {
  return operations
    .filter(({ findings }) => findings.some(({ level }) => level !== 'notice'))
    .map((operation) => ({ operation, rank: Math.min(...operation.findings.map(rankOf)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ operation }) => operation);
}

function rankOf({ policyResult, level }: ReportedFinding): number {
  return (policyResult === 'fails' ? 0 : levels.length) + levels.indexOf(level);
}
