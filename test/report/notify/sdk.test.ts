import { expect, test } from 'vitest';
import type { SdkReport } from '../../../src/domain/sdk.js';
import { eventsSince } from '../../../src/report/notify/events.js';
import { issueBody, issueTitle } from '../../../src/report/notify/github-texts.js';
import { slackMessage } from '../../../src/report/notify/slack.js';
import type { Known } from '../../../src/report/notify/state.js';
import { report, result } from '../sample-report.js';
import { dropped, place, sdkReport } from '../sample-sdks.js';

const users = 'GET /api/v1/users';
const now = new Date('2026-11-24T18:00:00Z');
const fails = sdkReport({}, [[users, 'failed', [place('/0/status')]]]);
const reads = sdkReport({ version: '3.5.0' }, [[users, 'read', []]]);
const print = fails.findings[0]?.fingerprint ?? '';

/** The events of the last of several runs, as `kind key`. A run without SDKs is `undefined`. */
function after(...runs: (SdkReport | undefined)[]) {
  let known: Known | undefined;
  let events: ReturnType<typeof eventsSince>['events'] = [];
  for (const [i, sdk] of runs.entries()) {
    const given = report([result(users)], {
      startedAt: new Date(Date.UTC(2026, 8, 1 + i)),
      facts: { ...(sdk && { sdks: [sdk] }) },
    });
    // The history and the baseline of a report do not change here.
    if (sdk && given.sdks) given.sdks = [sdk];
    const step = eventsSince(known, 'org', { kind: 'run', report: given }, now);
    ({ events } = step);
    known = step.next;
  }
  return { events, kinds: events.map(({ kind, key }) => `${kind} ${key}`) };
}

const known: SdkReport = { ...fails, findings: fails.findings.map((one) => ({ ...one, known: true })) };
const stopped: SdkReport = { ...reads, stopped: 'The SDK ended.' };
const loses = sdkReport({}, [[users, 'loss', [dropped('/0/realmId')]]]);

test.each<[string, (SdkReport | undefined)[], string[]]>([
  ['a response that an SDK cannot read is new', [fails], [`new ${print}`]],
  ['it is no event in the next run', [fails, fails], []],
  ['it is resolved by a version that reads it', [fails, reads], [`resolved ${print}`]],
  ['a run without the SDK resolves nothing', [fails, undefined], []],
  ['an SDK that stopped resolves nothing', [fails, stopped], []],
  ['what an SDK drops is no event', [loses], []],
  ['what the baseline has is no event', [known], []],
  ['a response that was sent is accepted', [fails, known], [`accepted ${print}`]],
])('%s', (_, runs, kinds) => {
  expect(after(...runs).kinds).toEqual(kinds);
});

test('its texts name the SDK with its version, the operation and what to do, and no level', () => {
  const { events } = after(fails);
  const [event] = events;
  if (!event) throw new Error('no event');
  const context = { org: 'https://acme.oktapreview.com' };
  expect(issueTitle(event)).toBe(`${users}: SDK python: /*/status is not a member of UserStatus`);
  const body = issueBody(event, context);
  expect(body).toContain('- SDK: `python 3.4.4`');
  expect(body).not.toMatch(/Level/);
  expect(body).toMatch(/^To accept it until a date: `.*waive \w{16}`$/m);
  expect(body).toMatch(/^To accept all findings of the last report: `.*accept`$/m);
  expect(slackMessage(events, context).blocks[1]?.text.text).toContain(
    '• SDK python: `status` is not a member of UserStatus (GET /api/v1/users)',
  );
});
