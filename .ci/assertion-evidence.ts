import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { type Assertion, type AssertionId, assertionsOf, evaluate } from '../src/contract/assertions.js';
import { type Catalogue, schemaPlace } from '../src/contract/catalogue.js';
import { type Check, createCheck, errorPlace } from '../src/contract/check.js';
import {
  type EvidenceFile,
  formatEvidence,
  isDefault,
  type ResponseAspect,
  responseAspects,
  responseAssertion,
} from '../src/contract/evidence.js';
import { createMatcher } from '../src/contract/match.js';
import type { OperationContract } from '../src/contract/model.js';
import { partsOfPlace } from '../src/contract/schemas.js';
import { makeExchange } from '../src/domain/exchange.js';
import type { AssertionEvidence } from '../src/domain/finding.js';
import { OktaDocument, responseStatements, type Statement, statementOf } from './document.js';
import { addedSince, type Explanation, violationName } from './explanations.js';

/** A recorded exchange. */
export interface Recorded {
  id: string;
  source?: string;
  /** How the response came about; recordings of test suites have none. */
  class?: Explanation['class'];
  request: { method: string; url: string };
  response: { status: number; body?: unknown };
}

/** Reads recorded exchanges of a file, `.ndjson.gz`. */
export async function* readRecorded(file: string): AsyncGenerator<Recorded> {
  const lines = createReadStream(file).pipe(createGunzip());
  for await (const line of createInterface({ input: lines })) if (line !== '') yield JSON.parse(line) as Recorded;
}

/**
 * An org of the recordings, and its kind: who uses it, and for what. The orgs of one test suite are of one kind, whatever their
 * engine: the suite sets them up alike, and its `classic` org serves the policies of Identity Engine. An org has a second host
 * name for its Admin Console, `NAME-admin`.
 */
export function orgOf({ source = '', class: origin, request }: Recorded): { org: string; kind: string } {
  const host = new URL(request.url).hostname.replace(/^([^.]+)-admin\./, '$1.');
  return { org: origin === undefined ? host : source, kind: source };
}

/** Reads the documents of the two editions of the contracts. @param folder contains okta-specs/ */
export function readEditionDocuments({ edition }: Catalogue, folder: string): [OktaDocument, OktaDocument] {
  const read = (name: string) => new OktaDocument(join(folder, `okta-specs/${name}.yaml.gz`));
  return [read(edition.previous), read(edition.edition)];
}

/** The source of the examples in Okta's OpenAPI document. */
const documentSource = 'okta/okta-management-openapi-spec';

interface Seen {
  assertion: Assertion;
  before: Set<Statement>;
  after: Set<Statement>;
  /** The document's own examples that violate it. */
  examples: number;
  satisfied: number;
  violated: number;
  orgs: Set<string>;
  kinds: Set<string>;
}

/** Counts, for every assertion of every response schema, the documents and the recorded responses that support it. */
export class EvidenceCounter {
  readonly #catalogue: Catalogue;
  readonly #match: (method: string, url: string) => OperationContract | undefined;
  readonly #seen = new Map<AssertionId, Seen>();
  readonly #check: Check;

