/**
 * The behavior of a reference org: as the current edition documents it, as the previous edition documents it, or as observed on
 * real orgs.
 */
// @ts-nocheck

export type Profile = 'current' | 'previous' | 'observed';

export const profiles: readonly Profile[] = ['current', 'previous', 'observed'];
