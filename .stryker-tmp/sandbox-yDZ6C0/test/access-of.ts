// @ts-nocheck
import type { ReferenceOrg } from '../reference-org/index.js';
import type { Access } from '../src/config/access.js';

/** Credentials for a reference org with its API token. */
export function accessOf(org: Pick<ReferenceOrg, 'url' | 'token'>): Access {
  return { url: org.url, auth: { scheme: 'SSWS', token: org.token } };
}