  /** @param documents those of the two editions */
  constructor(catalogue: Catalogue, [before, after]: readonly [OktaDocument, OktaDocument]) {
    this.#catalogue = catalogue;
    this.#match = createMatcher(catalogue);
    this.#check = createCheck(catalogue);
    // No document describes the error object in a schema of its own; every operation has it.
    for (const assertion of assertionsOf(catalogue.schemas, catalogue.schemas.at(errorPlace))) this.#seenOf(assertion);
    for (const operation of catalogue.operations.values()) {
      for (const [aspect, described] of Object.entries(responseStatements)) {
        const [was, is] = [before, after].map((document) => described(document, operation));
        if (was === undefined || is === undefined) continue;
        const seen = this.#seenOf({
          id: responseAssertion(operation, aspect as ResponseAspect),
          keyword: aspect,
          pointer: '',
          schema: {},
          conditions: [],
        });
        seen.before.add(was);
        seen.after.add(is);
      }
      for (const [status, { schema }] of Object.entries(operation.answers)) {
        if (schema === undefined) continue;
        for (const assertion of assertionsOf(catalogue.schemas, catalogue.schemas.at(schemaPlace(operation, schema)))) {
          const seen = this.#seenOf(assertion);
          seen.before.add(statement(before, operation, status, assertion));
          seen.after.add(statement(after, operation, status, assertion));
        }
      }
    }
  }

  /**
   * Adds a recorded response. An example of the document is no response: it supports nothing, and contradicts what the document
   * states elsewhere.
   */
  add(recorded: Recorded): void {
    const { request, response } = recorded;
    const isExample = recorded.class === 'documentation-example';
    if (isExample && recorded.source !== documentSource) return;
    const operation = this.#match(request.method, request.url);
    if (!operation) return;
    if (!isExample) this.#addResponse(recorded, operation);
    if (typeof response.body !== 'object' || response.body === null) return;
    const schema = operation.answers[response.status]?.schema;
    const isError = response.status >= 400 && Object.hasOwn(response.body, 'errorCode');
    const place = schema !== undefined ? schemaPlace(operation, schema) : isError ? errorPlace : undefined;
    if (place === undefined) return;
    const { schemas } = this.#catalogue;
    // A response counts once, and not once for each element of a list.
    const results = new Map<AssertionId, boolean>();
    evaluate(schemas, schemas.at(place), response.body, (id, isSatisfied) => {
      results.set(id, isSatisfied && (results.get(id) ?? true));
    });
    for (const [id, isSatisfied] of results) {
      const seen = this.#seen.get(id);
      if (!seen) continue;
      if (isExample) seen.examples += isSatisfied ? 0 : 1;
      else count(seen, recorded, isSatisfied, operation);
    }
  }

  /** Counts status, body and content type. A refusal shows nothing about the responses of the contract. */
  #addResponse(recorded: Recorded, operation: OperationContract): void {
    const exchange = makeExchange(recorded as never);
    const { status, headers } = exchange.response;
    const { findings } = this.#check(operation, exchange);
    for (const aspect of responseAspects) {
      const seen = this.#seen.get(responseAssertion(operation, aspect));
      const isViolated = findings.some(({ kind, pointer }) => kind === aspect && pointer === '');
      const isShown = operation.answers[status] && (aspect !== 'content-type' || headers['content-type'] !== undefined);
      if (seen && (isViolated || isShown)) count(seen, recorded, !isViolated, operation);
    }
  }

  /** The evidence by assertion, in the order of the contracts. */
  get evidence(): Map<AssertionId, AssertionEvidence> {
    return new Map(
      [...this.#seen].map(([id, seen]) => {
        const { satisfied, violated, orgs, kinds } = seen;
        const isContradicted = contradictsItself(seen) || this.#hasUnclearMembers(id);
        const documents = isContradicted ? 'contradicted' : documentsOf(seen);
        return [id, { documents, satisfied, violated, orgs: orgs.size, kinds: kinds.size }];
      }),
    );
  }

  /**
   * Whether the type is that of a map whose members are of one type in the schema of the document and of another in its examples,
   * while all recorded maps were empty: then the map itself may have another form as well.
   */
  #hasUnclearMembers(id: AssertionId): boolean {
    const members = id.endsWith('/type') && this.#seen.get(id.replace(/\/type$/, '/additionalProperties/type'));
    return members ? contradictsItself(members) : false;
  }

  #seenOf(assertion: Assertion): Seen {
    const known = this.#seen.get(assertion.id);
    if (known) return known;
    const seen: Seen = {
      assertion,
      before: new Set(),
      after: new Set(),
      examples: 0,
      satisfied: 0,
      violated: 0,
      orgs: new Set(),
      kinds: new Set(),
    };
    this.#seen.set(assertion.id, seen);
    return seen;
  }
}

