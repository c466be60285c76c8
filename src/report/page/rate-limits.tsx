import { countOf } from '../../io/counts.js';
import type { PageData } from '../page-data.js';
import { Section } from './section.js';

type Bucket = PageData['requests']['buckets'][number];

/** How many requests the run sent, and how long it waited for rate limits. */
export function RateLimits({ report }: { report: PageData }) {
  const { buckets, slotSeconds, sent, answered429, waitedSeconds } = report.requests;
  return (
    <Section id="limits" title="Requests and rate limits">
      <p>
        {`${countOf(sent, 'requests')} in ${report.run.seconds.toFixed(1)} s, ${answered429} with status 429, ` +
          `${waitedSeconds.toFixed(1)} s waiting for rate limits in total.`}
      </p>
      <div class="charts">
        {buckets.map((bucket) => (
          <Chart key={bucket.name} bucket={bucket} slotSeconds={slotSeconds} />
        ))}
      </div>
    </Section>
  );
}

const width = 300;
const height = 80;

/** The requests of a rate limit over time; a mark at the top where requests waited. */
function Chart({ bucket: { name, limit, sent, waitedMs }, slotSeconds }: { bucket: Bucket; slotSeconds: number }) {
  const step = width / Math.max(sent.length, 1);
  const most = Math.max(...sent, 1);
  const slot = (i: number) => ({ x: i * step, width: Math.max(step - 0.5, 0.5) });
  const time = (i: number) => `${(i * slotSeconds).toFixed(1)} s`;
  const description = descriptionOf({ limit, sent, waitedMs });
  return (
    <figure>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${name}: ${description}`}>
        {sent.map((n, i) => {
          const tall = (n / most) * height;
          return (
            <rect key={i * step} class="fill-link" {...slot(i)} y={height - tall} height={tall}>
              <title>{`${time(i)}: ${countOf(n, 'requests')}`}</title>
            </rect>
          );
        })}
        {waitedMs.map(
          (ms, i) =>
            ms > 0 && (
              <rect key={i * step} class="fill-stale" {...slot(i)} y={0} height={6}>
                <title>{`${time(i)}: ${(ms / 1000).toFixed(1)} s waited`}</title>
              </rect>
            ),
        )}
      </svg>
      <figcaption>
        <code>{name}</code>
        <br />
        <span class="dim">{description}</span>
      </figcaption>
    </figure>
  );
}

function descriptionOf({ limit, sent, waitedMs }: Pick<Bucket, 'sent' | 'waitedMs'> & { limit: number | undefined }) {
  const total = sent.reduce((sum, n) => sum + n, 0);
  const waited = waitedMs.reduce((sum, ms) => sum + ms, 0) / 1000;
  const allowed = limit ? `, ${limit} allowed a minute` : '';
  return `${countOf(total, 'requests')}${allowed}${waited > 0 ? `, ${waited.toFixed(1)} s waited` : ''}`;
}
