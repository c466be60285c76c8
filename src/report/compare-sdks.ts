import type { SdkReport } from '../domain/sdk.js';
import { compareSdkReports } from '../sdk/compare.js';
import { type SdkGroup, sdkGroupsOf } from '../sdk/groups.js';
import { sdkName, sdkNumbers } from './render/sdk-texts.js';

/** What an SDK made of the responses of two orgs. */
export interface ComparedSdkGroups {
  /** `python 3.4.4`, or both versions. */
  name: string;
  /** The verdict and the numbers of each org; unset if the SDK did not read its responses. */
  left?: string;
  right?: string;
  /** The causes that only one of the orgs has. */
  onlyLeft: SdkGroup[];
  onlyRight: SdkGroup[];
}

/** Compares what SDKs made of the responses of two orgs: the same version, else another version of the same SDK. */
export function compareSdks(left: readonly SdkReport[] = [], right: readonly SdkReport[] = []): ComparedSdkGroups[] {
  const others = [...right];
  const take = (is: (sdk: SdkReport) => boolean): SdkReport | undefined => {
    const i = others.findIndex(is);
    return i < 0 ? undefined : others.splice(i, 1)[0];
  };
  const same = new Map(left.map((sdk) => [sdk, take((other) => sdkName(other) === sdkName(sdk))]));
  const pairs = left.map((sdk) => [sdk, same.get(sdk) ?? take((other) => other.name === sdk.name)] as const);
  return [...pairs.map(([a, b]) => comparedOf(a, b)), ...others.map((b) => comparedOf(undefined, b))];
}

function comparedOf(left: SdkReport | undefined, right: SdkReport | undefined): ComparedSdkGroups {
  const names = [left, right].flatMap((sdk) => (sdk ? [sdkName(sdk)] : []));
  const numbers = {
    name: [...new Set(names)].join(' | '),
    ...(left && { left: sdkNumbers(left) }),
    ...(right && { right: sdkNumbers(right) }),
  };
  if (!left || !right) return { ...numbers, onlyLeft: [], onlyRight: [] };
  const { newlyFailing, newlyDropped, fixed, noLongerDropped } = compareSdkReports(left, right);
  return {
    ...numbers,
    onlyLeft: sdkGroupsOf([...fixed.findings, ...noLongerDropped.findings]),
    onlyRight: sdkGroupsOf([...newlyFailing.findings, ...newlyDropped.findings]),
  };
}
