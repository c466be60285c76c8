import type { FindingParts } from '../domain/finding.js';
import type { Json } from '../domain/json.js';
import { redacted } from '../domain/redaction.js';
import type { Catalogue } from './catalogue.js';
import { describeErrors } from './describe.js';
import { requestLevelOf } from './levels.js';
import type { OperationContract, Schema } from './model.js';
import { wasAccepted } from './previous-values.js';
import { aboutRequest, type RequestFault } from './request-fault.js';

/** A query parameter or a header of a request. */
export interface Parameter {
  /** As the documents write it. */
  name: string;
  schema: Schema;
  kind: 'a query parameter' | 'a request header';
  pointer: string;
  /** Where its schema is in the contracts. */
  place: string;
  /** The values as the type that the schema describes. */
  typed: (values: readonly string[]) => Json;
}

/** What is wrong with a parameter that a request has. */
export function checkParameter(
  { schemas, evidence }: Catalogue,
  operation: OperationContract,
  { name, schema, kind, pointer, place, typed }: Parameter,
  values: readonly string[],
): RequestFault[] {
  if (schema.removedIn !== undefined) {
    const message = `\`${name}\` is no longer accepted as ${kind} since ${schema.removedIn}`;
    return [{ ...aboutRequest(operation, 'previous only', message), pointer, contract: place }];
  }
  if (values.some((value) => value.includes(redacted))) return [];
  // Other notations of objects mix their properties with other parameters.
  if (schema.type === 'object' && !values[0]?.startsWith('{')) return [];
  schemas.addInline(place, schema);
  const value = typed(values);
  const { errors } = schemas.validate(place, value);
  const changed = schema.changedIn === undefined ? undefined : schema;
  const faults = (isPrevious: boolean) => {
    const some = errors.filter((error) => (changed !== undefined && wasAccepted(error, changed)) === isPrevious);
    return describeErrors(some, value, schemas, schema).flatMap((part) => faultOf(part, isPrevious));
  };
  return [...faults(true), ...faults(false)];

  function faultOf(part: FindingParts, isPrevious: boolean): RequestFault[] {
    const fault = { ...part, pointer, kind: 'request' as const };
    if (part.kind === 'undocumented') return [{ ...fault, level: 'notice', accepted: 'accepted', effect: 'ignored' }];
    if (part.kind === 'unknown-value') return [{ ...fault, level: 'notice', accepted: 'accepted' }];
    const basis = evidence.of(part.contract);
    const level = requestLevelOf(basis);
    if (level === undefined) return [];
    if (level === 'notice') return [{ ...fault, level, evidence: basis, accepted: 'accepted' }];
    if (!isPrevious) return [{ ...fault, level, evidence: basis, accepted: 'rejected', effect: 'refused' }];
    const message = `\`${name}\` was changed in ${schema.changedIn}: ${part.message}`;
    return [{ ...fault, message, level: 'warning', evidence: basis, accepted: 'previous only', effect: 'refused' }];
  }
}
