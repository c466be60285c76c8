import type { SdkGroup } from '../sdk/groups.js';
import type { ComparedOrg, CompareReport } from './compare.js';
import type { ComparedSdkGroups } from './compare-sdks.js';
import { sdkGroupNumbers, sdkResults } from './render/sdk-texts.js';
import { editionMatchText, renderOrg } from './render/texts.js';

/** What the page of a comparison shows. */
export type ComparisonData = ReturnType<typeof comparisonData>;
export type ComparedGroup = ComparisonData['groups'][number];

/**
 * A comparison with the sentences that the page shows, without the differences by operation.
 * @param limit what the comparison leaves out, if it is limited to a client
 */
export function comparisonData(
  { left, right, groups, outcomes, different, same, sdks }: CompareReport,
  limit?: string,
) {
  const orgs = { left: orgData(left), right: orgData(right) };
  return { page: 'compare' as const, ...orgs, groups, outcomes, different, same, limit, sdks: sdks.map(sdkData) };
}

function sdkData({ name, left, right, onlyLeft, onlyRight }: ComparedSdkGroups) {
  const of = (groups: readonly SdkGroup[]) =>
    groups.map((group) => ({
      id: group.id,
      title: group.title,
      result: sdkResults[group.result],
      numbers: sdkGroupNumbers(group),
    }));
  return { name, left, right, onlyLeft: of(onlyLeft), onlyRight: of(onlyRight) };
}

function orgData(compared: ComparedOrg) {
  const { org, edition, startedAt } = compared;
  return { url: org.url, text: renderOrg(org), editionMatch: editionMatchText(compared), edition, startedAt };
}
