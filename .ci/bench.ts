// Measures the cost of a run, as ratios within one run of this script. Usage: npm run bench [-- FOLDER] [--json]
// With FOLDER, which contains recordings/ and okta-specs/, it also measures evidence and history, and quotes the hold-out.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReferenceOrg, startReferenceOrg } from '../reference-org/index.js';
import { checkRecorded } from '../src/assess/check-recorded.js';
import type { RunReport } from '../src/assess/run-report.js';
import { readShapes, renderShapes, shapesFile } from '../src/assess/shapes/file.js';
import { loadCatalogue, schemaPlace } from '../src/contract/catalogue.js';
import { createCheck } from '../src/contract/check.js';
import { createMatcher } from '../src/contract/match.js';
import type { Exchange } from '../src/domain/exchange.js';
import { ownContractsFolder } from '../src/io/package-root.js';
import { bucketOf } from '../src/org/rate-limit/buckets.js';
import { readNdjsonLine } from '../src/recordings/ndjson.js';
import { loadSamples } from '../test/contract/read-samples.js';
import { evidenceBytes, historyRatio, holdOut, recordedLines } from './bench-history.js';
import { trafficFigures } from './traffic-bench.js';
import { emptyRun, latencyMs, verdictFigures, vitest } from './verdict-bench.js';

const share = 1;
/** The maximum of `verdictOverBare`. The goal is 2; other work on the machine makes the ratio of one run larger. */
const mostVerdict = 2.5;
const isJson = process.argv.includes('--json');
const folder = process.argv.slice(2).find((option) => !option.startsWith('--'));
const say = (text: string) => isJson || console.log(text);

const access = (org: ReferenceOrg) => ({
  OKTA_CLIENT_ORGURL: org.url,
  OKTA_CLIENT_TOKEN: org.token,
  OKTA_CONTRACTS_TIERS: 'write,org',
  OKTA_CONTRACTS_ALLOW: 'user-activation,admin-roles',
  OKTA_CONTRACTS_RATE_SHARE: String(share),
  OKTA_CONTRACTS_CONCURRENCY: '75',
});

/** The index of the request before which the requests paused longest, from one index on and before another one. */
function afterPause(requests: readonly { at: number }[], from: number, to = requests.length): number {
  const pauseBefore = (i: number) => (requests[i]?.at ?? 0) - (requests[i - 1]?.at ?? 0);
  let longest = from;
  for (let i = from; i < Math.min(to, requests.length); i += 1) if (pauseBefore(i) > pauseBefore(longest)) longest = i;
  return longest;
}

/**
 * The requests of the suites, without those of the pre-flight and those that release the lock. Another process sends these, and it
 * takes longer to start and to end a process than any of these requests waits.
 */
function ofSuites<Request extends { at: number }>(requests: readonly Request[]): Request[] {
  return requests.slice(afterPause(requests, 1, 50), afterPause(requests, requests.length - 5));
}

/** All suites, on an org with slow responses. */
async function wholeSuite() {
  const org = await startReferenceOrg({ latencyMs });
  try {
    await vitest([], access(org));
    const report = JSON.parse(readFileSync('reports/report.json', 'utf8')) as RunReport;
    const served = ofSuites(org.requests());
    const wall = Math.max(...served.map(({ at }) => at)) - ((served[0]?.at ?? 0) - latencyMs);
    const counts = new Map<string, { n: number; limit: number }>();
    for (const { method, path, limit } of served) {
      const known = counts.get(bucketOf(method, path)) ?? { n: 0, limit: 0 };
      counts.set(bucketOf(method, path), { n: known.n + 1, limit: Math.max(known.limit, limit ?? 0) });
    }
    const buckets = [...counts].map(([name, { n, limit }]) => ({ name, n, limit }));
    // An exhausted bucket is refilled after its minute.
    const waits = buckets.map(({ n, limit }) => (Math.ceil(n / Math.max(1, limit * share)) - 1) * 60_000);
    return {
      wall,
      chain: report.run.longestChain,
      bound: Math.max(report.run.longestChain * latencyMs, ...waits),
      requests: served.length,
      answered429: served.filter(({ status }) => status === 429).length,
      peakRssMb: report.run.peakRssMb,
      // Of this run only: each reference org has its own port.
      historyBytes: renderShapes(readShapes(shapesFile('reports')).filter((shape) => shape.org === org.url)).length,
      buckets: buckets.sort((a, b) => b.n / b.limit - a.n / a.limit).slice(0, 4),
    };
  } finally {
    await org.close();
  }
}

