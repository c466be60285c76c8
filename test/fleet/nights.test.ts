import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { historyEntryOf } from '../../src/assess/history.js';
import type { RunReport } from '../../src/assess/run-report.js';
import { OrgFolder } from '../../src/cli/fleet/org-folder.js';
import { queryFile, runQueries } from '../../src/cli/fleet/query.js';
import type { OrgResult } from '../../src/cli/fleet/result.js';
import type { PageData } from '../../src/report/page-data.js';
import { renderHtml } from '../../src/report/render/html.js';
import { findings, has, sixtyNights, special } from '../report/notify/nights.js';

const nights = sixtyNights();
const dayOf = (night: number) => new Date(Date.UTC(2026, 7, 31 + night)).toISOString().slice(0, 10);
const groupOf = (title: RegExp) => nights[0]?.groups.find((group) => title.test(group.title))?.id ?? '';
const [removal, addition] = [groupOf(/removed/), groupOf(/added/)];

/** Stores a night of an org as a fleet does. */
function store(out: string, org: string, night: number, report: RunReport): void {
  const folder = new OrgFolder(out, org, dayOf(night));
  const reports = folder.start();
  const { startedAt } = report.run;
  writeFileSync(join(reports, 'history.ndjson'), `${JSON.stringify(historyEntryOf(report))}\n`, { flag: 'a' });
  const isFailed = report.coverage.verified === 0;
  const figures = { seconds: 1, tags: [], selected: 4, verifiable: 4, verified: report.coverage.verified, failing: 0 };
  const result: OrgResult['result'] = isFailed ? 'failed' : 'passed';
  folder.finish(reports, { version: 1, org, day: dayOf(night), startedAt, result, ...figures }, report);
}

/** The events of an org in a night, compared with its last verified run. */
function expectedIn(night: number): string[] {
  if (night === special.outage) return ['org failed'];
  const before = night - 1 === special.outage || night - 1 === special.noRun ? night - 2 : night - 1;
  const events = night - 1 === special.outage ? ['org works again'] : [];
  if (night === special.removal) events.push(`change is applied ${removal}`);
  if (night === special.addition) events.push(`change is applied ${addition}`);
  if (night === 1) return events;
  for (const name of ['stale', 'broken', 'flapping'] as const) {
    const [past, now] = [has(name, before), has(name, night)];
    if (past !== now) events.push(`${now ? 'new' : 'resolved'} finding ${findings[name].fingerprint}`);
  }
  return events.sort();
}

test('60 nights of two orgs, of which one drifts: each event is reported on its night, and no other', async () => {
  const out = mkdtempSync(join(tmpdir(), 'nights-'));
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  const [first] = nights;
  for (const [i, report] of nights.entries()) {
    const night = i + 1;
    if (report) store(out, 'acme', night, report);
    const startedAt = `${dayOf(night)}T04:00:00.000Z`;
    if (first) store(out, 'steady', night, { ...first, run: { ...first.run, startedAt } });
    const [answer] = await runQueries(out, [queryFile('last-night')], { moreThan: 1 });
    const events = answer?.rows.map((row) => [`${row.event} ${row.id}`.trim(), row['for example']]);
    const expected = report ? expectedIn(night) : [];
    expect([night, events?.sort()], `night ${night}`).toEqual([night, expected.map((event) => [event, 'acme'])]);
  }
  const [changes] = await runQueries(out, [queryFile('change')], { change: removal, moreThan: 1 });
  expect(changes?.rows.map(({ org, state, since }) => [org, state, since])).toEqual([
    ['acme', 'applied', dayOf(special.removal)],
    // Each night of it is the same report, of a first run.
    ['steady', 'not applied', null],
  ]);
  const [orgs] = await runQueries(out, [queryFile('orgs')], { moreThan: 1 });
  expect(orgs?.rows.map(({ org, days }) => [org, Number(days)])).toEqual([
    ['acme', 59],
    ['steady', 60],
  ]);
});

test('the page of each night states since when a change and a finding exist', () => {
  const pageOf = (night: number) => {
    const html = renderHtml(nights[night - 1] as RunReport);
    return JSON.parse(/id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? '') as PageData;
  };
  const startOf = (night: number) => nights[night - 1]?.run.startedAt;
  for (const [night, since] of [
    [special.removal - 1, 1],
    // No earlier run shows this state.
    [special.removal, undefined],
    [special.removal + 1, special.removal],
    [special.outage + 1, special.removal],
    [60, special.removal],
  ] as const)
    expect([night, pageOf(night).groups.find(({ id }) => id === removal)?.since]).toEqual([
      night,
      since && startOf(since),
    ]);
  for (const night of [41, 44, 46, 49]) {
    const found = pageOf(night).operations.flatMap((one) => one.findings);
    const broken = found.find(({ fingerprint }) => fingerprint === findings.broken.fingerprint);
    expect([night, broken?.since]).toEqual([night, startOf(40)]);
  }
  expect(pageOf(60).history).toHaveLength(58);
});
