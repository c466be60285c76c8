import type { Access } from '../src/org/access.js';
import type { ReferenceOrg } from '../src/reference-org/index.js';

/** How a reference org is entered with its API token. */
export function accessOf(org: Pick<ReferenceOrg, 'url' | 'token'>): Access {
  return { url: org.url, auth: { scheme: 'SSWS', token: org.token } };
}