/** The time from the command to the first request of a suite, divided by that of an empty vitest run. */
async function startUp() {
  const org = await startReferenceOrg();
  const reports = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const empty = await emptyRun();
    const { began } = await vitest(['suites/org-metadata.test.ts'], {
      ...access(org),
      OKTA_CONTRACTS_TIERS: 'read',
      OKTA_CONTRACTS_REPORTS: reports,
    });
    const requests = org.requests();
    return { startup: (requests[afterPause(requests, 1)]?.at ?? Date.now()) - began, empty };
  } finally {
    await org.close();
    rmSync(reports, { recursive: true, force: true });
  }
}

/** Exchanges per second that `traffic` checks, divided by those of bare validators on the same bodies. */
function checks() {
  const catalogue = loadCatalogue();
  const samples = loadSamples(ownContractsFolder(), catalogue.schemas);
  const lines: string[] = [];
  const bare: [(body: unknown) => unknown, unknown][] = [];
  for (const operation of catalogue.operations.values()) {
    for (const [status, { schema }] of Object.entries(operation.answers)) {
      if (!schema) continue;
      const place = schemaPlace(operation, schema);
      for (const sample of samples.filter((candidate) => candidate.place === place))
        for (const body of Object.values(sample.valid)) {
          const url = `https://org.example.com${operation.template.replace(/\{[^}]+\}/g, '00u0a1b2c3d4e5f60r70')}`;
          const headers = { 'content-type': 'application/json' };
          lines.push(
            JSON.stringify({
              id: '1',
              request: { method: operation.method, url },
              response: { status: Number(status), headers, body },
            }),
          );
          bare.push([catalogue.schemas.validator(place), body]);
        }
    }
  }
  const check = createCheck(catalogue);
  const match = createMatcher(catalogue);
  const perSecond = (work: () => void): number => {
    work();
    const began = performance.now();
    let n = 0;
    while (performance.now() - began < 2_000) {
      work();
      n += lines.length;
    }
    return n / ((performance.now() - began) / 1000);
  };
  const whole = perSecond(() => {
    for (const line of lines) checkRecorded(exchangeOf(line), match, check);
  });
  const alone = perSecond(() => {
    for (const [validate, body] of bare) validate(body);
  });
  return { whole, alone, bodies: lines.length, lines };
}

/** The time for a list whose elements all have errors, divided by that of a tenth of its length: 10 if it is linear. */
function manyErrors(): number {
  const check = createCheck(loadCatalogue());
  const match = createMatcher(loadCatalogue());
  const secondsOf = (elements: number): number => {
    const line = JSON.stringify({
      id: '1',
      request: { method: 'GET', url: 'https://org.example.com/api/v1/users' },
      response: { status: 200, headers: { 'content-type': 'application/json' }, body: Array(elements).fill({}) },
    });
    const exchange = exchangeOf(line);
    const began = performance.now();
    checkRecorded(exchange, match, check);
    return (performance.now() - began) / 1000;
  };
  secondsOf(2_000);
  return secondsOf(20_000) / secondsOf(2_000);
}

