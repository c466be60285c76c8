import { type SdkReport, sdkVerdictOf } from '../../domain/sdk.js';
import { countOf } from '../../io/counts.js';
import { type SdkGroup, sdkGroupsOf } from '../../sdk/groups.js';
import { clip, fit, fold } from './fold.js';
import { sdkBaselineText, sdkFailsText, sdkGroupNumbers, sdkName, sdkNumbers, sdkResults } from './sdk-texts.js';
import { plainView, type View } from './view.js';

/** Lines of an SDK that is not shown in full. */
const mostLines = 8;
const fewestLines = 3;
/** Lines of all SDKs together. */
const mostOfAll = 24;
const mostOperations = 8;

interface Checked {
  sdks?: readonly SdkReport[];
  sdkFails?: true;
  baseline?: { sdks?: { new: number; known: number; gone: number } };
}

/** What each SDK made of the responses, by cause, for the terminal. */
export function renderSdks({ sdks = [], baseline }: Checked, view: View = plainView()): string[] {
  const { columns, full } = view;
  const most = Math.max(fewestLines, Math.min(mostLines, Math.floor(mostOfAll / Math.max(1, sdks.length))));
  const blocks = sdks.map((sdk) => renderSdk(sdk, most, view));
  const compared = sdkBaselineText(baseline);
  return [
    ...(full ? blocks.flat() : fold(blocks, mostOfAll)),
    ...(compared === undefined ? [] : clip(fit(compared, columns, 2), 2)),
  ];
}

/** For the end of a report: that an SDK fails, and what that means for the exit code. Nothing if no SDK fails. */
export function sdkClosing(report: Checked, { columns, paint }: View): string[] {
  const text = sdkFailsText(report);
  const color = report.sdkFails ? paint.bad : paint.warn;
  return text === undefined ? [] : clip(fit(`SDK     ${text}`, columns, 8), 2).map(color);
}

function renderSdk(sdk: SdkReport, most: number, view: View): string[] {
  const { columns, full, paint } = view;
  const color = { fails: paint.bad, 'loses data': paint.warn, 'reads all': paint.good }[sdkVerdictOf(sdk)];
  const groups = sdkGroupsOf(sdk.findings);
  const numbers = fit(`SDK ${sdkName(sdk)} ${sdkNumbers(sdk)}`, columns, 4);
  const [first = '', ...rest] = full ? numbers : clip(numbers, 2);
  const stopped = sdk.stopped === undefined ? [] : fit(`  Stopped: ${sdk.stopped}`, columns, 4);
  const head = [color(first), ...rest, ...(full ? stopped : clip(stopped, 1)).map(paint.bad)];
  const further = sdk.furtherFindings ?? 0;
  if (full)
    return [
      ...head,
      ...groups.flatMap((group) => allOf(group, view)),
      ...(further > 0 ? [`  … ${countOf(further, 'further findings')} are not listed`] : []),
    ];
  const entries = groups.map((group) => clip(fit(lineOf(group), columns, 4), most < mostLines ? 1 : 2));
  return [...head, ...fold(entries, most - head.length, further)];
}

function lineOf(group: SdkGroup): string {
  return `  ${sdkResults[group.result]}: ${group.title.replaceAll('`', '')} (${sdkGroupNumbers(group)}). ${group.advice}`;
}

/** A cause with its operations and their places. */
function allOf(group: SdkGroup, { columns, paint }: View): string[] {
  const shown = group.operations.slice(0, mostOperations);
  const more = group.operations.length - shown.length;
  return [
    ...fit(lineOf(group), columns, 4),
    ...shown
      .flatMap(({ operation, pointers, responses }) =>
        fit(`      ${operation} ${placesOf(pointers)} (${countOf(responses, 'responses')})`, columns, 8),
      )
      .map(paint.dim),
    ...(more > 0 ? [`      … and ${countOf(more, 'more operations')}`] : []),
  ];
}

/** The first places of an operation, and how many more there are. */
function placesOf(pointers: readonly string[]): string {
  const shown = pointers.slice(0, 3).map((pointer) => pointer || 'the body');
  const more = pointers.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
