/**
 * How a reference org answers: as the edition documents, as the edition before it did, or as real orgs are seen to
 * answer today.
 */
export type Profile = 'current' | 'previous' | 'observed';

export const profiles: readonly Profile[] = ['current', 'previous', 'observed'];
