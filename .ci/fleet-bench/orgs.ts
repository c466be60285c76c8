import { type ReferenceOrg, startReferenceOrg } from '../../reference-org/index.js';

export const profiles = ['current', 'previous', 'observed', 'mixed'] as const;
export type OrgProfile = (typeof profiles)[number];

/** The faults of orgs, with the reason that the fleet must report. */
export const faults = {
  down: /could not be reached|ECONNREFUSED/,
  'no answer': /did not respond|timed? ?out|no response|did not end/i,
  '429 storm': /429|rate limit/i,
  revoked: /401|token/i,
  '502 HTML': /502|HTML/i,
} as const;
export type OrgFault = keyof typeof faults;

/** A reference org of a fleet. */
export interface FleetReference {
  name: string;
  profile: OrgProfile;
  fault?: OrgFault;
  /** Does not answer requests if the fault is `down`. */
  org: ReferenceOrg;
}

/** Reference orgs for a fleet, with the inventory that names them. */
export interface Fleet {
  orgs: FleetReference[];
  inventory: object;
  /** The secrets that the inventory names. */
  env: Record<string, string>;
  close(): Promise<void>;
}

/** Starts n reference orgs of all profiles on loopback. From 10 on, one of 20 is faulty: of 200, two for each fault. */
export async function startFleet(n: number, tiers: readonly string[]): Promise<Fleet> {
  const orgs: FleetReference[] = [];
  const env: Record<string, string> = {};
  const kinds = Object.keys(faults) as OrgFault[];
  const entries: object[] = [];
  for (let i = 0; i < n; i += 1) {
    const profile = profiles[i % profiles.length] ?? 'current';
    const org = await startReferenceOrg({ profile });
    const fault = i % 20 === 9 ? kinds[Math.floor(i / 20) % kinds.length] : undefined;
    if (fault === 'down') await org.close();
    else if (fault && fault !== 'revoked') org.fault({ kind: fault });
    const name = `org${i}`;
    env[`TOKEN_${i}`] = fault === 'revoked' ? `00${'r'.repeat(40)}` : org.token;
    entries.push({ name, url: org.url, token: { env: `TOKEN_${i}` }, tiers });
    orgs.push({ name, profile, org, ...(fault ? { fault } : {}) });
  }
  const close = async () => {
    await Promise.all(orgs.filter(({ fault }) => fault !== 'down').map(({ org }) => org.close()));
  };
  return { orgs, inventory: { orgs: entries }, env, close };
}
