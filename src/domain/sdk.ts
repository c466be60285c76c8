/**
 * What an SDK made of a response: `read` it completely, lost parts of it without an error (`loss`), gave the caller nothing because
 * it caught its own error (`empty`), or threw an error (`failed`).
 */
export type SdkOutcome = 'read' | 'loss' | 'empty' | 'failed' | 'unknown operation';

/** All outcomes, from the worst to the best, then the one that shows nothing. */
export const sdkOutcomes = ['failed', 'empty', 'loss', 'read', 'unknown operation'] as const satisfies SdkOutcome[];

/** Why an SDK cannot read a place: `enum` is a value that the SDK does not know, `dropped` belongs to `loss`, `swallowed` to `empty`. */
export type SdkCause =
  | 'enum'
  | 'null'
  | 'missing'
  | 'discriminator'
  | 'type'
  | 'format'
  | 'dropped'
  | 'swallowed'
  | 'other';

/** All causes. */
export const sdkCauses = [
  ...(['enum', 'null', 'missing', 'discriminator', 'type', 'format', 'dropped', 'swallowed', 'other'] as const),
] satisfies SdkCause[];

/** One place of a response that an SDK cannot read. It contains names of the SDK, never values of the response. */
export interface SdkPlace {
  /** JSON pointer into the body, with the indexes of list items. */
  pointer: string;
  cause: SdkCause;
  /** The type that the SDK expects there, by its name in the SDK. */
  expected?: string;
  message: string;
}

/** What one SDK made of one response; in a line of `traffic --json`: an element of `sdk`. */
export interface SdkResult {
  /** The SDK: `python`, `node`, `go`, or the name that its adapter states. */
  name: string;
  version: string;
  result: SdkOutcome;
  findings: SdkPlace[];
}

/** The same place of the same operation that an SDK cannot read, with its numbers. It never changes the verdict on the org. */
export interface SdkFinding {
  kind: 'sdk';
  /** The name of the SDK. */
  sdk: string;
  version: string;
  /** The operation by the path template of the contract; of an operation without a contract, by that of the SDK. */
  operation: string;
  /** JSON pointer into the body, with `*` for the elements of lists. */
  pointer: string;
  cause: SdkCause;
  result: 'failed' | 'empty' | 'loss';
  expected?: string;
  message: string;
  /** Number of responses with the finding. */
  responses: number;
  /** Number of places of these responses: several items of a list can have it. */
  items: number;
  /** What the user of the SDK can do. */
  advice: string;
  /** Hash of SDK, operation, pointer and cause, without the version: two versions of an SDK have the same. */
  fingerprint: string;
  /** The baseline has the finding. */
  known?: true;
  /** A waiver accepts the finding. */
  waived?: true;
  /** Start of the first run, without a gap until now, that had the finding (RFC 3339). */
  since?: string;
}

/** How often an SDK could not read the responses of one operation. */
export interface SdkOperation {
  operation: string;
  responses: number;
  failed: number;
  empty: number;
  loss: number;
}

/** An operation that an SDK has no method or no type for. */
export interface UnknownOperation {
  operation: string;
  /** Number of its responses. */
  responses: number;
}

/** What one SDK made of all responses: its section in a report. */
export interface SdkReport {
  name: string;
  version: string;
  /** What was given with `--sdk`. */
  spec: string;
  /** Number of responses by outcome. */
  responses: Record<SdkOutcome, number>;
  /** Number of operations of the SDK with a response. */
  operationsRead?: number;
  /** The operations that the SDK has no method or no type for, the most frequent first. */
  unknownOperations?: UnknownOperation[];
  /** The operations with a response that the SDK did not read completely, the most affected first. */
  operations: SdkOperation[];
  /** The findings: failed, empty, loss, and the most frequent first. */
  findings: SdkFinding[];
  /** Findings that are not listed, because there were too many different ones. */
  furtherFindings?: number;
  /** Why the check with this SDK ended early, as one sentence. */
  stopped?: string;
}

/** `fails`: a response could not be read; `loses data`: parts were dropped; `reads all`: neither. */
export type SdkVerdict = 'fails' | 'loses data' | 'reads all';

/** The verdict on an SDK. */
export function sdkVerdictOf({ responses }: Pick<SdkReport, 'responses'>): SdkVerdict {
  if (responses.failed + responses.empty > 0) return 'fails';
  return responses.loss > 0 ? 'loses data' : 'reads all';
}

/** Whether an SDK could not read a response of an operation for a reason that neither the baseline nor a waiver accepts. */
export function sdkFailsOn(
  { findings }: Pick<SdkReport, 'findings'>,
  { operation, failed, empty }: Pick<SdkOperation, 'operation' | 'failed' | 'empty'>,
): boolean {
  if (failed + empty === 0) return false;
  const own = findings.filter((one) => one.operation === operation && one.result !== 'loss');
  return own.length === 0 || own.some(({ known, waived }) => !known && !waived);
}

/** Whether an SDK could not read a response for a reason that is not accepted, or could not be asked any more. */
export function sdkFails(sdk: SdkReport): boolean {
  if (sdk.stopped !== undefined) return true;
  if (sdkVerdictOf(sdk) !== 'fails') return false;
  const isListed = sdk.operations.some(({ failed, empty }) => failed + empty > 0);
  return !isListed || sdk.operations.some((one) => sdkFailsOn(sdk, one));
}

/** Whether any of the SDKs fails. */
export function anySdkFails(sdks: readonly SdkReport[] = []): boolean {
  return sdks.some(sdkFails);
}
