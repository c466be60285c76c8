import type { SdkFinding } from '../domain/sdk.js';

/** What the user of an SDK can do about a finding. @param readBy versions of the same SDK that read all these responses */
export function adviceFor(
  { pointer, result, version }: Pick<SdkFinding, 'pointer' | 'result' | 'version'>,
  readBy: readonly string[],
): string {
  const [other] = [...readBy].sort((a, b) => compareVersions(b, a));
  if (other !== undefined)
    return compareVersions(other, version) > 0
      ? `Version ${other} reads it: upgrade to it.`
      : `Version ${other} reads it: pin the SDK to it.`;
  if (result === 'loss') return 'Read this property from the raw response.';
  if (result === 'empty')
    return 'The SDK returns nothing, without an error: do not treat that as "none exist". Read the raw response.';
  return pointer.includes('/*')
    ? 'One such item makes the whole response fail: read the raw response.'
    : 'Read the raw response.';
}

/** Compares versions such as `3.4.4` by their numbers. */
export function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
