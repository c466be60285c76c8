import { output } from '../../io/output.js';
import { code, escapeMarkdown } from '../render/markdown-text.js';
import { attempt, type Channel } from './channel.js';
import type { NotifyContext, NotifyEvent } from './event.js';
import { detailsOf, linesOf } from './lines.js';

/** The events as Markdown. */
export function summaryMarkdown(events: readonly NotifyEvent[], { org }: NotifyContext): string {
  const sections = linesOf(events).map(({ heading, lines }) => {
    const items = lines.map((line) => {
      const details = detailsOf(line);
      return `- ${code(line.title)}${details === '' ? '' : ` (${escapeMarkdown(details)})`}`;
    });
    return [`#### ${heading}`, '', ...items].join('\n');
  });
  return output.clean(`### Since the last run of ${escapeMarkdown(org)}\n\n${sections.join('\n\n')}\n`);
}

/** A channel that adds to the summary of a job. @param file what `GITHUB_STEP_SUMMARY` names */
export function summary(file: string): Channel {
  return {
    name: 'summary',
    send: (events, context) =>
      attempt('The job summary', async () => output.appendFile(file, summaryMarkdown(events, context))),
    preview: summaryMarkdown,
  };
}
