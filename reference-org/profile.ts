/** How a resource responds: as the current edition documents it, as the previous edition documents it, or as observed on real orgs. */
export type Behavior = 'current' | 'previous' | 'observed';

/**
 * The behavior of a reference org: the same for all resources, or `mixed`: about half of the changes are applied, or `newest`: as
 * `current`, with the changes of all later editions.
 */
export type Profile = Behavior | 'mixed' | 'newest';

export const profiles: readonly Profile[] = ['current', 'previous', 'observed', 'mixed', 'newest'];

/**
 * The resources of a `mixed` org that still respond as the previous edition, by the name of their file or folder in resources/. Okta
 * changes an org one resource at a time. Each kind of change is in both halves: removed and changed properties, new properties,
 * new operations and new statuses.
 */
const notMigrated: ReadonlySet<string> = new Set([
  'associated-domains',
  'authenticator-enrollments',
  'authorization-servers',
  'brands',
  'device-assurances',
  'device-integrations',
  'device-posture-checks',
  'devices',
  'factors',
  'federated-claims',
  'governance',
  'group-push-mappings',
  'identity-providers',
  'inline-hooks',
  'okta-support',
  'org-metadata',
  'policies',
  'realms',
  'resource-server-keys',
  'service-accounts',
]);

/** How a resource of an org responds. @param resource the name of its file or folder in resources/ */
export function behaviorOf(profile: Profile, resource: string): Behavior {
  if (profile === 'newest') return 'current';
  if (profile !== 'mixed') return profile;
  return notMigrated.has(resource) ? 'previous' : 'current';
}

/** The edition of the API that an org serves, by its profile. 2026.06.3 does not differ from 2026.05.1. */
export const editionOf: Readonly<Record<Behavior | 'newest', string>> = {
  previous: '2024.08.3',
  current: '2025.08.0',
  observed: '2025.08.0',
  newest: '2026.05.1',
};

/** The edition that a resource of an org serves. @param chosen the option `edition` of the org; resources of `previous` ignore it */
export function editionServed(profile: Profile, behavior: Behavior, chosen: string | undefined): string {
  if (behavior === 'previous') return editionOf.previous;
  return chosen ?? editionOf[profile === 'newest' ? 'newest' : behavior];
}

/** Whether an edition is `since` or a later one. */
export function isFrom(since: string, edition: string): boolean {
  return since.localeCompare(edition, 'en', { numeric: true }) <= 0;
}
