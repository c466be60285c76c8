import type { OperationId } from '../domain/operation.js';
import type { Evidence } from '../domain/outcome.js';

/** A schema object of a contract: the part of JSON Schema that `contracts/meta/contract.schema.json` allows. */
export interface Schema {
  $id?: string;
  $ref?: string;
  type?: string | string[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: true | Schema;
  unevaluatedProperties?: false;
  items?: Schema;
  allOf?: Schema[];
  if?: Schema;
  then?: Schema;
  else?: Schema;
  not?: Record<string, never>;
  $defs?: Record<string, Schema>;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  openEnum?: unknown[];
  addedIn?: string;
  removedIn?: string;
  changedIn?: string;
  was?: string;
  /** When an added property is there; where it is absent, nothing is said of the change. */
  when?: string;
  disputed?: string;
  /** Okta's documents of the two editions agree here: a change that only the migration document states. Written by a tool. */
  inDocuments?: false;
}

/** What one status of an operation must answer. */
export interface AnswerContract {
  /** Place of the schema as written, relative to the resource's folder. */
  schema?: string;
  body?: 'empty' | 'any';
  addedIn?: string;
  removedIn?: string;
  /** Okta's documents of the two editions agree here. Written by a tool. */
  inDocuments?: false;
}

export type Category = 'breaking' | 'deprecated' | 'new' | 'compatible' | 'fixture';

/** An operation's entry in `contracts/<resource>/operations.json`. */
export interface OperationContract {
  id: OperationId;
  resource: string;
  method: string;
  template: string;
  category: Category;
  note?: string;
  /** Set where the documents of both editions show no difference. */
  difference?: 'none';
  /** Okta's documents of both editions have a new operation, or neither has. Written by a tool. */
  inDocuments?: false;
  evidence: Evidence;
  /** OAuth 2.0 scopes that the operation needs. */
  oauthScopes: string[];
  request?: string;
  answers: Record<string, AnswerContract>;
  errors: number[];
}

export interface Edition {
  edition: string;
  previous: string;
  apiVersion: string;
  /** Error statuses that any operation may answer, and what each means. */
  errors: Record<string, string>;
  /** Error statuses that any operation other than a GET may answer besides, and what each means. */
  writeErrors: Record<string, string>;
}
