import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AssertionEvidence } from '../domain/finding.js';
import type { OperationId } from '../domain/operation.js';
import type { Evidence } from '../domain/outcome.js';
import type { Schemas } from './schemas.js';

/** How many responses of an operation were recorded on real orgs. */
export type RecordedEvidence = Exclude<Evidence, 'documented'>;

/** `contracts/<resource>/evidence.json`, written by `npm run evidence`. What is not listed was never recorded. */
export interface EvidenceFile {
  $schema: '../meta/evidence.schema.json';
  operations: Record<OperationId, RecordedEvidence>;
  /**
   * Evidence of each assertion: by schema file, place in it, and keywords with equal evidence (`null type required/id`). A value
   * is a tuple: documents, satisfied, recorded, orgs, kinds of org.
   */
  assertions?: Record<string, Record<string, Record<string, AssertionTuple>>>;
}

export type AssertionTuple = [
  documents: AssertionEvidence['documents'],
  satisfied: number,
  recorded: number,
  orgs: number,
  kinds: number,
];

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

/** The evidence of assertions, by the files of their schemas. */
export class Evidences {
  readonly #files: ReadonlyMap<string, Pick<EvidenceFile, 'assertions'>>;
  readonly #known = new Map<string, Map<string, AssertionEvidence>>();

  /** @param files by resource */
  constructor(files: ReadonlyMap<string, Pick<EvidenceFile, 'assertions'>>) {
    this.#files = files;
  }

  /** The evidence of an assertion, `users/user.schema.json#/properties/id/type`; `undefined` where none is recorded of it. */
  of(assertion: string): AssertionEvidence | undefined {
    const file = assertion.slice(0, assertion.indexOf('#'));
    let known = this.#known.get(file);
    if (!known) {
      known = this.#read(file);
      this.#known.set(file, known);
    }
    return known.get(assertion);
  }

  #read(file: string): Map<string, AssertionEvidence> {
    const [resource = '', name = ''] = file.split('/');
    const known = new Map<string, AssertionEvidence>();
    for (const [place, here] of Object.entries(this.#files.get(resource)?.assertions?.[name] ?? {}))
      for (const [keywords, [documents, satisfied, recorded, orgs, kinds]] of Object.entries(here))
        for (const keyword of keywords.split(' '))
          known.set(`${file}#${place}/${keyword}`, {
            documents,
            satisfied,
            violated: recorded - satisfied,
            orgs,
            kinds,
          });
    return known;
  }
}
