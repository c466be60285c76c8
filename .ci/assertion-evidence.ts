import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { type Assertion, type AssertionId, assertionsOf, evaluate } from '../src/contract/assertions.js';
import { type Catalogue, schemaPlace } from '../src/contract/catalogue.js';
import { errorPlace } from '../src/contract/check.js';
import { type EvidenceFile, formatEvidence, isDocumentedOnly } from '../src/contract/evidence.js';
import { createMatcher } from '../src/contract/match.js';
import type { OperationContract } from '../src/contract/model.js';
import type { AssertionEvidence } from '../src/domain/finding.js';
import type { OperationId } from '../src/domain/operation.js';
import { OktaDocument, type Statement, statementOf } from './document.js';

/** A recorded exchange. */
export interface Recorded {
  id: string;
  source?: string;
  /** How the response came about; recordings of test suites have none. */
  class?: 'recorded' | 'pasted-from-org' | 'documentation-example';
  request: { method: string; url: string };
  response: { status: number; body?: unknown };
}

/** Reads recorded exchanges of a file, `.ndjson.gz`. */
export async function* readRecorded(file: string): AsyncGenerator<Recorded> {
  const lines = createReadStream(file).pipe(createGunzip());
  for await (const line of createInterface({ input: lines })) if (line !== '') yield JSON.parse(line) as Recorded;
}

/** An org of the recordings, and its kind: its owner, and which engine it runs. */
export function orgOf({ source = '', class: origin, request }: Recorded): { org: string; kind: string } {
  const { hostname } = new URL(request.url);
  if (origin !== undefined) return { org: source, kind: source };
  const [engine = 'other'] = /^(oie|classic)/.exec(hostname) ?? [];
  return { org: hostname, kind: `${source} ${engine}` };
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
  readonly #orgs = new Map<OperationId, Set<string>>();

  constructor(catalogue: Catalogue, folder: string) {
    this.#catalogue = catalogue;
    this.#match = createMatcher(catalogue);
    const { previous, edition } = catalogue.edition;
    const [before, after] = [previous, edition].map(
      (name) => new OktaDocument(join(folder, `okta-specs/${name}.yaml.gz`)),
    ) as [OktaDocument, OktaDocument];
    // No document describes the error object in a schema of its own; every operation has it.
    for (const assertion of assertionsOf(catalogue.schemas, catalogue.schemas.at(errorPlace))) this.#seenOf(assertion);
    for (const operation of catalogue.operations.values())
      for (const [status, { schema }] of Object.entries(operation.answers)) {
        if (schema === undefined) continue;
        for (const assertion of assertionsOf(catalogue.schemas, catalogue.schemas.at(schemaPlace(operation, schema)))) {
          const seen = this.#seenOf(assertion);
          seen.before.add(statement(before, operation, status, assertion));
          seen.after.add(statement(after, operation, status, assertion));
        }
      }
  }

  /**
   * Adds a recorded response. What an org answered before the edition supports an assertion, and does not contradict it. An
   * example of the document is no response: it supports nothing, and contradicts what the document states elsewhere.
   */
  add(recorded: Recorded): void {
    const { request, response } = recorded;
    const isExample = recorded.class === 'documentation-example';
    if (isExample && recorded.source !== documentSource) return;
    const operation = this.#match(request.method, request.url);
    if (!operation) return;
    if (operation.answers[response.status] && !isExample) {
      const orgs = this.#orgs.get(operation.id) ?? new Set();
      this.#orgs.set(operation.id, orgs.add(orgOf(recorded).org));
    }
    if (typeof response.body !== 'object' || response.body === null) return;
    const schema = operation.answers[response.status]?.schema;
    const isError = response.status >= 400 && Object.hasOwn(response.body, 'errorCode');
    const place = schema !== undefined ? schemaPlace(operation, schema) : isError ? errorPlace : undefined;
    if (place === undefined) return;
    const { schemas } = this.#catalogue;
    const { org, kind } = orgOf(recorded);
    const isOld = recorded.class !== undefined;
    // A response counts once, and not once for each element of a list.
    const results = new Map<AssertionId, boolean>();
    evaluate(schemas, schemas.at(place), response.body, (id, isSatisfied) => {
      results.set(id, isSatisfied && (results.get(id) ?? true));
    });
    for (const [id, isSatisfied] of results) {
      const seen = this.#seen.get(id);
      if (!seen) continue;
      if (isExample) seen.examples += isSatisfied ? 0 : 1;
      else if (isSatisfied) {
        seen.satisfied += 1;
        seen.orgs.add(org);
        seen.kinds.add(kind);
      } else if (!isOld) seen.violated += 1;
    }
  }

  /** How many orgs answered each operation. */
  get operations(): Map<OperationId, number> {
    return new Map([...this.#orgs].map(([id, orgs]) => [id, orgs.size]));
  }

  /** The evidence by assertion, in the order of the contracts. */
  get evidence(): Map<AssertionId, AssertionEvidence> {
    return new Map(
      [...this.#seen].map(([id, { before, after, examples, satisfied, violated, orgs, kinds }]) => {
        // Examples are often shortened or old. What orgs answered is stronger.
        const isContradicted = examples > 0 && satisfied === 0 && after.has('states');
        const documents = isContradicted ? 'contradicted' : documentsOf(before, after);
        return [id, { documents, satisfied, violated, orgs: orgs.size, kinds: kinds.size }];
      }),
    );
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

/** A schema serves several operations: one whose document states the assertion suffices. */
function documentsOf(before: Set<Statement>, after: Set<Statement>): AssertionEvidence['documents'] {
  if (after.has('states')) return before.has('states') ? 'both' : 'edition';
  if (after.has('contradicts')) return 'contradicted';
  return before.has('states') ? 'previous' : 'none';
}

/** Evidence in the form of `evidence.json`: by schema file and place, assertions with equal evidence together. */
export function toFiles(
  evidence: ReadonlyMap<AssertionId, AssertionEvidence>,
): Map<string, NonNullable<EvidenceFile['assertions']>> {
  const files = new Map<string, NonNullable<EvidenceFile['assertions']>>();
  for (const [id, one] of evidence) {
    // Most assertions were never recorded: these are not listed.
    if (isDocumentedOnly(one)) continue;
    const [file = '', fragment = ''] = id.split('#');
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
