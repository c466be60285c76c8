import type { ChangeKind } from '../../domain/change.js';
import type { Json } from '../../domain/json.js';
import type { OperationId } from '../../domain/operation.js';

/** What a change means for the code of a client. */
export interface ChangeGuide {
  /** Shapes with invented values. */
  before?: Json;
  after?: Json;
  /** What to change in code, in one or two sentences. */
  advice: string;
  /** Names of methods of Okta's SDKs, for each operation. */
  sdk: {
    operation: OperationId;
    node?: string;
    python?: string;
    go?: string;
    java?: string;
    dotnet?: string;
  }[];
  links: { title: string; url: string }[];
}

/** The parts of a group of changes that its guide depends on. */
export interface GuidedChange {
  kind: ChangeKind | 'finding';
  part: 'response' | 'request' | 'status' | 'operation';
  pointer: string;
  /** The place in the contract. */
  contract: string;
  operations: readonly { operation: OperationId }[];
  was?: string;
  when?: string;
  disputed?: string;
}
