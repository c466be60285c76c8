/** A table. @param rows cells that are Markdown already */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Inline code, also in a table. */
export function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|').replaceAll('`', "'").replaceAll('\n', ' ')}\``;
}

/** Text without any markup. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#~!&]/g, (c) => `\\${c}`).replaceAll('\n', ' ');
}

/** A title of the contracts with code between backquotes. Not for texts that contain data of an org. */
export function withCode(text: string): string {
  const parts = text.split('`');
  return parts.map((part, i) => (i % 2 === 1 && part !== '' ? code(part) : escapeMarkdown(part))).join('');
}

/** Data as a block of code. The fence is longer than any in the data. */
export function jsonBlock(data: unknown): string {
  const text = JSON.stringify(data, null, 2);
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}json\n${text}\n${fence}`;
}

/** A link to a page of Okta; other addresses are text. */
export function oktaLink({ title, url }: { title: string; url: string }): string {
  return /^https:\/\/developer\.okta\.com\/[\w./#-]+$/.test(url)
    ? `[${escapeMarkdown(title)}](${url})`
    : escapeMarkdown(title);
}

/** A part that is collapsed at first. @param body Markdown */
export function collapsed(summary: string, body: readonly string[]): string {
  return [`<details><summary>${escapeHtml(summary)}</summary>`, ...body, '</details>'].join('\n\n');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`*_\\[\]~!|\n]/g, (c) => `&#${c.charCodeAt(0)};`);
}
