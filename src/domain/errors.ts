/** Stable codes of everything that can go wrong before, around or after a check. */
export type ErrorCode =
  | 'CONFIG'
  | 'CONTRACT_FILE'
  | 'UNREACHABLE'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN_BY_TIER'
  | 'UNSAFE_PATH'
  | 'UNUSABLE_RESPONSE'
  | 'CANCELLED'
  | 'UNSAFE_ID'
  | 'INPUT'
  | 'JOURNAL';

/** A fault of the set-up or of the surroundings, never of a contract: one sentence that says what to do. */
export class ContractsError extends Error {
  override readonly name = 'ContractsError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
