// @ts-nocheck
import { type ReferenceOrg, type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';

/** Runs a function with a reference org that a run treats as a live org. Waits for limits are tested elsewhere. */
export async function withOrg(options: ReferenceOrgOptions, work: (org: ReferenceOrg) => Promise<void>): Promise<void> {
  const org = await startReferenceOrg({ limits: { perMinute: 10_000 }, ...options });
  try {
    await work(org);
  } finally {
    await org.close();
  }
}
