import { createHash } from 'node:crypto';

/** The id of a key or a certificate request in Okta's format, the same for each seed. */
export function keyIdOf(seed: string): string {
  return createHash('sha256').update(seed).digest('base64url');
}
