import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OperationId } from '../domain/operation.js';
import type { Evidence } from '../domain/outcome.js';
import type { Schemas } from './schemas.js';

/** How many responses of an operation were recorded on real orgs. */
export type RecordedEvidence = Exclude<Evidence, 'documented'>;

/** `contracts/<resource>/evidence.json`, written by `npm run evidence`. Operations that it does not list were never recorded. */
export interface EvidenceFile {
  $schema: '../meta/evidence.schema.json';
  operations: Record<OperationId, RecordedEvidence>;
}

/** The evidence file of a resource, relative to the contracts folder. */
export function evidencePlace(resource: string): string {
  return `${resource}/evidence.json`;
}

/** Reads the recorded evidence of a resource. It has no file if none of its operations was recorded. Throws `CONTRACT_FILE`. */
export function readEvidence(schemas: Schemas, folder: string, resource: string): EvidenceFile['operations'] {
  const file = evidencePlace(resource);
  if (!existsSync(join(folder, file))) return {};
  return (schemas.data(file, 'meta/evidence.schema.json') as EvidenceFile).operations;
}
