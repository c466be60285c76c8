import type { RunReport } from '../../assess/run-report.js';
import type { SdkReport } from '../../domain/sdk.js';
import { type SdkGroup, sdkGroupsOf } from '../../sdk/groups.js';
import { code, escapeMarkdown, table, withCode } from './markdown-text.js';
import { sdkBaselineText, sdkFailsText, sdkName, sdkNumbers, sdkResults } from './sdk-texts.js';

/** Causes in the table of an SDK. */
const mostGroups = 30;
const mostNames = 3;

/** What each SDK made of the responses: a section with a table of its causes. */
export function sdksOf(report: Pick<RunReport, 'sdks' | 'sdkFails' | 'baseline'>): string[] {
  const { sdks = [], baseline } = report;
  const ends = [sdkBaselineText(baseline), sdkFailsText(report)];
  return [
    ...sdks.flatMap(sdkOf),
    ...(sdks.length > 0 ? ends : []).flatMap((text) => (text === undefined ? [] : [escapeMarkdown(text)])),
  ];
}

function sdkOf(sdk: SdkReport): string[] {
  const groups = sdkGroupsOf(sdk.findings);
  const more = groups.length - mostGroups + (sdk.furtherFindings ?? 0);
  return [
    `## SDK: ${escapeMarkdown(sdkName(sdk))}`,
    `It ${escapeMarkdown(sdkNumbers(sdk))}`,
    ...(sdk.stopped === undefined ? [] : [`**Stopped:** ${escapeMarkdown(sdk.stopped)}`]),
    ...(groups.length > 0
      ? [
          table(
            ['Result', 'Cause', 'Responses', 'Items', 'Operations', 'What to do'],
            groups.slice(0, mostGroups).map(rowOf),
          ),
        ]
      : []),
    ...(more > 0 ? [`and ${more} more: see \`index.html\`.`] : []),
  ];
}

function rowOf({ result, title, responses, items, operations, advice }: SdkGroup): string[] {
  const names = operations.slice(0, mostNames).map(({ operation }) => code(operation));
  const more = operations.length > mostNames ? ` and ${operations.length - mostNames} more` : '';
  return [
    sdkResults[result],
    withCode(title),
    responses.toLocaleString('en'),
    items.toLocaleString('en'),
    `${names.join(' ')}${more}`,
    escapeMarkdown(advice),
  ];
}
