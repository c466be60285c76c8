import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AssertionEvidence } from '../domain/finding.js';
import type { OperationId } from '../domain/operation.js';
import type { Evidence } from '../domain/outcome.js';
import type { OperationContract } from './model.js';
import type { Schemas } from './schemas.js';

/** How many responses of an operation were recorded on real orgs. */
export type RecordedEvidence = Exclude<Evidence, 'documented'>;

/** `contracts/<resource>/evidence.json`, written by `npm run evidence`. Operations that it does not list were never recorded. */
export interface EvidenceFile {
  $schema: '../meta/evidence.schema.json';
  operations: Record<OperationId, RecordedEvidence>;
  /**
   * Evidence of each assertion: by file, place in it, and keywords with equal evidence. In a schema: `null type`,
   * `required id name`. In `operations.json`, by operation, what all its responses have: `status body content-type`. A value has
   * the documents that state it, the recorded responses that satisfied it of all, and their orgs and kinds of org:
   * `both 120/120 3/3`. What only documents state is not listed.
   */
  assertions?: Record<string, Record<string, Record<string, string>>>;
}

/** The evidence file of a resource, relative to the contracts folder. */
export function evidencePlace(resource: string): string {
  return `${resource}/evidence.json`;
}

/** Reads the recorded evidence of a resource. It has no file if none of its operations was recorded. Throws `CONTRACT_FILE`. */
export function readEvidence(
  schemas: Schemas,
  folder: string,
  resource: string,
): Pick<EvidenceFile, 'operations' | 'assertions'> {
  const file = evidencePlace(resource);
  if (!existsSync(join(folder, file))) return { operations: {} };
  return schemas.data(file, 'meta/evidence.schema.json') as EvidenceFile;
}

/** The document states the assertion, and no recorded response has its location. */
const documentedOnly: AssertionEvidence = { documents: 'edition', satisfied: 0, violated: 0, orgs: 0, kinds: 0 };
/** Neither a document nor a recorded response supports the assertion. */
const unsupported: AssertionEvidence = { ...documentedOnly, documents: 'none' };

/**
 * The evidence of an assertion that is not listed. A document that gives only the type of a value does not exclude null: documents
 * are often wrong about it. What it excludes with `nullable: false` is listed.
 */
function defaultEvidence(assertion: string): AssertionEvidence {
  return assertion.endsWith('/null') ? unsupported : documentedOnly;
}

/** Whether `evidence.json` leaves out an assertion, because it is the default. */
export function isDefault(assertion: string, { documents, satisfied, violated }: AssertionEvidence): boolean {
  const isDocumented = documents === 'edition' || documents === 'both';
  return satisfied + violated === 0 && isDocumented === (defaultEvidence(assertion) === documentedOnly);
}

/** What a contract states about a response as a whole. */
export const responseAspects = ['status', 'body', 'content-type'] as const;
export type ResponseAspect = (typeof responseAspects)[number];

/**
 * The assertion that all responses of an operation have a status, a body or a content type of its contract. JSON is the content
 * type of the whole API: the responses of all operations are evidence for it.
 */
export function responseAssertion(
  { resource, id }: Pick<OperationContract, 'resource' | 'id'>,
  aspect: ResponseAspect,
): string {
  if (aspect === 'content-type') return 'shared/operations.json#/content-type';
  return `${resource}/operations.json#${id}/${aspect}`;
}

/** The evidence of assertions, by the files of their schemas. */
export class Evidences {
  readonly #fileOf: (resource: string) => Pick<EvidenceFile, 'assertions'>;
  readonly #known = new Map<string, Map<string, AssertionEvidence>>();

  /** @param fileOf returns the evidence file of a folder of contracts/ */
  constructor(fileOf: (resource: string) => Pick<EvidenceFile, 'assertions'>) {
    this.#fileOf = fileOf;
  }

  /** The evidence of an assertion, `users/user.schema.json#/properties/id/type`. */
  of(assertion: string): AssertionEvidence {
    const file = assertion.slice(0, assertion.indexOf('#'));
    let known = this.#known.get(file);
    if (!known) {
      known = this.#read(file);
      this.#known.set(file, known);
    }
    return known.get(assertion) ?? defaultEvidence(assertion);
  }

  #read(file: string): Map<string, AssertionEvidence> {
    const [resource = '', name = ''] = file.split('/');
    const known = new Map<string, AssertionEvidence>();
    for (const [place, here] of Object.entries(this.#fileOf(resource).assertions?.[name] ?? {}))
      for (const [keywords, text] of Object.entries(here)) {
        const evidence = parseEvidence(text);
        for (const keyword of keywordsOf(keywords)) known.set(`${file}#${place}/${keyword}`, evidence);
      }
    return known;
  }
}

/** Keywords as ids of assertions end: `null`, `type`, `required/id`. */
function keywordsOf(text: string): string[] {
  const [first, ...names] = text.split(' ');
  return first === 'required' ? names.map((name) => `required/${name}`) : text.split(' ');
}

function parseEvidence(text: string): AssertionEvidence {
  const [documents = 'none', responses = '', origins = ''] = text.split(' ');
  const [satisfied = 0, recorded = 0] = responses.split('/').map(Number);
  const [orgs = 0, kinds = 0] = origins.split('/').map(Number);
  return {
    documents: documents as AssertionEvidence['documents'],
    satisfied,
    violated: recorded - satisfied,
    orgs,
    kinds,
  };
}

/** Evidence as evidence.json has it. */
export function formatEvidence({ documents, satisfied, violated, orgs, kinds }: AssertionEvidence): string {
  return `${documents} ${satisfied}/${satisfied + violated} ${orgs}/${kinds}`;
}
