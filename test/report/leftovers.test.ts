import { expect, test } from 'vitest';
import { gather } from '../../src/assess/gather.js';
import type { Leftover } from '../../src/assess/run-report.js';
import { faultOf } from '../../src/io/files.js';
import { renderAnnotations } from '../../src/report/render/annotations.js';
import { renderHtml } from '../../src/report/render/html.js';
import { renderJunit } from '../../src/report/render/junit.js';
import { renderMarkdown } from '../../src/report/render/markdown.js';
import { renderSarif } from '../../src/report/render/sarif.js';
import { leftoversOf } from '../../src/report/render/sweep.js';
import { renderReport } from '../../src/report/render/terminal.js';
import { plainView } from '../../src/report/render/view.js';
import { one, report } from './sample-report.js';

const request = 'POST /api/v1/authenticators/{authenticatorId}/lifecycle/deactivate' as const;
const leftovers = leftoversOf({
  left: [
    { kind: 'authenticators', why: 'refused', run: '0a1b2c3d', request, isNamed: false, changes: true },
    ...(['refused', 'refused'] as const).map((why) => ({
      kind: 'groups',
      why,
      run: '0a1b2c3d',
      request: 'DELETE /api/v1/groups/{groupId}' as const,
      isNamed: true,
      changes: false,
    })),
  ],
  changedSince: [{ kind: 'export blocklists', read: 'GET /okta-personal-settings/api/v1/export-blocklists' }],
  ...{ invalid: 0, corrupt: 0, outdated: 0 },
});
const left = report([one.kept], { facts: { leftovers } });
const own = report([one.kept], { facts: { leftovers: leftovers.filter(({ fails }) => !fails) } });

test('the terminal shows leftovers first, with the request that removes them', () => {
  const lines = renderReport(left, plainView({ columns: 200 })).split('\n');
  expect(lines[0]).toBe('LEFT ON THE ORG  1 authenticator: the org refused the restore.');
  expect(lines[1]).toMatch(/→ OKTA_CONTRACTS_TIERS=write,org .*sweep, or by hand POST .*deactivate with the id in /);
  expect(lines[2]).toBe('LEFT ON THE ORG  2 groups: the org refused the removal.');
  expect(lines[3]).toMatch(
    /→ .*sweep, or by hand DELETE \/api\/v1\/groups\/\{groupId\} for the object whose name starts with okta-contracts-0a1b2c3d-$/,
  );
  expect(lines.find((line) => line.startsWith('FAILED'))).toBe('FAILED  3 objects or settings left on the org.');
});

test('unusable journal entries fail the run', () => {
  const unread = leftoversOf({ left: [], changedSince: [], invalid: 1, corrupt: 1, outdated: 1 });
  const { run } = report([one.kept], { facts: { leftovers: unread } });
  expect(run.passed).toBe(false);
  const [line, fix] = renderReport(
    report([one.kept], { facts: { leftovers: unread } }),
    plainView({ columns: 200 }),
  ).split('\n');
  expect(line).toBe('LEFT ON THE ORG  3 journal entries: cannot be used; what was recorded there may be left.');
  expect(fix).toMatch(/→ .*sweep .*--all finds objects by their names; then delete the journals in /);
});

test('a setting that someone else has changed is shown first and does not fail the run', () => {
  expect(renderReport(own).split('\n')[0]).toBe(
    'NOT RESTORED  1 export blocklist: changed by someone else since; not restored.',
  );
  expect(own.run).toMatchObject({ passed: true, reasons: [] });
});

test.each<[string, () => string]>([
  ['the Markdown', () => renderMarkdown(left).replaceAll('\\', '')],
  ['the page', () => renderHtml(left)],
  ['the JUnit file', () => renderJunit(left)],
  ['the SARIF file', () => renderSarif(left)],
  ['the annotations', () => renderAnnotations(left).join('\n')],
  ['the JSON', () => JSON.stringify(left)],
])('%s names it with the request', (_, render) => {
  const text = render();
  for (const part of [
    request,
    'DELETE /api/v1/groups/{groupId}',
    'okta-contracts-0a1b2c3d-',
    'changed by someone else since',
  ])
    expect(text).toContain(part);
});

test('the JSON matches its schema, and leftovers fail in JUnit and in the annotations', () => {
  expect(faultOf('report', JSON.parse(JSON.stringify(left)))).toBeUndefined();
  expect(renderJunit(left)).toMatch(/name="leaves nothing on the org"><failure message="1 authenticator/);
  expect(renderJunit(own)).not.toContain('<failure');
  expect(renderAnnotations(left)[0]).toMatch(/^::error title=Left on the org::1 authenticator/);
  expect(renderAnnotations(own)[0]).toMatch(/^::notice title=Not restored::/);
});

test('merged shards report the leftovers of each shard', () => {
  const facts = { org: left.org, requests: 1, answered429: 0, waitedMs: 0, peakRssMb: 1, longestChain: 1 };
  const shard = (id: string, its: Leftover[]) => ({ id, ...facts, leftovers: its }) as never;
  const [first] = leftovers;
  expect(gather([shard('a', leftovers.slice(0, 1)), shard('b', leftovers.slice(1, 2))])?.leftovers).toHaveLength(2);
  expect(gather([shard('a', [first as Leftover])])?.leftovers).toEqual([first]);
});
