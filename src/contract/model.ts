import type { OperationId } from '../domain/operation.js';
import type { Evidence } from '../domain/outcome.js';

/** An earlier change of a property that has changed again since. */
export interface EarlierMark {
  addedIn?: string;
  removedIn?: string;
  changedIn?: string;
  was?: string;
  before?: Schema;
}

/** A change of a value in an edition outside the step. */
export interface OtherChange {
  edition: string;
  before: Schema;
  after: Schema;
}

/** A schema object of a contract, limited to the keywords that `contracts/meta/contract.schema.json` allows. */
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
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  minimum?: number;
  maximum?: number;
  openEnum?: unknown[];
  addedIn?: string;
  removedIn?: string;
  changedIn?: string;
  /** The edition since which a request must contain the property. */
  requiredIn?: string;
  /** The org ignores or refuses the property in a request. */
  readOnly?: true;
  /** The previous form of a changed property, in a few words. */
  was?: string;
  /** The keywords of the property before its change or removal. */
  before?: Schema;
  /** Earlier changes of the property, oldest first. */
  history?: EarlierMark[];
  /** Of a step: an edition after the step adds the property. Its presence is a notice. */
  addedLater?: string;
  /** Of a step: an edition before the step removed the property. Its presence is a warning. */
  removedBefore?: string;
  /** Of a step: an edition before the step added the property. */
  addedBefore?: string;
  /** Of a step: an edition after the step removes the property. */
  removedLater?: string;
  /** Of a step: changes of the value in editions before or after the step. */
  otherChanges?: OtherChange[];
  /** The condition under which an added property is returned. Its absence is no evidence against the change. */
  when?: string;
  /** Why a removal is disputed. */
  disputed?: string;
  /** Okta's documents of the two editions do not show this change. Written by `npm run in-documents`. */
  inDocuments?: false;
}

/** The response of an operation with one status. */
export interface AnswerContract {
  /** The location of the schema, relative to the folder of the resource. */
  schema?: string;
  body?: 'empty' | 'any';
  addedIn?: string;
  removedIn?: string;
  /** Of a step: the edition outside the step that added the status. */
  addedOutside?: string;
  /** Of a step: an edition after the step removes the status. */
  removedLater?: string;
  /** Okta's documents of the two editions do not show this change. Written by `npm run in-documents`. */
  inDocuments?: false;
}

/** How an operation returns its list in pages. */
export interface Paging {
  /** Where the link to the next page is: the `Link` header, or `_links.next` of the body. */
  links: 'header' | 'body';
  /** The property that contains the items, if the response is an object. */
  list?: string;
  /** A request cannot choose the size of the pages. */
  limit?: false;
  /** The property that identifies an item; default `id`. */
  id?: string;
  /** A value of `expand` that a run sends, to verify that the next link keeps it. */
  expand?: string;
  /** Query parameters that narrow the list, each with an expression: `{/id}` is the value at this pointer of an item. */
  narrowedBy?: Partial<Record<'filter' | 'search' | 'q', string>>;
  /** Exceptions, with their source: a recorded response or a document. */
  exceptions?: {
    /** Query parameters that the next link does not repeat. */
    loses?: string[];
    /** The last page has a next link as well. */
    alwaysNext?: true;
    /** The next link has another path. */
    otherPath?: true;
    source: string;
  };
}

export type Category = 'breaking' | 'deprecated' | 'new' | 'compatible' | 'fixture';

/** The contract of an operation: its entry in `contracts/<resource>/operations.json`, completed with derived fields. */
export interface OperationContract {
  id: OperationId;
  resource: string;
  method: string;
  template: string;
  category: Category;
  /** Shown in reports. */
  note?: string;
  /** The edition that added the operation; a new operation without it: the edition of the contracts. */
  addedIn?: string;
  /** The edition that removed it. */
  removedIn?: string;
  /** Of a step: an edition before the step added the operation. */
  addedBefore?: string;
  /** Of a step: an edition after the step removes the operation. */
  removedLater?: string;
  /** Okta's documents of the two editions describe the operation in the same way. */
  difference?: 'none';
  /** A new operation that Okta's documents of both editions contain, or neither. Written by `npm run in-documents`. */
  inDocuments?: false;
  /** From `contracts/<resource>/evidence.json`. */
  evidence: Evidence;
  /** OAuth 2.0 scopes that the operation needs. */
  oauthScopes: string[];
  /** The location of the schema of the request body, relative to the folder of the resource. */
  request?: string;
  /** Media types of the request body; default: `application/json`. */
  contentTypes?: string[];
  /** Query parameters that the operation accepts. Unset: they are not checked. */
  query?: Record<string, Schema>;
  /** Names of query parameters that a request must have. */
  requiredQuery?: string[];
  /** Request headers that the operation reads, by their documented names. */
  headers?: Record<string, Schema>;
  /** Names of request headers that a request must have. */
  requiredHeaders?: string[];
  /** How a request asks for fewer properties: `query NAME` or `media type NAME`. Nothing is required of such a response. */
  reducedBy?: string[];
  /** Set if the operation is a list that is returned in pages. */
  paging?: Paging;
  answers: Record<string, AnswerContract>;
  /** Error statuses: the default ones and those that the entry adds. */
  errors: number[];
  /** Error statuses that an edition documents for the first time, each with its edition. `errors` contains them, too. */
  addedErrors?: Record<string, string>;
}

/** An entry of operations.json: what is not derived from its key, its folder and other files. */
export type OperationEntry = Pick<
  OperationContract,
  | 'category'
  | 'note'
  | 'addedIn'
  | 'removedIn'
  | 'addedBefore'
  | 'removedLater'
  | 'difference'
  | 'inDocuments'
  | 'oauthScopes'
  | 'request'
  | 'contentTypes'
  | 'query'
  | 'requiredQuery'
  | 'headers'
  | 'requiredHeaders'
  | 'reducedBy'
  | 'paging'
  | 'answers'
  | 'addedErrors'
> & {
  /** Error statuses in addition to `defaultErrors`. */
  errors?: number[];
};

export interface Edition {
  edition: string;
  previous: string;
  apiVersion: string;
  /** Error statuses that any operation may return, and their meaning. */
  errors: Record<string, string>;
  /** Further error statuses of any operation that is not a GET, and their meaning. */
  writeErrors: Record<string, string>;
}
