/** Tells which objects of the org a run may write to. */
export interface Ownership {
  /** Whether an object may be made under this intent: it stands in the journal. */
  isIntended(intent: string): boolean;
  /** Whether a path leads to, or below, an object that this run made. */
  ownsPath(path: string): boolean;
}
