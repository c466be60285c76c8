import { type SdkFinding, type SdkReport, sdkVerdictOf } from '../../domain/sdk.js';
import { countOf } from '../../io/counts.js';
import { clip, fit } from './fold.js';
import { plainView, type View } from './view.js';

/** Lines of an SDK that is not shown in full: its numbers, the most frequent findings, and how many more there are. */
const mostLines = 6;
const mostFindings = 2;

/** What each SDK made of the responses, for the terminal. */
export function renderSdks(sdks: readonly SdkReport[] = [], view: View = plainView()): string[] {
  return sdks.flatMap((sdk) => renderSdk(sdk, view));
}

function renderSdk(sdk: SdkReport, { columns, full, paint }: View): string[] {
  const verdict = sdkVerdictOf(sdk);
  const color = { fails: paint.bad, 'loses data': paint.warn, 'reads all': paint.good }[verdict];
  const shown = full ? sdk.findings : sdk.findings.slice(0, mostFindings);
  const more = sdk.findings.length - shown.length + (sdk.furtherFindings ?? 0);
  const [first = '', ...rest] = fit(`SDK ${sdk.name} ${sdk.version} ${numbersOf(sdk)}`, columns, 4);
  const lines = [
    color(first),
    ...rest,
    ...(sdk.stopped === undefined ? [] : fit(`  Stopped: ${sdk.stopped}`, columns, 4).map(paint.bad)),
    ...shown.flatMap((finding) => (full ? lineOf(finding, columns) : clip(lineOf(finding, columns), 2))),
    ...(more > 0 ? [`  … ${countOf(more, 'more findings')}${full ? '' : ': --full, report.json'}`] : []),
  ];
  return full ? lines : clip(lines, mostLines);
}

/** The verdict on an SDK and its numbers, as a sentence without its subject. */
function numbersOf({ responses, operations, operationsRead }: SdkReport): string {
  const { failed, empty, loss, read, 'unknown operation': unknown } = responses;
  const total = failed + empty + loss + read;
  const of = `of ${countOf(total, 'responses')}`;
  const verdict = sdkVerdictOf({ responses });
  const affectedOperations = operations.filter((one) => (verdict === 'fails' ? one.failed + one.empty : one.loss) > 0);
  const affected = `${affectedOperations.length} of ${countOf(operationsRead ?? operations.length, 'operations')}`;
  const text = {
    fails: `fails on ${(failed + empty).toLocaleString('en')} ${of} (${affected})${loss > 0 ? `, and loses data of ${loss}` : ''}`,
    'loses data': `loses data of ${loss.toLocaleString('en')} ${of} (${affected})`,
    'reads all': total === 0 ? 'read no response' : `reads all ${countOf(total, 'responses')}`,
  }[verdict];
  return `${text}${unknown > 0 ? `; it has no operation for ${unknown.toLocaleString('en')} more` : ''}.`;
}

function lineOf({ operation, pointer, message, result, responses, advice }: SdkFinding, columns: number): string[] {
  const place = pointer === '' ? '' : ` ${pointer}`;
  return fit(`  ${result} ${responses}× ${operation}${place}: ${message}. ${advice}`, columns, 4);
}
