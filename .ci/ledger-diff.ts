import { escapeSegment } from '../src/domain/json.js';
import type { DocumentObject, NamedOperation, OktaDocument } from './document.js';

/** How a document describes one location, over all alternatives that have it. */
interface Location {
  types: Set<string>;
  formats: Set<string>;
  enums: Set<string>;
  isNullable: boolean;
  isRequired: boolean;
  bounds: Set<string>;
}

/** One structural difference between the documents of two editions, at one location of one operation. */
export interface Difference {
  operation: string;
  /** `response 200`, `request`, `parameter`, `status`, `operation`. */
  part: string;
  kind: 'added' | 'removed' | 'type' | 'enum' | 'format' | 'nullable' | 'required' | 'bounds';
  pointer: string;
  before: string;
  after: string;
}

const deepest = 12;
const boundKeywords = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum', 'pattern'];

/** All structural differences of an operation between two documents. */
export function differencesOf(operation: NamedOperation, before: OktaDocument, after: OktaDocument): Difference[] {
  const [old, now] = [before.operation(operation), after.operation(operation)];
  const base = { operation: operation.id, before: '', after: '' };
  if (!old && !now) return [];
  if (!old || !now) return [{ ...base, part: 'operation', kind: old ? 'removed' : 'added', pointer: '' }];
  const differences: Difference[] = [];
  const compare = (part: string, was: Map<string, Location>, is: Map<string, Location>) =>
    differences.push(...compareLocations(operation.id, part, was, is));
  const statuses = new Set([...before.statuses(operation), ...after.statuses(operation)]);
  for (const status of [...statuses].sort()) {
    const [has, had] = [after.statuses(operation).includes(status), before.statuses(operation).includes(status)];
    if (has !== had) differences.push({ ...base, part: 'status', kind: has ? 'added' : 'removed', pointer: status });
    else if (status.startsWith('2'))
      compare(
        `response ${status}`,
        locationsOf(before, before.responseSchema(operation, status)),
        locationsOf(after, after.responseSchema(operation, status)),
      );
  }
  compare(
    'request',
    locationsOf(before, before.requestSchema(operation)),
    locationsOf(after, after.requestSchema(operation)),
  );
  compare('parameter', parametersOf(before, old), parametersOf(after, now));
  return differences;
}

function compareLocations(
  operation: string,
  part: string,
  before: ReadonlyMap<string, Location>,
  after: ReadonlyMap<string, Location>,
): Difference[] {
  const differences: Difference[] = [];
  for (const pointer of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(pointer), after.get(pointer)];
    const add = (kind: Difference['kind'], old = '', now = '') =>
      differences.push({ operation, part, kind, pointer, before: old, after: now });
    if (!was || !is) {
      // What is inside of an added or removed object is added or removed with it.
      const parent = pointer.slice(0, pointer.lastIndexOf('/'));
      const other = was ? after : before;
      if (pointer === '' || other.has(parent) || !(was ? before : after).has(parent)) add(was ? 'removed' : 'added');
      continue;
    }
    const text = (values: ReadonlySet<string>) => [...values].sort().join(' | ');
    if (text(was.types) !== text(is.types)) add('type', text(was.types), text(is.types));
    if (text(was.enums) !== text(is.enums)) add('enum', text(was.enums), text(is.enums));
    if (text(was.formats) !== text(is.formats)) add('format', text(was.formats), text(is.formats));
    if (was.isNullable !== is.isNullable) add('nullable', String(was.isNullable), String(is.isNullable));
    if (was.isRequired !== is.isRequired) add('required', String(was.isRequired), String(is.isRequired));
    if (text(was.bounds) !== text(is.bounds)) add('bounds', text(was.bounds), text(is.bounds));
  }
  return differences;
}

/** Every location below a schema, alternatives taken together. */
function locationsOf(document: OktaDocument, schema: DocumentObject | undefined): Map<string, Location> {
  const locations = new Map<string, Location>();
  const visit = (
    of: DocumentObject | undefined,
    pointer: string,
    isRequired: boolean,
    trail: readonly DocumentObject[],
  ): void => {
    const parts = document.alternatives(of);
    if (parts.length === 0 || trail.length > deepest) return;
    const location = locations.get(pointer) ?? emptyLocation();
    locations.set(pointer, location);
    location.isRequired ||= isRequired;
    for (const part of parts) {
      if (trail.includes(part)) continue;
      const on = [...trail, part];
      describe(part, location);
      for (const [name, property] of Object.entries((part.properties as DocumentObject | undefined) ?? {}))
        visit(
          property as DocumentObject,
          `${pointer}/${escapeSegment(name)}`,
          Array.isArray(part.required) && part.required.includes(name),
          on,
        );
      for (const elements of [part.items, part.additionalProperties])
        if (typeof elements === 'object') visit(elements as DocumentObject, `${pointer}/*`, false, on);
    }
  };
  visit(schema, '', false, []);
  return locations;
}

function emptyLocation(): Location {
  return {
    types: new Set(),
    formats: new Set(),
    enums: new Set(),
    isNullable: false,
    isRequired: false,
    bounds: new Set(),
  };
}

function describe(part: DocumentObject, location: Location): void {
  if (typeof part.type === 'string') location.types.add(part.type);
  if (typeof part.format === 'string') location.formats.add(part.format);
  if (Array.isArray(part.enum)) for (const value of part.enum as unknown[]) location.enums.add(String(value));
  if ((part.nullable as unknown) === true) location.isNullable = true;
  for (const keyword of boundKeywords)
    if (part[keyword] !== undefined) location.bounds.add(`${keyword} ${String(part[keyword])}`);
}

/** Query and header parameters of an operation, each as a location. */
function parametersOf(document: OktaDocument, operation: DocumentObject): Map<string, Location> {
  const parameters = new Map<string, Location>();
  for (const reference of (operation.parameters as DocumentObject[] | undefined) ?? []) {
    const parameter = document.resolve(reference);
    if (!parameter || (parameter.in as unknown) === 'path') continue;
    const location = emptyLocation();
    location.isRequired = (parameter.required as unknown) === true;
    for (const part of document.alternatives(parameter.schema)) describe(part, location);
    parameters.set(`/${String(parameter.name)}`, location);
  }
  return parameters;
}
