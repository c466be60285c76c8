import type { GroupState } from '../assess/change-group.js';

/** A value of a table. */
export type Value = string | number | null;

/** The answer to a question about a fleet. */
export interface FleetTable {
  id: string;
  title: string;
  columns: string[];
  rows: Value[][];
  /** Why there are no rows, if no org was verified yet. */
  unknown?: string;
}

/** The states of changes on orgs. */
export interface FleetMatrix {
  orgs: string[];
  /** The orgs that were not verified on the last day, with the day of their states; `null` if they were never verified. */
  older: { org: string; day: string | null }[];
  /** `states` has one character for each org: a key of `keys`. */
  changes: { id: string; title: string; isBreaking: boolean; states: string }[];
  /** The states, by the character that stands for each. */
  keys: Record<string, GroupState | 'unknown'>;
}

/** What the page of a fleet shows. */
export interface FleetPageData {
  page: 'fleet';
  /** `200 orgs: 120 passed, 10 failed, 70 with violations` */
  title: string;
  /** The last day of the reports. */
  day: string;
  matrix: FleetMatrix;
  tables: FleetTable[];
  /** Addresses of the reports of orgs, relative to the page. */
  reports: Record<string, string>;
}
