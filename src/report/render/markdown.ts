import type { ChangeGroup } from '../../assess/change-group.js';
import { notRequestedText } from '../../assess/not-requested.js';
import type { RunReport } from '../../assess/run-report.js';
import { limitText } from '../../assess/used-by.js';
import { changeTitle } from '../../domain/change.js';
import { adviceFor, adviceOn } from './advice.js';
import { clientSections, clientText } from './client.js';
import { changeOf, evidenceOf, sentenceOf } from './finding.js';
import { failingText, figuresText, groupLists, markOf } from './groups.js';
import { leftoverLines, leftoverTitle } from './leftovers.js';
import { guideOf } from './markdown-guide.js';
import { code, escapeMarkdown, table, withCode } from './markdown-text.js';
import { sdksOf } from './sdk-markdown.js';
import { type Section, sectionsOf } from './sections.js';
import {
  changesText,
  editionMatchText,
  pagingText,
  renderOrg,
  requestChangesText,
  requestsText,
  unverifiedText,
  verifiedText,
} from './texts.js';

const mostFindings = 100;
const mostClientRows = 20;
const mostGroups = 50;
const mostNames = 3;
const affected = { reads: 'reads it', sends: 'sends it', calls: 'calls them' };

/** The run as Markdown, for a pull request, a job summary or a mail. */
export function renderMarkdown(report: RunReport): string {
  const { run } = report;
  const fails = failingText(report);
  const parts = [
    `# ${run.passed ? '✅ Contract check passed' : '❌ Contract check failed'}`,
    ...leftoverLines(report).map(
      (line) => `**${leftoverTitle(line)}: ${escapeMarkdown(line.text)}.** ${escapeMarkdown(line.fix)}`,
    ),
    `${escapeMarkdown(renderOrg(report.org))}`,
    `**${escapeMarkdown(editionMatchText(report))}**`,
    ...limitOf(report),
    ...(run.reasons.length > 0 ? [run.reasons.map((reason) => `- ${escapeMarkdown(reason)}`).join('\n')] : []),
    ...(fails === undefined ? [] : [`Fails: ${escapeMarkdown(fails)}`]),
    escapeMarkdown(figuresText(report)),
    table(
      ['Operations', 'Changes', 'Requests'],
      [[`Verified ${verifiedText(report.coverage)}`, changesText(report), requestsText(report)]],
    ),
    ...clientOf(report),
    ...changesOf(report),
    ...sdksOf(report),
    ...pagingOf(report),
    ...findingsOf(report),
    ...guideOf(report),
    ...requestChangesOf(report),
    ...waiversOf(report),
    ...unverifiedOf(report),
    ...notRequestedOf(report),
    `_Edition ${report.edition.edition}, previous ${report.edition.previous}; run of ${run.startedAt}._`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What is left out, if the report is limited to a client. */
function limitOf(report: RunReport): string[] {
  const text = limitText(report);
  return text === undefined ? [] : [`_${escapeMarkdown(text)}_`];
}

/** What the client of checked traffic does: a table of each section. */
function clientOf(report: RunReport): string[] {
  if (!report.client) return [];
  const tables = clientSections(report).flatMap(({ title, rows }) => {
    const cells = rows
      .slice(0, mostClientRows)
      .map(({ count, call, detail = '' }) => [String(count), code(call), escapeMarkdown(detail)]);
    const more = rows.length - cells.length;
    return [
      `### ${escapeMarkdown(title)}`,
      table(['Calls', 'Operation', 'Details'], cells),
      ...(more > 0 ? [`and ${more} more: see \`index.html\`.`] : []),
    ];
  });
  return ['## What the client does', `${clientText(report.client)}.`, ...tables];
}

/** The changes and findings by what changed: a table of each section. Of the last section, only those that fail the run. */
function changesOf(report: RunReport): string[] {
  return groupLists(report).flatMap(({ section, title, groups }) => {
    const listed = section === 'other' ? groups.filter(({ policyResult }) => policyResult === 'fails') : groups;
    const rows = listed.slice(0, mostGroups).map(groupRow);
    const more = groups.length - rows.length;
    return [
      `## ${escapeMarkdown(title)}`,
      ...(rows.length > 0 ? [table(['Change', 'State', 'Operations', 'Code that', 'Since'], rows)] : []),
      ...(more > 0 ? [`and ${more} more: see \`index.html\`.`] : []),
    ];
  });
}

function groupRow(group: ChangeGroup): string[] {
  const { kind, title, state, operations, level, policyResult, affects, since } = group;
  const names = operations.slice(0, mostNames).map(({ operation }) => code(operation));
  const more = operations.length > mostNames ? ` and ${operations.length - mostNames} more` : '';
  return [
    `${escapeMarkdown(markOf(group))} ${kind === 'finding' ? escapeMarkdown(title) : withCode(title)}`,
    `${state === 'broken' && level === 'warning' ? level : state}${policyResult === 'fails' ? ', fails the run' : ''}`,
    `${names.join(' ')}${more}`,
    affects.map((verb) => affected[verb]).join(', '),
    since === undefined ? 'this run' : since.slice(0, 10),
  ];
}

/** The findings by section, and notes on their operations. */
function findingsOf(report: RunReport): string[] {
  const listed = new Set<string>();
  const parts: string[] = [];
  let left = mostFindings;
  let more = 0;
  for (const section of sectionsOf(report)) {
    const rows = rowsOf(section);
    const shown = rows.slice(0, left);
    left -= shown.length;
    more += rows.length - shown.length;
    if (shown.length === 0) continue;
    for (const [operation = ''] of shown) listed.add(operation);
    const head = ['Operation', 'Level', 'Finding', 'Evidence', 'Change', 'Since', 'What to do', 'Fingerprint'];
    parts.push(`## ${section.title}`, table(head, shown));
  }
  if (more > 0) parts.push(`and ${more} more: see \`index.html\`.`);
  const notes = report.operations.flatMap(({ operation, note }) =>
    note !== undefined && listed.has(code(operation)) ? `- ${code(operation)}: ${escapeMarkdown(note)}` : [],
  );
  return notes.length > 0 ? [...parts, 'Notes on these operations:', notes.join('\n')] : parts;
}

function rowsOf({ operations }: Section): string[][] {
  return operations.flatMap((operation) =>
    operation.findings.map((finding) => {
      const change = changeOf(finding, operation);
      return [
        code(operation.operation),
        `${finding.level}${finding.policyResult === 'fails' ? '' : ` (${finding.policyResult})`}`,
        escapeMarkdown(sentenceOf(finding)),
        escapeMarkdown(evidenceOf(finding, change) ?? ''),
        change ? escapeMarkdown(changeTitle(change)) : '',
        finding.since ? finding.since.slice(0, 10) : 'new',
        escapeMarkdown(adviceOn(finding, change)),
        code(finding.fingerprint),
      ];
    }),
  );
}

/** The changes in requests: what the org does with each, and why the others cannot be observed. */
function requestChangesOf(report: RunReport): string[] {
  const text = requestChangesText(report);
  const results = report.operations.flatMap(({ changes }) => changes.filter(({ change }) => change.part === 'request'));
  const observed = results.filter(({ state }) => state !== 'not observable');
  if (text === undefined || observed.length === 0) return [];
  const rows = observed.map(({ change, state, detail = '' }) => [
    code(change.operation),
    code(changeTitle(change)),
    state,
    detail,
  ]);
  const reasons = [...new Set(results.filter((one) => !observed.includes(one)).map(({ detail = '' }) => detail))];
  const unobserved = reasons.map((reason) => [
    reason,
    String(results.filter(({ detail }) => detail === reason).length),
  ]);
  return [
    '## Changes in requests',
    `${text}.`,
    table(['Operation', 'Change', 'State', 'The org'], rows),
    ...(unobserved.length > 0 ? ['Not observable:', table(['Reason', 'Changes'], unobserved)] : []),
  ];
}

/** The lists whose paging was not verified, by reason. */
function pagingOf(report: RunReport): string[] {
  const text = pagingText(report);
  if (text === undefined) return [];
  const rows = report.operations.flatMap(({ operation, paging = [] }) =>
    paging.flatMap(({ part, why }) => (why === undefined ? [] : [[code(operation), part, escapeMarkdown(why)]])),
  );
  const details = rows.length > 0 ? [table(['List', 'Part', 'Not verified because'], rows)] : [];
  return [`Paging: ${text}.`, ...details];
}

function waiversOf({ waivers }: RunReport): string[] {
  const rows = [
    ...waivers.expired.map((waiver) => ({ waiver, what: `expired on ${waiver.expires}` })),
    ...waivers.unused.map((waiver) => ({ waiver, what: 'no longer matches a finding' })),
  ].map(({ waiver, what }) => [
    code(waiver.fingerprint ?? `${waiver.operation} ${waiver.pointer}`),
    what,
    escapeMarkdown(waiver.owner),
    escapeMarkdown(waiver.reason),
  ]);
  return rows.length > 0
    ? ['## Waivers to remove or renew', table(['Waiver', 'Problem', 'Owner', 'Reason'], rows)]
    : [];
}

function unverifiedOf({ coverage }: RunReport): string[] {
  const rows = coverage.unverified.map((group) => [
    escapeMarkdown(unverifiedText(group)),
    String(group.operations.length),
    escapeMarkdown(adviceFor(group.reason)),
    group.operations.slice(0, 5).map(code).join(' ') + (group.operations.length > 5 ? ' …' : ''),
  ]);
  return rows.length > 0 ? ['## Not verified', table(['Reason', 'Count', 'What to do', 'Operations'], rows)] : [];
}

/** The operations that no suite calls. The section is closed at first, because it is the same in each run. */
function notRequestedOf({ coverage: { notRequested = [] } }: RunReport): string[] {
  const text = notRequestedText(notRequested);
  if (text === undefined) return [];
  const rows = notRequested.map(({ reason, operations }) => [
    escapeMarkdown(reason),
    String(operations.length),
    operations.slice(0, 5).map(code).join(' ') + (operations.length > 5 ? ' …' : ''),
  ]);
  const summary = `<summary>${escapeMarkdown(text)}</summary>`;
  return [`<details>${summary}`, table(['Reason', 'Count', 'Operations'], rows), '</details>'];
}
