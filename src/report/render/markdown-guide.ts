import { type ChangeGroup, type GroupSection, isAccepted, type SdkNames } from '../../assess/change-group.js';
import type { RunReport } from '../../assess/run-report.js';
import { countOf } from '../../io/counts.js';
import { code, collapsed, escapeMarkdown, jsonBlock, oktaLink, table } from './markdown-text.js';
import { groupSdksText } from './sdk-texts.js';

/** The sections whose changes concern code, and the number of changes with details: a job summary has at most 1 MB. */
const sections: { section: GroupSection; title: string; most: number }[] = [
  { section: 'breaking applied', title: 'Breaks existing code, applied on this org', most: 80 },
  { section: 'breaking not applied', title: 'Breaks existing code, not applied on this org', most: 80 },
  { section: 'usable', title: 'New and usable', most: 20 },
];
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
  const parts = sections.flatMap(({ section, title, most }) => {
    const own = groups.filter((group) => group.guide && group.section === section && !isAccepted(group));
    if (own.length === 0) return [];
    const more = own.length - most;
    return [
      `### ${title}`,
      ...own.slice(0, most).map(changeOf),
      ...(more > 0 ? [`and ${more} more: see \`index.html\`.`] : []),
    ];
  });
  return parts.length > 0 ? ['## What changes for you', ...parts] : [];
}

function changeOf({ title, operations, affects, guide, sdks }: ChangeGroup): string {
  const { before, after, advice = '', availability, sdk = [], links = [] } = guide ?? {};
  const who = affects.map((one) => affected[one]).join(', ');
  const names = operations.slice(0, mostOperations).map(({ operation }) => code(operation));
  const more = operations.length - names.length;
  return collapsed(`${title.replaceAll('`', '')} (${countOf(operations.length, 'operations')})`, [
    `**What to do:** ${escapeMarkdown(advice)}`,
    `Affected: ${who}. Operations: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    ...(sdks ? [`SDKs that cannot read it: ${escapeMarkdown(groupSdksText(sdks) ?? '')}.`] : []),
    ...(availability === undefined ? [] : [escapeMarkdown(availability)]),
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
