import { createHash } from 'node:crypto';

/** Every name that a run gives to an object begins with this prefix. */
export const namePrefix = 'okta-contracts-';

/** The host of every mail address and URL of a run: it is reserved, so that no mail is delivered and no request arrives. */
export const mailHost = 'okta-contracts.invalid';

/** The name of the n-th object of a run. */
export function nameOf(run: string, n: number): string {
  return `${namePrefix}${run}-${n}`;
}

/** Every name of a lock begins with this prefix. */
export const lockPrefix = `${namePrefix}lock-`;

/** The name of the group that locks an org for a run. @param expires in seconds since 1970 */
export function lockNameOf(run: string, expires: number): string {
  return `${lockPrefix}${run}-${expires}`;
}

/** Whether a value of an object contains a name of this run. Some kinds of objects allow no dashes, some names are part of a URL. */
export function carriesName(value: unknown, run: string): boolean {
  return (
    typeof value === 'string' && new RegExp(`(^|[^\\w-])okta[-_]contracts[-_](?:lock-)?${run}[-_]\\d+$`).test(value)
  );
}

/** A UUID that only this name leads to: for objects that are identified by a UUID and have no other name. */
export function uuidOf(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}
