import { type ReferenceOrg, type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';

/** Does work on a reference org that a run enters as a live one; how it waits for limits is tested elsewhere. */
export async function withOrg(options: ReferenceOrgOptions, work: (org: ReferenceOrg) => Promise<void>): Promise<void> {
  const org = await startReferenceOrg({ limits: { perMinute: 10_000 }, ...options });
  try {
    await work(org);
  } finally {
    await org.close();
  }
}
