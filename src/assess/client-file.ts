import type { OperationId } from '../domain/operation.js';

/** What a client uses of the API, from the file that `--used-by` names. */
export interface ClientFile {
  /** The name of the file, without its folder. */
  file: string;
  /** The operations with a contract that the client calls. */
  operations: OperationId[];
  /** IDs of changes of properties that were in none of the client's requests and responses, although their objects were. */
  unusedChanges: string[];
  /** Number of its different calls without a contract. */
  withoutContract: number;
  /** Entries of the file that cannot be read. */
  unreadable: number;
}

/** What a client uses, and what a report that is limited to it leaves out. */
export interface UsedBy extends ClientFile {
  omitted: Omitted;
}

/** What a limited report leaves out. */
export interface Omitted {
  changes: number;
  findings: number;
  /** Findings that fail the run. */
  failing: number;
}
