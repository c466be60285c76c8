import { join } from 'node:path';
import { type Assertion, type AssertionId, assertionsOf, evaluate } from '../src/contract/assertions.js';
import { type Catalogue, schemaPlace } from '../src/contract/catalogue.js';
import { isSentBack } from '../src/contract/check-request.js';
import { createMatcher } from '../src/contract/match.js';
import type { OperationContract } from '../src/contract/model.js';
import { marksOf } from '../src/contract/request-marks.js';
import type { AssertionEvidence } from '../src/domain/finding.js';
import type { Json } from '../src/domain/json.js';
import { redacted } from '../src/domain/redaction.js';
import { orgOf, type Recorded } from './assertion-evidence.js';
import { OktaDocument, statementOf } from './document.js';

type RecordedRequest = Recorded & { request: { body?: unknown } };

/** Okta's documents of the previous edition and of the edition. */
export function readDocuments(
  { edition: { previous, edition } }: Catalogue,
  folder: string,
): [OktaDocument, OktaDocument] {
  const read = (name: string) => new OktaDocument(join(folder, `okta-specs/${name}.yaml.gz`));
  return [read(previous), read(edition)];
}

interface Seen {
  documents: AssertionEvidence['documents'];
  satisfied: number;
  violated: number;
  orgs: Set<string>;
  kinds: Set<string>;
}

const documentRank: readonly AssertionEvidence['documents'][] = ['none', 'contradicted', 'previous', 'edition', 'both'];
const valueKeyword = /\/(enum|const|format|pattern|minLength|maxLength)$/;

/**
 * Counts, for every assertion of every request schema, the documents that state it, and the recorded requests with a response
 * of 2xx that satisfied it. A read-only property has evidence, too: the requests that contained it nevertheless violated it.
 */
export class RequestEvidence {
  readonly #catalogue: Catalogue;
  readonly #match: (method: string, url: string) => OperationContract | undefined;
  readonly #seen = new Map<AssertionId, Seen>();

  /** @param documents Okta's documents of the previous edition and of the edition */
  constructor(catalogue: Catalogue, [before, after]: readonly [OktaDocument, OktaDocument]) {
    this.#catalogue = catalogue;
    this.#match = createMatcher(catalogue);
    for (const operation of catalogue.operations.values()) {
      if (operation.request === undefined) continue;
      const root = catalogue.schemas.at(schemaPlace(operation, operation.request));
      for (const assertion of assertionsOf(catalogue.schemas, root))
        this.#state(assertion.id, documentsOf(before, after, operation, assertion));
    }
  }

  /** Adds a recorded exchange. Only what an org accepted is evidence. */
  add(recorded: Recorded): void {
    const { request, response } = recorded as RecordedRequest;
    const isAccepted = response.status >= 200 && response.status < 300 && recorded.class !== 'documentation-example';
    if (!isAccepted || typeof request.body !== 'object' || request.body === null) return;
    const operation = this.#match(request.method, request.url);
    if (operation?.request === undefined) return;
    const { schemas } = this.#catalogue;
    const root = schemas.at(schemaPlace(operation, operation.request));
    const hasSecrets = JSON.stringify(request.body).includes(redacted);
    const results = new Map<AssertionId, boolean>();
    evaluate(schemas, root, request.body, (id, isSatisfied) => {
      // The value of a secret is unknown.
      if (!isSatisfied && hasSecrets && valueKeyword.test(id)) return;
      results.set(id, isSatisfied && (results.get(id) ?? true));
    });
    const marks = marksOf(schemas, root, request.body as Json);
    // Orgs ignore what they returned: that a client sent it back is no evidence.
    for (const { kind, place } of isSentBack(operation, marks) ? [] : marks)
      if (kind === 'read-only') results.set(`${place}/readOnly`, false);
    for (const [id, isSatisfied] of results) this.#count(this.#seenOf(id), isSatisfied, recorded);
  }

  /** The evidence by assertion. */
  get evidence(): Map<AssertionId, AssertionEvidence> {
    return new Map(
      [...this.#seen].map(([id, { documents, satisfied, violated, orgs, kinds }]) => [
        id,
        { documents, satisfied, violated, orgs: orgs.size, kinds: kinds.size },
      ]),
    );
  }

  #count(seen: Seen, isSatisfied: boolean, recorded: Recorded): void {
    if (!isSatisfied) {
      seen.violated += 1;
      return;
    }
    const { org, kind } = orgOf(recorded);
    seen.satisfied += 1;
    seen.orgs.add(org);
    seen.kinds.add(kind);
  }

  /** A schema serves several operations: one whose document states the assertion suffices. */
  #state(id: AssertionId, documents: AssertionEvidence['documents']): void {
    const known = this.#seen.get(id);
    if (!known) this.#seen.set(id, { documents, satisfied: 0, violated: 0, orgs: new Set(), kinds: new Set() });
    else if (documentRank.indexOf(documents) > documentRank.indexOf(known.documents)) known.documents = documents;
  }

  #seenOf(id: AssertionId): Seen {
    if (!this.#seen.has(id)) this.#state(id, 'both');
    return this.#seen.get(id) as Seen;
  }
}

function documentsOf(
  before: OktaDocument,
  after: OktaDocument,
  operation: OperationContract,
  { keyword, pointer, schema }: Assertion,
): AssertionEvidence['documents'] {
  const cut = pointer.lastIndexOf('/');
  const expected = schema[(keyword === 'null' ? 'type' : keyword) as keyof typeof schema];
  const [was, is] = [before, after].map((document) =>
    statementOf(
      keyword,
      expected,
      document.schemasAt(operation, 'request', pointer),
      keyword === 'required' ? document.schemasAt(operation, 'request', pointer.slice(0, cut)) : [],
      pointer.slice(cut + 1),
    ),
  );
  if (is === 'states') return was === 'states' ? 'both' : 'edition';
  if (is === 'contradicts') return 'contradicted';
  return was === 'states' ? 'previous' : 'none';
}