function statement(
  document: OktaDocument,
  operation: OperationContract,
  status: string,
  { keyword, pointer, schema }: Assertion,
): Statement {
  const cut = pointer.lastIndexOf('/');
  const expected = schema[(keyword === 'null' ? 'type' : keyword) as keyof typeof schema];
  return statementOf(
    keyword,
    expected,
    document.schemasAt(operation, status, pointer),
    keyword === 'required' ? document.schemasAt(operation, status, pointer.slice(0, cut)) : [],
    pointer.slice(cut + 1),
  );
}

/**
 * Counts a recorded response. An old recording supports an assertion. It contradicts one, too, if it has no property that must be
 * there, or another type: this may be a difference between orgs. It does not where the edition or Okta made the property since,
 * and not by a format or a value, which those who publish a recording often replace.
 */
function count(seen: Seen, recorded: Recorded, isSatisfied: boolean, operation: OperationContract): void {
  const { org, kind } = orgOf(recorded);
  if (isSatisfied) {
    seen.satisfied += 1;
    seen.orgs.add(org);
    seen.kinds.add(kind);
  } else if (recorded.class === undefined || (recorded.class === 'recorded' && isOlderThan(seen.assertion, operation)))
    seen.violated += 1;
}

/** Whether an assertion applied already when the old recordings were made. */
function isOlderThan({ keyword, pointer, schema }: Assertion, { resource }: OperationContract): boolean {
  if (keyword !== 'required') return (keyword === 'type' || keyword === 'null') && schema.changedIn === undefined;
  const property = schema.properties?.[pointer.slice(pointer.lastIndexOf('/') + 1)];
  return property?.addedIn === undefined && !addedSince.has(violationName(resource, 'missing', pointer));
}

/** Whether the examples of a document differ from its schema, and no org decides. Examples are often shortened or old. */
function contradictsItself({ examples, satisfied, after }: Seen): boolean {
  return examples > 0 && satisfied === 0 && (after.has('states') || after.has('implies'));
}

/**
 * A schema serves several operations: one whose document states the assertion suffices. That a document only implies an assertion
 * counts if an org confirms it.
 */
function documentsOf({ before, after, satisfied }: Seen): AssertionEvidence['documents'] {
  const isStated = (by: Set<Statement>) => by.has('states') || (satisfied > 0 && by.has('implies'));
  if (isStated(after)) return isStated(before) ? 'both' : 'edition';
  if (after.has('contradicts')) return 'contradicted';
  return isStated(before) ? 'previous' : 'none';
}

/** Evidence in the form of `evidence.json`: by schema file and place, assertions with equal evidence together. */
export function toFiles(
  evidence: ReadonlyMap<AssertionId, AssertionEvidence>,
): Map<string, NonNullable<EvidenceFile['assertions']>> {
  const files = new Map<string, NonNullable<EvidenceFile['assertions']>>();
  for (const [id, one] of evidence) {
    // Most assertions were never recorded: these are not listed.
    if (isDefault(id, one)) continue;
    const { file, fragment } = partsOfPlace(id);
    const [resource = '', name = ''] = file.split('/');
    const { place, keyword } = partsOf(fragment);
    const ofResource = files.get(resource) ?? {};
    files.set(resource, ofResource);
    ofResource[name] ??= {};
    ofResource[name][place] ??= {};
    const here = ofResource[name][place];
    const text = formatEvidence(one);
    const isRequired = keyword.startsWith('required ');
    const same = Object.keys(here).find(
      (known) => here[known] === text && known.startsWith('required ') === isRequired,
    );
    if (same !== undefined) delete here[same];
    here[same === undefined ? keyword : `${same} ${isRequired ? keyword.slice('required '.length) : keyword}`] = text;
  }
  return files;
}

/** The place and the keyword of an assertion: `/properties/a` and `type`, or `required id`. */
function partsOf(fragment: string): { place: string; keyword: string } {
  const cut = fragment.lastIndexOf('/');
  const isRequired = fragment.slice(0, cut).endsWith('/required');
  const place = isRequired ? fragment.slice(0, cut - '/required'.length) : fragment.slice(0, cut);
  return { place, keyword: `${isRequired ? 'required ' : ''}${fragment.slice(cut + 1)}` };
}
