import type { GroupSdk } from '../../assess/change-group.js';
import { type SdkOutcome, type SdkReport, sdkFails, sdkVerdictOf } from '../../domain/sdk.js';
import { countOf, listOf } from '../../io/counts.js';
import type { SdkGroup } from '../../sdk/groups.js';

/** What a result of an SDK means, as a verb. */
export const sdkResults: Record<Exclude<SdkOutcome, 'read' | 'unknown operation'>, string> = {
  failed: 'fails',
  empty: 'returns nothing',
  loss: 'loses data',
};

/** `python 3.4.4` */
export function sdkName({ name, version }: Pick<SdkReport, 'name' | 'version'>): string {
  return `${name} ${version}`;
}

/** `fails on 446 of 6,028 responses (24 of 189 operations).`: the verdict on an SDK and its numbers, without the subject. */
export function sdkNumbers({ responses, operations, operationsRead }: SdkReport): string {
  const { failed, empty, loss, read, 'unknown operation': unknown } = responses;
  const total = failed + empty + loss + read;
  const of = `of ${grouped(total, 'responses')}`;
  const verdict = sdkVerdictOf({ responses });
  const affectedOperations = operations.filter((one) => (verdict === 'fails' ? one.failed + one.empty : one.loss) > 0);
  const affected = `${affectedOperations.length} of ${countOf(operationsRead ?? operations.length, 'operations')}`;
  const text = {
    fails: `fails on ${(failed + empty).toLocaleString('en')} ${of} (${affected})${loss > 0 ? `, and loses data of ${loss.toLocaleString('en')}` : ''}`,
    'loses data': `loses data of ${loss.toLocaleString('en')} ${of} (${affected})`,
    'reads all': total === 0 ? 'read no response' : `reads all ${grouped(total, 'responses')}`,
  }[verdict];
  return `${text}${unknown > 0 ? `; it has no operation for ${unknown.toLocaleString('en')} more` : ''}.`;
}

/** `446 responses of 4 operations, 812 items` */
export function sdkGroupNumbers({ responses, items, operations }: SdkGroup): string {
  const places = items > responses ? `, ${grouped(items, 'items')}` : '';
  return `${grouped(responses, 'responses')} of ${countOf(operations.length, 'operations')}${places}`;
}

/** How many findings of the SDKs are new, known and resolved; `undefined` without such a baseline. */
export function sdkBaselineText(baseline: { sdks?: { new: number; known: number; gone: number } } | undefined) {
  const { sdks } = baseline ?? {};
  return sdks && `Findings of SDKs: ${sdks.new} new, ${sdks.known} known, ${sdks.gone} resolved.`;
}

/** `python 3.4.4 fails, node 7.0.0 loses data`: the SDKs that cannot read the place of a change or a finding. */
export function groupSdksText(sdks: readonly GroupSdk[] = []): string | undefined {
  if (sdks.length === 0) return undefined;
  return listOf(
    'conjunction',
    sdks.map((sdk) => `${sdkName(sdk)} ${sdkResults[sdk.result]}`),
  );
}

/** What a failing SDK means for the exit code; `undefined` if no SDK fails, or the baseline has all of it. */
export function sdkFailsText({
  sdks = [],
  sdkFails: isExitCode,
}: {
  sdks?: readonly SdkReport[];
  sdkFails?: true;
}): string | undefined {
  const failing = sdks.filter(sdkFails);
  const [first] = failing;
  if (!first) return undefined;
  const names = failing.length === 1 ? `${sdkName(first)} fails` : `${countOf(failing.length, 'SDKs')} fail`;
  return isExitCode
    ? `${names}: exit code 1, because of --sdk-fails or OKTA_CONTRACTS_SDK_FAILS.`
    : `${names}. For exit code 1: --sdk-fails or OKTA_CONTRACTS_SDK_FAILS=true.`;
}

function grouped(n: number, noun: string): string {
  return countOf(n, noun).replace(/^\d+/, n.toLocaleString('en'));
}
