import { ContractsError } from '../../domain/errors.js';
import { callAlone } from '../../io/call-of.js';
import type { Channel } from './channel.js';
import type { NotifyContext, NotifyEvent } from './event.js';
import type { GithubIssues, Post } from './github-api.js';
import { commentBody, commentMark, issueBody, issueTitle, readMark } from './github-texts.js';

/** An issue of this org: what its first line states, and its state. */
interface Issue extends Post {
  event: string;
}

/** What an event means for its issue. An addition has no issue: nothing is to be done. */
type Action = 'open' | 'comment' | 'close' | 'nothing';

/**
 * A channel with one issue for each finding, each breaking change that the org applies, and the canary. After a failure, it
 * continues: issues and comments that exist are recognized by their first line.
 * @param mostNew number of issues that are opened at once at most
 */
export function github(repository: string, issues: () => GithubIssues, mostNew: number): Channel {
  return {
    name: `github ${repository}`,
    send: (events, context, sent) => send(issues(), events, context, { mostNew, sent }),
    preview: (events) =>
      events
        .filter((event) => actionOf(event) !== 'nothing')
        .map((event) => `${verbs[actionOf(event)]}: ${issueTitle(event)}`)
        .join('\n'),
  };
}

const verbs: Record<Action, string> = {
  open: 'open or update',
  comment: 'comment on',
  close: 'close',
  nothing: '',
};

async function send(
  issues: GithubIssues,
  events: readonly NotifyEvent[],
  context: NotifyContext,
  { mostNew, sent }: { mostNew: number; sent: (event: NotifyEvent) => void },
): Promise<void> {
  const wanted = events.filter((event) => actionOf(event) !== 'nothing');
  if (wanted.length === 0) return;
  const known = new Map<string, Issue>();
  for (const post of await issues.all()) {
    const mark = readMark(post.body, context.org);
    // If there are two issues, the open one is the one to close.
    if (mark && !known.get(mark.key)?.isOpen) known.set(mark.key, { ...post, event: mark.event });
  }
  const opened = wanted.filter((event) => actionOf(event) === 'open' && !known.has(event.key));
  if (opened.length > mostNew) throw tooMany(opened.length, mostNew);
  if (opened.length > 0) await issues.makeLabel();
  for (const event of wanted) {
    await update(issues, event, known.get(event.key), context);
    sent(event);
  }
}

/** Opens, comments on, reopens or closes the issue of an event. */
async function update(
  issues: GithubIssues,
  event: NotifyEvent,
  issue: Issue | undefined,
  context: NotifyContext,
): Promise<void> {
  const isOpening = actionOf(event) === 'open';
  if (!issue) {
    if (isOpening) await issues.open(issueTitle(event), issueBody(event, context));
    return;
  }
  // A person, or an earlier attempt, has closed it; or an earlier attempt has opened it.
  if (isOpening ? issue.event === event.id : !issue.isOpen) return;
  const since = new Date(Date.parse(context.startedAt ?? new Date().toISOString()) - 7 * 86_400_000).toISOString();
  const comments = await issues.comments(issue.number, since);
  if (!comments.some(({ body }) => body.startsWith(commentMark(event))))
    await issues.comment(issue.number, commentBody(event, context));
  if (isOpening && !issue.isOpen) await issues.setState(issue.number, 'open', 'reopened');
  if (actionOf(event) === 'close')
    await issues.setState(issue.number, 'closed', event.kind === 'accepted' ? 'not_planned' : 'completed');
}

function actionOf({ kind, about, breaking, now, remaining = 0 }: NotifyEvent): Action {
  const end = remaining > 0 ? 'comment' : 'close';
  if (about === 'change') return !breaking ? 'nothing' : now === 'not applied' ? end : 'open';
  return kind === 'resolved' || kind === 'accepted' || kind === 'canary works again' ? end : 'open';
}

function tooMany(n: number, most: number): ContractsError {
  return new ContractsError(
    'INPUT',
    `GitHub was not notified: ${n} issues would be opened, more than ${most}; accept the state of the org with \`${callAlone('accept')}\`, or use --max-issues ${n}.`,
  );
}
