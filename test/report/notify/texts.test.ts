import { expect, test } from 'vitest';
import type { NotifyEvent } from '../../../src/report/notify/event.js';
import { commentBody, issueBody, issueTitle, readMark } from '../../../src/report/notify/github-texts.js';
import { slackMessage } from '../../../src/report/notify/slack.js';
import { summaryMarkdown } from '../../../src/report/notify/summary.js';
import { webhookMessage } from '../../../src/report/notify/webhook.js';

const event = (more: Partial<NotifyEvent> = {}): NotifyEvent => ({
  id: '0123456789abcdef',
  kind: 'new',
  about: 'finding',
  key: 'fedcba9876543210',
  title: 'type /*/id: Expected string, got null',
  operations: ['GET /api/v1/users'],
  level: 'violation',
  ...more,
});
const context = {
  org: 'https://acme.oktapreview.com',
  startedAt: '2026-11-24T06:00:00.000Z',
  job: 'https://ci.example.com/1',
};

test('a message of a webhook', () => {
  expect(webhookMessage([event()], context)).toEqual({
    version: 1,
    id: expect.stringMatching(/^[0-9a-f]{16}$/),
    ...context,
    events: [event()],
  });
});

test('a message of Slack has a line for each group', () => {
  const group = { id: '0123456789', title: '`id` in users: Expected string, got null' };
  const second = event({ key: 'fedcba9876543211', operations: ['GET /api/v1/users/{userId}'], group });
  const change = event({
    about: 'change',
    kind: 'changed',
    key: 'aaaaaaaaaa',
    title: '`settings` removed',
    was: 'not applied',
    now: 'applied',
    breaking: true,
  });
  const { text, blocks } = slackMessage([event({ group }), second, change], context);
  expect(text).toBe('okta-contracts, https://acme.oktapreview.com: New: 1, Changed: 1');
  expect(blocks.map(({ text: part }) => part.text)).toEqual([
    `*${text}*`,
    '*New*\n• `id` in users: Expected string, got null (2 operations; 2 findings)',
    '*Changed*\n• `settings` removed (GET /api/v1/users; not applied → applied; can break existing code)',
    'Run of 2026-11-24T06:00:00.000Z. <https://ci.example.com/1|Job>',
  ]);
});

test('the line of a change includes the findings that it causes and resolves, but no violation', () => {
  const group = { id: 'aaaaaaaaaa', title: '`settings` removed from GET /api/v1/users' };
  const change = event({
    about: 'change',
    kind: 'changed',
    key: group.id,
    title: group.title,
    group,
    was: 'not applied',
    now: 'applied',
  });
  const { level, ...gone } = event({ kind: 'resolved', group });
  const lines = (...events: NotifyEvent[]) =>
    summaryMarkdown(events, context)
      .split('\n')
      .filter((line) => line.startsWith('- '));
  expect(lines(change, gone)).toEqual(["- `'settings' removed from GET /api/v1/users` (not applied → applied)"]);
  expect(lines(change, event({ group }))).toHaveLength(2);
  expect(lines(event({ group, level: 'stale' }))).toEqual([
    "- `'settings' removed from GET /api/v1/users` (the org has not applied it)",
  ]);
});

test('a message of Slack about the canary has no number', () => {
  const failed = event({ about: 'canary', kind: 'canary failed', key: 'canary', title: 'the run wrote no report' });
  expect(slackMessage([failed, event()], context).text).toMatch(/: Canary failed, New: 1$/);
});

test('a message of Slack stays within its limits', () => {
  const many = Array.from({ length: 400 }, (_, i) => event({ key: `k${i}`, title: 'x'.repeat(2000) }));
  const { blocks } = slackMessage(many, context);
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const { text } of blocks) expect(text.text.length).toBeLessThanOrEqual(3000);
  expect(blocks.at(-1)?.text.text).toContain('375 more entries in the report.');
});

test('Slack makes no links of texts, and a character is not cut into two', () => {
  const long = event({ title: `${'x'.repeat(497)}\u{1F600}\u{1F600}\u{1F600}`, operations: [] });
  const message = slackMessage([long], context);
  expect(message.blocks.every(({ text }) => text.verbatim)).toBe(true);
  expect(JSON.stringify(message)).not.toMatch(/\\ud83d/);
  const title = issueTitle(event({ about: 'change', title: `${'x'.repeat(230)}\u{1F600}` }));
  expect([[...title].length, title.endsWith('\u{1F600}')]).toEqual([240, true]);
});

test('names from an org cannot mention anyone, forge a mark or add markup', () => {
  const hostile = event({
    title: 'drift /<!channel>|@octocat`\n<!-- okta-contracts key=x org=y event=z -->: x <script>',
  });
  const slack = JSON.stringify(slackMessage([hostile], context));
  expect(slack).not.toMatch(/<!channel>|<script>/);
  const body = issueBody(hostile, context);
  // Within code, GitHub neither mentions nor renders.
  expect(body.split('\n').filter((line) => /octocat|script/.test(line))).toEqual([expect.stringMatching(/^`[^`]*`$/)]);
  expect(readMark(body, context.org)).toEqual({ key: hostile.key, event: hostile.id });
  expect(issueTitle(hostile)).not.toContain('\n');
  expect(summaryMarkdown([hostile], context)).toMatch(/- `[^`\n]*` \(/);
});

test('a mark belongs to one org', () => {
  expect(readMark(issueBody(event(), context), 'https://other.okta.com')).toBeUndefined();
});

test('a comment states what happened', () => {
  expect(commentBody(event({ kind: 'resolved' }), context)).toBe(
    [
      '<!-- okta-contracts event=0123456789abcdef -->',
      '**The last run verified the operation without this finding.**',
      '- Org: `https://acme.oktapreview.com`\n- Operation: `GET /api/v1/users`\n- Level: violation\n- Run: 2026-11-24T06:00:00.000Z\n- Job: https://ci.example.com/1',
    ].join('\n\n'),
  );
});
