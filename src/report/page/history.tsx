import { countOf } from '../../io/counts.js';
import type { PageData } from '../page-data.js';
import { Section } from './section.js';
import { dayOf } from './states.js';

interface Run {
  startedAt: string;
  passed: boolean;
  /** Findings without notices. */
  n: number;
  verified: number;
  selected: number;
  changes: PageData['changes'];
}

/** The findings of this run and of the runs before it. */
export function History({ report }: { report: PageData }) {
  const runs = runsOf(report);
  return (
    <Section id="history" title="Past runs">
      {runs.length === 1 && (
        <p class="empty">
          This is the first run of this org with this folder of reports. Keep the file history.ndjson between runs, and
          the next report shows what has changed since then.
        </p>
      )}
      {runs.length > 1 && <Chart runs={runs.slice(-mostRuns)} />}
      <Runs runs={runs.slice(-mostRows).reverse()} />
    </Section>
  );
}

/** The runs of this org, the oldest first. */
function runsOf({ run, operations, coverage, changes, history }: PageData): Run[] {
  const findings = operations.flatMap((operation) => operation.findings).filter(({ level }) => level !== 'notice');
  const { size: n } = new Set(findings.map(({ fingerprint }) => fingerprint));
  const { verified, selected } = coverage;
  const past = history.map(({ drift, ...entry }) => ({ ...entry, n: drift.length }));
  return [...past, { startedAt: run.startedAt, passed: run.passed, n, verified, selected, changes }];
}

const mostRuns = 60;
const mostRows = 8;
const width = 720;
const height = 150;
const left = 40;
const bottom = 36;

function Chart({ runs }: { runs: Run[] }) {
  const step = (width - left) / Math.max(runs.length, 12);
  const { ticks, top } = axisOf(Math.max(...runs.map(({ n }) => n)));
  const y = (n: number) => height - bottom - (n / top) * (height - bottom - 8);
  const text = `Findings of the last ${countOf(runs.length, 'runs')}`;
  return (
    <figure class="history">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${text}: ${runs.map(({ n }) => n).join(', ')}`}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line class="grid" x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
            <text x={left - 6} y={y(tick) + 4} text-anchor="end">
              {tick}
            </text>
          </g>
        ))}
        {runs.map(({ startedAt, passed, n }, i) => (
          <g key={startedAt}>
            <title>{`${startedAt}: ${countOf(n, 'findings')}, ${passed ? 'passed' : 'failed'}`}</title>
            <rect
              class={passed ? 'fill-pass' : 'fill-broken'}
              x={left + i * step + 1}
              y={y(n)}
              width={Math.max(step - 2, 1)}
              height={height - bottom - y(n)}
            />
            <text x={left + (i + 0.5) * step} y={height - bottom + 13} text-anchor="middle">
              {passed ? '✓' : '✗'}
            </text>
          </g>
        ))}
        {dateTicks(runs.length).map((i) => (
          <text
            key={i}
            x={left + i * step}
            y={height - 4}
            text-anchor={i === 0 || step * i < width - 120 ? 'start' : 'end'}
          >
            {dayOf(runs[i]?.startedAt ?? '')}
          </text>
        ))}
      </svg>
      <figcaption class="dim">{`${text}, one bar for each run, the oldest first. ✓ passed, ✗ failed.`}</figcaption>
    </figure>
  );
}

/** Round numbers from 0 to at least the largest value. */
function axisOf(most: number): { ticks: number[]; top: number } {
  const rough = Math.max(1, most / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  const steps = Math.max(1, Math.ceil(most / step));
  return { ticks: Array.from({ length: steps + 1 }, (_, i) => i * step), top: steps * step };
}

/** The runs whose dates are written below the axis. */
function dateTicks(n: number): number[] {
  return n < 12 ? [0, n - 1] : [0, Math.floor((n - 1) / 2), n - 1];
}

function Runs({ runs }: { runs: Run[] }) {
  return (
    <table class="runs">
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Result</th>
          <th scope="col">Findings</th>
          <th scope="col">Verified</th>
          <th scope="col">Applied</th>
        </tr>
      </thead>
      <tbody>
        {runs.map(({ startedAt, passed, n, verified, selected, changes }) => (
          <tr key={startedAt}>
            <td>{startedAt.slice(0, 16).replace('T', ' ')}</td>
            <td>{passed ? '✓ passed' : '✗ failed'}</td>
            <td>{n}</td>
            <td>{`${verified} of ${selected}`}</td>
            <td>{`${changes.applied} of ${changes.applied + changes.notApplied}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
