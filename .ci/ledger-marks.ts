import type { Catalogue } from '../src/contract/catalogue.js';
import { markedPlaces, operationChanges } from '../src/contract/changes.js';
import type { OperationContract, Schema } from '../src/contract/model.js';
import { requestChangesOf } from '../src/contract/request-changes.js';
import type { Mark } from './ledger-rules.js';

/** The change marks of an operation, in its responses and in its request. */
export function readMarks(catalogue: Catalogue, operation: OperationContract): Mark[] {
  const ofOperation = operationChanges(operation).map((change): Mark => ({ part: 'operation', change }));
  const ofQuery = requestChangesOf(catalogue, operation)
    .filter(({ pointer }) => pointer.startsWith('?'))
    .map((change): Mark => ({ part: 'parameter', change }));
  const marks = [...ofOperation, ...ofQuery, ...marksOf(catalogue, 'response', operation)];
  if (!operation.request) return marks;
  return [
    ...marks,
    ...marksOf(catalogue, 'request', { ...operation, answers: { request: { schema: operation.request } } }),
  ];
}

/** The change marks inside the schemas of an operation. */
function marksOf(catalogue: Catalogue, part: Mark['part'], operation: OperationContract): Mark[] {
  return markedPlaces(catalogue, operation).map(({ change, status, steps }) => ({
    part,
    change,
    ...(part === 'response' ? { status } : {}),
    variants: steps.flatMap((step) => ('when' in step && step.holds ? valuesOf(step.when) : [])),
  }));
}

/** The values of a discriminating property under a condition. */
function valuesOf({ properties = {} }: Schema): NonNullable<Mark['variants']> {
  return Object.entries(properties).flatMap(([property, { const: value, enum: values }]) => {
    const all = value === undefined ? values : [value];
    return all ? [{ property, values: all }] : [];
  });
}
