import { type ChangeGroup, type GroupSection, isAccepted, type SdkNames } from '../../assess/change-group.js';
import type { RunReport } from '../../assess/run-report.js';
import { countOf } from '../../io/counts.js';
import { code, collapsed, escapeMarkdown, jsonBlock, oktaLink, table } from './markdown-text.js';

/** The sections whose changes concern code, and their headings. */
const headings: Partial<Record<GroupSection, string>> = {
  'breaking applied': 'Breaks existing code, applied on this org',
  'breaking not applied': 'Breaks existing code, not applied on this org',
  usable: 'New and usable',
};

/** Changes with details. A job summary has at most 1 MB. */
const mostChanges = 60;
const mostOperations = 8;

const affected = {
  reads: 'code that reads it',
  sends: 'code that sends it',
  calls: 'code that calls the operation',
};

const languages: [keyof Omit<SdkNames, 'operation'>, string][] = [
  ['node', 'Node.js'],
  ['python', 'Python'],
  ['go', 'Go'],
  ['java', 'Java'],
  ['dotnet', '.NET'],
];

/** "What changes for you": each change with its example, what to change in code, the methods of the SDKs, and links. */
export function guideOf({ groups }: Pick<RunReport, 'groups'>): string[] {
  const changes = groups.filter((group) => group.guide && headings[group.section] && !isAccepted(group));
  if (changes.length === 0) return [];
  const shown = changes.slice(0, mostChanges);
  const more = changes.length - shown.length;
  return [
    '## What changes for you',
    ...Object.entries(headings).flatMap(([section, heading]) => {
      const own = shown.filter((group) => group.section === section);
      return own.length > 0 ? [`### ${heading}`, ...own.map(changeOf)] : [];
    }),
    ...(more > 0 ? [`and ${more} more: see \`index.html\`.`] : []),
  ];
}

function changeOf({ title, operations, affects, guide }: ChangeGroup): string {
  const { before, after, advice = '', sdk = [], links = [] } = guide ?? {};
  const who = affects.map((one) => affected[one]).join(', ');
  const names = operations.slice(0, mostOperations).map(({ operation }) => code(operation));
  const more = operations.length - names.length;
  return collapsed(`${title.replaceAll('`', '')} (${countOf(operations.length, 'operations')})`, [
    `**What to do:** ${escapeMarkdown(advice)}`,
    `Affected: ${who}. Operations: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    ...(before === undefined ? [] : ['Before:', jsonBlock(before)]),
    ...(after === undefined ? [] : ['After:', jsonBlock(after)]),
    ...(sdk.length > 0 ? [sdkTable(sdk.slice(0, mostOperations))] : []),
    ...(links.length > 0 ? [links.map(oktaLink).join(' · ')] : []),
  ]);
}

function sdkTable(sdk: readonly SdkNames[]): string {
  const rows = sdk.map((names) => [
    code(names.operation),
    ...languages.map(([language]) => (names[language] === undefined ? '' : code(names[language]))),
  ]);
  return table(['Operation', ...languages.map(([, name]) => name)], rows);
}