const suite = await wholeSuite();
const verdict = await verdictFigures();
const start = await startUp();
const speed = checks();
const growth = manyErrors();
const traffic = await trafficFigures(speed.lines);
const history = folder ? historyRatio(await recordedLines(folder)) : undefined;
const leftOut = folder ? holdOut(folder) : [];
const round = (n: number) => Math.round(n * 100) / 100;
const figures = {
  wallOverBound: round(suite.wall / suite.bound),
  overSequential: round((suite.requests * latencyMs) / suite.wall),
  verdictOverBare: round(verdict.ratio),
  startupOverEmpty: round(start.startup / start.empty),
  checksOverBareAjv: round(speed.whole / speed.alone),
  tenfoldErrors: round(growth),
  trafficOverBareParse: round(traffic.rate / traffic.bareRate),
  trafficMbPerSecond: Math.round(traffic.rate),
  trafficPeakRssMb: traffic.peakRssMb,
  longLineRssMb: traffic.longLineRssMb,
  answered429: suite.answered429,
  requests: suite.requests,
  peakRssMb: suite.peakRssMb,
  evidenceKb: Math.round(evidenceBytes() / 1024),
  historyKb: Math.round(suite.historyBytes / 1024),
  ...(history ? { withHistory: round(history.ratio), recordedHistoryKb: Math.round(history.historyBytes / 1024) } : {}),
};
if (isJson) console.log(JSON.stringify(figures));
say(
  `Whole suite    ${suite.requests} requests at ${latencyMs} ms in ${(suite.wall / 1000).toFixed(1)} s, start-up taken off`,
);
say(
  `  over bound   ${figures.wallOverBound} (longest chain ${suite.chain} requests; bound ${(suite.bound / 1000).toFixed(1)} s)`,
);
say(`  one by one   ${figures.overSequential} times faster`);
say(
  `  buckets      ${suite.buckets.map(({ name, n, limit }) => `${name} ${n} of ${limit}`).join(', ')}; ${suite.answered429} responses with 429`,
);
const seconds = (ms: number) => (ms / 1000).toFixed(1);
say(
  `Verdict        after ${figures.verdictOverBare} times the time of a bare fetch of the same requests and of an empty vitest run (read tier: ${seconds(verdict.round.run)} s for ${verdict.requests} requests; ${seconds(verdict.round.fetched)} s and ${seconds(verdict.round.empty)} s); at most ${mostVerdict}`,
);
say(`Start-up       ${figures.startupOverEmpty} of an empty vitest run`);
say(
  `Checks         ${figures.checksOverBareAjv} of bare ajv on ${speed.bodies} bodies (${Math.round(speed.whole)} a second)`,
);
say(`Many errors    ${figures.tenfoldErrors} times the time for 10 times the elements`);
say(
  `Traffic        ${figures.trafficMbPerSecond} MB a second, ${figures.trafficOverBareParse} of a bare JSON.parse of the same lines (${Math.round(traffic.bareRate)} MB a second); peak memory ${traffic.peakRssMb} MB, for a line of 30 MB ${traffic.longLineRssMb} MB`,
);
say(
  history
    ? `Evidence       and history: ${figures.withHistory} of the processor time to check recordings without them`
    : 'Evidence       and history: their time was not measured; pass the folder of the recordings',
);
say(`  size         ${figures.evidenceKb} kB of evidence, ${figures.historyKb} kB of history of one run`);
if (leftOut.length === 0) say('Hold-out       not measured: pass the folder of the recordings');
for (const line of leftOut) say(`Hold-out       ${line}`);
say(`Peak memory    ${figures.peakRssMb} MB`);
if (verdict.ratio > mostVerdict) {
  console.error(
    `The time to the verdict is ${figures.verdictOverBare} times that of its parts; at most ${mostVerdict} are allowed.`,
  );
  process.exitCode = 1;
}

function exchangeOf(line: string): Exchange {
  const entry = readNdjsonLine('bench', line);
  if (entry.kind === 'fault') throw new Error(entry.fault);
  return entry.exchange;
}
