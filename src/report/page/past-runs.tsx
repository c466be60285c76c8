import { countOf } from '../../io/counts.js';
import type { PageData } from '../page-data.js';
import { dayOf } from './kinds.js';
import { Section } from './section.js';
import { Table } from './table.js';

/** The findings of this run and of the runs before it. */
export function PastRuns({ report }: { report: PageData }) {
  return (
    <Section id="history" title="Past runs">
      <Chart runs={runsOf(report)} />
      <NewestFindings report={report} />
    </Section>
  );
}

interface Run {
  startedAt: string;
  passed: boolean;
  /** Findings without notices. */
  n: number;
}

/** The runs of this org, the oldest first. */
function runsOf({ run, operations, history }: PageData): [...Run[], Run] {
  const findings = operations.flatMap((operation) => operation.findings).filter(({ level }) => level !== 'notice');
  const { size: n } = new Set(findings.map(({ fingerprint }) => fingerprint));
  const past = history.map(({ startedAt, passed, drift }) => ({ startedAt, passed, n: drift.length }));
  return [...past, { startedAt: run.startedAt, passed: run.passed, n }];
}

const width = 720;
const height = 120;

function Chart({ runs }: { runs: Run[] }) {
  const step = width / Math.max(runs.length, 12);
  const most = Math.max(...runs.map(({ n }) => n), 1);
  const [first, ...others] = runs;
  const last = others.at(-1);
  const lastRuns = last ? `last ${runs.length} runs` : 'last run';
  return (
    <figure>
      <svg
        viewBox={`0 0 ${width} ${height + 18}`}
        role="img"
        aria-label={`Findings of the ${lastRuns}: ${runs.map(({ n }) => n).join(', ')}`}
      >
        {runs.map(({ startedAt, passed, n }, i) => {
          const tall = n === 0 ? 3 : Math.max(6, (n / most) * (height - 20));
          const fill = n === 0 ? 'fill-pass' : passed ? 'fill-stale' : 'fill-broken';
          return (
            <rect
              key={i * step}
              class={fill}
              x={i * step + 1}
              y={height - tall}
              width={Math.max(step - 2, 1)}
              height={tall}
            >
              <title>{`${startedAt}: ${countOf(n, 'findings')}, ${passed ? 'passed' : 'failed'}`}</title>
            </rect>
          );
        })}
        {first && (
          <text x={2} y={height + 14}>
            {dayOf(first.startedAt)}
          </text>
        )}
        {last && (
          <text x={others.length * step} y={height + 14}>
            {dayOf(last.startedAt)}
          </text>
        )}
      </svg>
      <figcaption class="dim">{`Findings of the ${lastRuns} of this org, at most ${most}; green: none.`}</figcaption>
    </figure>
  );
}

const mostRows = 25;

/** The findings of this run, those that began last first. */
function NewestFindings({ report }: { report: PageData }) {
  const findings = report.operations
    .flatMap(({ operation, findings: found }) =>
      found
        .filter(({ level }) => level !== 'notice')
        .map((finding) => ({ operation, finding, since: finding.since ?? report.run.startedAt })),
    )
    .sort((a, b) => b.since.localeCompare(a.since));
  if (findings.length === 0) return <p>No findings.</p>;
  return (
    <>
      <Table head={['Since', 'Operation', 'Finding']}>
        {findings.slice(0, mostRows).map(({ operation, finding, since }) => (
          <tr key={`${finding.fingerprint} ${finding.message}`}>
            <td>{dayOf(since)}</td>
            <td>
              <code>{operation}</code>
            </td>
            <td>{`${finding.kind} ${finding.subject}`}</td>
          </tr>
        ))}
      </Table>
      {findings.length > mostRows && <p class="dim">{`and ${findings.length - mostRows} more`}</p>}
    </>
  );
}
