import type { Exchange } from '../domain/exchange.js';
import { escapeSegment, type Json } from '../domain/json.js';
import { redacted } from '../domain/redaction.js';
import type { Catalogue } from './catalogue.js';
import { describeErrors } from './describe.js';
import { requestLevelOf } from './levels.js';
import type { OperationContract, Schema } from './model.js';
import { aboutRequest, type RequestFault } from './request-fault.js';

/** What is wrong with the query parameters of a request; `undefined` if they were not checked. */
export function checkQuery(
  catalogue: Catalogue,
  operation: OperationContract,
  { isComplete, request, response }: Exchange,
): RequestFault[] | undefined {
  const { query, requiredQuery = [] } = operation;
  if (query === undefined) return undefined;
  const sent = parametersOf(request.url);
  const added = Object.keys(query).filter((name) => query[name]?.requiredIn !== undefined);
  const required = [...new Set([...requiredQuery, ...added])];
  // Some recorders leave the query out. A refused request shows that it had none.
  if (required.length > 0 && sent.size === 0 && !isComplete && response.status !== 400) return undefined;
  const missing = required.filter((name) => !sent.has(name));
  return [
    ...[...sent].flatMap(([name, values]) => {
      const schema = Object.hasOwn(query, name) ? query[name] : undefined;
      return schema
        ? parameterFaults(catalogue, operation, name, schema, values)
        : [unknown(catalogue, operation, name)];
    }),
    ...missing.map((name) => missingParameter(operation, name, query[name]?.requiredIn)),
  ];
}

function parametersOf(url: string): Map<string, string[]> {
  const sent = new Map<string, string[]>();
  const [, query = ''] = (url.split('#', 1)[0] ?? '').split(/\?(.*)/s);
  for (const [name, value] of new URLSearchParams(query)) {
    const values = sent.get(name);
    if (values) values.push(value);
    else sent.set(name, [value]);
  }
  return sent;
}

function missingParameter(operation: OperationContract, name: string, requiredIn: string | undefined): RequestFault {
  const fault =
    requiredIn === undefined
      ? aboutRequest(operation, 'rejected', `Missing required query parameter \`${name}\``)
      : aboutRequest(operation, 'previous only', `\`${name}\` is required as a query parameter since ${requiredIn}`);
  return { ...fault, pointer: `?${name}` };
}

function unknown({ schemas }: Catalogue, operation: OperationContract, name: string): RequestFault {
  const shown = schemas.vocabulary.name(name);
  const message = `Unknown query parameter \`${shown}\``;
  return { ...aboutRequest(operation, 'accepted', message), effect: 'ignored', level: 'notice', pointer: `?${shown}` };
}

function parameterFaults(
  { schemas, evidence }: Catalogue,
  operation: OperationContract,
  name: string,
  schema: Schema,
  values: readonly string[],
): RequestFault[] {
  const place = `${operation.resource}/operations.json#/operations/${escapeSegment(operation.id)}/query/${escapeSegment(name)}`;
  const at = { pointer: `?${name}`, contract: place };
  if (schema.removedIn !== undefined) {
    const message = `\`${name}\` is no longer accepted as a query parameter since ${schema.removedIn}`;
    return [{ ...aboutRequest(operation, 'previous only', message), ...at }];
  }
  // Objects have several notations.
  if (schema.type === 'object' || values.some((value) => value.includes(redacted))) return [];
  schemas.addInline(place, schema);
  const value = typedValue(schema, values);
  return describeErrors(schemas.validate(place, value).errors, value, schemas, schema).flatMap(
    (part): RequestFault[] => {
      const fault = { ...part, pointer: at.pointer, kind: 'request' as const };
      if (part.kind === 'unknown-value') return [{ ...fault, level: 'notice', accepted: 'accepted' }];
      const basis = evidence.of(part.contract);
      const level = requestLevelOf(basis);
      if (level === undefined) return [];
      if (level === 'notice') return [{ ...fault, level, evidence: basis, accepted: 'accepted' }];
      if (schema.changedIn === undefined)
        return [{ ...fault, level, evidence: basis, accepted: 'rejected', effect: 'refused' }];
      const message = `\`${name}\` was changed in ${schema.changedIn}: ${part.message}`;
      return [{ ...fault, message, level: 'warning', evidence: basis, accepted: 'previous only', effect: 'refused' }];
    },
  );
}

/** The values of a parameter as the type that its schema describes. A text that is not of this type stays a text. */
export function typedValue({ type }: Schema, values: readonly string[]): Json {
  const [first = ''] = values;
  const types = [type].flat();
  if (types.includes('array')) return values.length > 1 ? [...values] : first.split(',');
  if ((types.includes('integer') || types.includes('number')) && /^-?\d{1,15}(\.\d{1,15})?$/.test(first))
    return Number(first);
  if (types.includes('boolean') && /^(true|false)$/i.test(first)) return first.toLowerCase() === 'true';
  return first;
}
