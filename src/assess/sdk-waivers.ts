import type { SdkReport } from '../domain/sdk.js';
import { type FailurePolicy, isExpired, type Waiver } from './policy.js';

/** Marks the findings of SDKs that a waiver accepts. Data that an SDK drops needs none. */
export function withSdkWaivers(sdks: readonly SdkReport[], { waivers, today }: FailurePolicy): SdkReport[] {
  const valid = new Set(waivers.filter((waiver) => !isExpired(waiver, today)).map(keyOf));
  return sdks.map((sdk) => ({
    ...sdk,
    findings: sdk.findings.map((finding) =>
      finding.result !== 'loss' && valid.has(keyOf(finding)) ? { ...finding, waived: true as const } : finding,
    ),
  }));
}

/** Whether a waiver matches a finding of an SDK, expired or not. */
export function waivesSdk(waiver: Waiver, sdks: readonly SdkReport[]): boolean {
  return sdks.some(({ findings }) =>
    findings.some((finding) => finding.result !== 'loss' && keyOf(finding) === keyOf(waiver)),
  );
}

function keyOf({ sdk, fingerprint }: Pick<Waiver, 'sdk' | 'fingerprint'>): string {
  return `${sdk} ${fingerprint}`;
}
