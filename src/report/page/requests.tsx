import { useState } from 'preact/hooks';
import { countOf } from '../../io/counts.js';
import type { PageData } from '../page-data.js';
import { Section } from './section.js';
import { partsOf } from './states.js';

const mostRows = 12;

/** What the run sent: how many requests, and how many of each method for each resource were checked. */
export function Requests({ report }: { report: PageData }) {
  const { sent } = report.requests;
  const [isUnfolded, setIsUnfolded] = useState(false);
  const rows = rowsOf(report);
  const checked = rows.reduce((sum, { n }) => sum + n, 0);
  const most = Math.max(1, ...rows.map(({ n }) => n));
  return (
    <Section id="requests" title="Requests sent">
      <p>
        {`${countOf(sent, 'requests')} in ${report.run.seconds.toFixed(1)} s. ${countOf(checked, 'responses')} checked against a contract` +
          (sent > checked ? '; the others look up, prepare or remove objects.' : '.')}
      </p>
      {checked === 0 && <p class="empty">No response was checked. See above why operations were not verified.</p>}
      <ul class="requests">
        {rows.slice(0, isUnfolded ? rows.length : mostRows).map(({ resource, n, methods }) => (
          <li key={resource}>
            <span class="name">{resource}</span>
            <span class="amount">
              <span class="fill-link" style={`width:${(100 * n) / most}%`} />
            </span>
            <span class="dim">{methods}</span>
          </li>
        ))}
      </ul>
      {rows.length > mostRows && !isUnfolded && (
        <button type="button" onClick={() => setIsUnfolded(true)}>
          {`Show ${rows.length - mostRows} more`}
        </button>
      )}
    </Section>
  );
}

interface Row {
  resource: string;
  n: number;
  /** `12 GET, 3 PUT` */
  methods: string;
}

function rowsOf({ operations }: PageData): Row[] {
  const found = new Map<string, Map<string, number>>();
  for (const { operation, resource, checked } of operations.filter((one) => one.checked > 0)) {
    const methods = found.get(resource) ?? new Map<string, number>();
    const [method] = partsOf(operation);
    found.set(resource, methods.set(method, (methods.get(method) ?? 0) + checked));
  }
  return [...found]
    .map(([resource, methods]) => ({
      resource,
      n: [...methods.values()].reduce((sum, n) => sum + n, 0),
      methods: [...methods].map(([method, n]) => `${n} ${method}`).join(', '),
    }))
    .sort((a, b) => b.n - a.n);
}
