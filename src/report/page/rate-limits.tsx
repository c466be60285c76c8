import { useState } from 'preact/hooks';
import { countOf } from '../../io/counts.js';
import type { PageData } from '../page-data.js';
import { Section } from './section.js';
import { Code } from './text.js';

type Bucket = PageData['requests']['buckets'][number];

/** The use of a rate limit in the minute before each time slot, in percent. */
interface Use {
  name: string;
  limit: number;
  percents: number[];
  /** The largest of them. */
  most: number;
  sent: number;
  waitedMs: number[];
  waitedSeconds: number;
}

const relevantPercent = 10;
const mostCharts = 3;

/** How much of the rate limits the run used. */
export function RateLimits({ report }: { report: PageData }) {
  const [isUnfolded, setIsUnfolded] = useState(false);
  const { buckets, slotSeconds, answered429, waitedSeconds } = report.requests;
  const uses = buckets
    .flatMap((bucket) => useOf(bucket, slotSeconds))
    .sort((a, b) => b.waitedSeconds - a.waitedSeconds || b.most - a.most);
  const relevant = uses.filter(({ most, waitedSeconds: s }, i) => s > 0 || most >= relevantPercent || i < mostCharts);
  const shown = isUnfolded ? uses : relevant;
  const top = Math.max(100, ...uses.map(({ most }) => most));
  const others = uses.length - relevant.length;
  return (
    <Section id="limits" title="Rate limits">
      <p>{`${answered429} responses with status 429, ${waitedSeconds.toFixed(1)} s waiting for rate limits in total.`}</p>
      {uses.length === 0 && (
        <p class="empty">The org stated no rate limit in its responses, or the report is about recorded traffic.</p>
      )}
      {uses.length > 0 && (
        <p class="dim">
          {`Requests of the last minute in percent of the limit, all on one scale (0 to ${Math.round(top)} %, 0 to ${timeOf(buckets, slotSeconds)} s). The dashed line is the limit; ▼ marks waiting.`}
        </p>
      )}
      <div class="charts">
        {shown.map((use) => (
          <Chart key={use.name} use={use} top={top} />
        ))}
      </div>
      {others > 0 && !isUnfolded && (
        <button type="button" onClick={() => setIsUnfolded(true)}>
          {`Show ${others} more below ${relevantPercent} %`}
        </button>
      )}
    </Section>
  );
}

function timeOf(buckets: Bucket[], slotSeconds: number): string {
  return (Math.max(0, ...buckets.map(({ sent }) => sent.length)) * slotSeconds).toFixed(1);
}

/** Nothing for a bucket whose limit is not known. */
function useOf({ name, limit, sent, waitedMs }: Bucket, slotSeconds: number): Use[] {
  if (!limit) return [];
  const slots = Math.max(1, Math.round(60 / slotSeconds));
  let inWindow = 0;
  const percents = sent.map((n, i) => {
    inWindow += n - (sent[i - slots] ?? 0);
    return (100 * inWindow) / limit;
  });
  const total = (values: number[]) => values.reduce((sum, n) => sum + n, 0);
  const most = Math.max(0, ...percents);
  return [{ name, limit, percents, most, sent: total(sent), waitedMs, waitedSeconds: total(waitedMs) / 1000 }];
}

const width = 600;
const height = 60;

function Chart({ use, top }: { use: Use; top: number }) {
  const { name, limit, percents, most, sent, waitedMs, waitedSeconds } = use;
  const y = (percent: number) => height - (percent / top) * (height - 10);
  const x = (i: number) => (i * width) / Math.max(percents.length, 1);
  const line = percents.map((percent, i) => `L${x(i)} ${y(percent)}H${x(i + 1)}`).join('');
  const waited = waitedSeconds > 0 ? `, ${waitedSeconds.toFixed(1)} s waited` : '';
  const text = `${countOf(sent, 'requests')}, ${limit} allowed a minute, at most ${Math.round(most)} % used${waited}`;
  return (
    <figure class="limit">
      <figcaption>
        <Code text={name} />
        <span class="dim">{text}</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={`${name}: ${text}`}>
        <path class="fill-link" d={`M0 ${height}${line}V${height}Z`} />
        <line class={most >= 100 ? 'over' : 'line'} x1={0} x2={width} y1={y(100)} y2={y(100)} />
        {waitedMs.map((ms, i) => ms > 0 && <path key={i} class="fill-hot" d={`M${x(i)} 0h8l-4 8z`} />)}
      </svg>
    </figure>
  );
}
