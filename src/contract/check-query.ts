import { type Exchange, parseBody } from '../domain/exchange.js';
import { escapeSegment, type Json } from '../domain/json.js';
import type { Catalogue } from './catalogue.js';
import { checkParameter, type Parameter } from './check-parameter.js';
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
  const sent = parametersOf(request.url, query);
  const added = Object.keys(query).filter((name) => query[name]?.requiredIn !== undefined);
  const required = [...new Set([...requiredQuery, ...added])];
  // Some recorders leave the query out. A refused request shows that it had none.
  if (required.length > 0 && sent.size === 0 && !isComplete && response.status !== 400) return undefined;
  const missing = required.filter((name) => !sent.has(name));
  return [
    ...[...sent].flatMap(([name, values]) => {
      const schema = Object.hasOwn(query, name) ? query[name] : undefined;
      return schema
        ? checkParameter(catalogue, operation, queryParameter(operation, name, schema), values)
        : [unknown(catalogue, operation, name)];
    }),
    ...missing.map((name) => missingParameter(operation, name, query[name]?.requiredIn)),
  ];
}

/** A query parameter of an operation. */
function queryParameter(operation: OperationContract, name: string, schema: Schema): Parameter {
  const path = `/operations/${escapeSegment(operation.id)}/query/${escapeSegment(name)}`;
  const typed = (values: readonly string[]) => typedValue(schema, values);
  return {
    name,
    schema,
    typed,
    kind: 'a query parameter',
    pointer: `?${name}`,
    place: `${operation.resource}/operations.json#${path}`,
  };
}

/** The parameters of a URL. The parts of an object (`name[property]=value`) are one JSON text. */
function parametersOf(url: string, query: Readonly<Record<string, Schema>>): Map<string, string[]> {
  const sent = new Map<string, string[]>();
  const objects = new Map<string, Record<string, Json>>();
  const [, text = ''] = (url.split('#', 1)[0] ?? '').split(/\?(.*)/s);
  for (const [name, value] of new URLSearchParams(text)) {
    const [, object = '', property = ''] = /^([^[\]]+)\[([^[\]]+)\]$/.exec(name) ?? [];
    const schema = Object.hasOwn(query, object) ? query[object] : undefined;
    // Copies would take quadratic time for a name that a URL repeats.
    if (schema?.type === 'object') {
      const parts = objects.get(object) ?? (Object.create(null) as Record<string, Json>);
      parts[property] = typedValue(schema.properties?.[property] ?? {}, [value]);
      objects.set(object, parts);
    } else if (sent.has(name)) sent.get(name)?.push(value);
    else sent.set(name, [value]);
  }
  for (const [name, object] of objects) sent.set(name, [JSON.stringify(object)]);
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

/** The values of a parameter as the type that its schema describes. A text that is not of this type stays a text. */
export function typedValue({ type }: Schema, values: readonly string[]): Json {
  const [first = ''] = values;
  const types = [type].flat();
  if (types.includes('object')) return parseBody(first) ?? first;
  if (types.includes('array')) return values.length > 1 ? [...values] : first.split(',');
  if ((types.includes('integer') || types.includes('number')) && /^-?\d{1,15}(\.\d{1,15})?$/.test(first))
    return Number(first);
  if (types.includes('boolean') && /^(true|false)$/i.test(first)) return first.toLowerCase() === 'true';
  return first;
}
