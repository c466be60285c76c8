/** Stable codes of all errors that are not findings. */
// @ts-nocheck

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

/** An error of the setup, the input or the network. The message is one sentence that says what to do. */
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
