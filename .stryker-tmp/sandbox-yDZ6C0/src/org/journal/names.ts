// @ts-nocheck
import { createHash } from 'node:crypto';

/** The prefix of the names of all objects that a run creates. */
export const namePrefix = 'okta-contracts-';

/** The host of all mail addresses and URLs of a run. The domain is reserved, so that no mail or request is delivered. */
export const mailHost = 'okta-contracts.invalid';

/** The name of the nth object of a run. */
export function nameOf(run: string, n: number): string {
  return `${namePrefix}${run}-${n}`;
}

/** The prefix of the names of locks. */
export const lockPrefix = `${namePrefix}lock-`;

/** The name of the group that locks an org for a run. @param expires in seconds since 1970 */
export function lockNameOf(run: string, expires: number): string {
  return `${lockPrefix}${run}-${expires}`;
}

/** Whether a value of an object ends with a name of this run. Some kinds of objects do not allow dashes; some names are part of a URL. */
export function carriesName(value: unknown, run: string): boolean {
  return (
    typeof value === 'string' && new RegExp(`(^|[^\\w-])okta[-_]contracts[-_](?:lock-)?${run}[-_]\\d+$`).test(value)
  );
}

/** A UUID derived from a name, for objects that have a UUID instead of a name. */
export function uuidOf(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}
