import { escapeSegment } from '../src/domain/json.js';
import { type DocumentObject, type NamedOperation, type OktaDocument, typesOf, type Variant } from './document.js';

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
  /** `variant`: only one of the documents has the variant. */
  kind: 'variant' | 'added' | 'removed' | 'type' | 'enum' | 'format' | 'nullable' | 'required' | 'bounds';
  pointer: string;
  before: string;
  after: string;
  /** The variant that differs, `type=SAML2`; unset if the difference is visible with all alternatives taken together. */
  variant?: string;
  /** The successful statuses that the documents have for the operation. */
  statuses?: readonly string[];
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
  const statuses = new Set([...before.statuses(operation), ...after.statuses(operation)]);
  const successes = [...statuses].filter((status) => status.startsWith('2'));
  const compare = (part: string, schemaOf: (document: OktaDocument) => DocumentObject | undefined) => {
    for (const difference of compareSchemas(before, schemaOf(before), after, schemaOf(after)))
      differences.push({ ...base, part, statuses: successes, ...difference });
  };
  for (const status of [...statuses].sort()) {
    const [has, had] = [after.statuses(operation).includes(status), before.statuses(operation).includes(status)];
    if (has !== had) differences.push({ ...base, part: 'status', kind: has ? 'added' : 'removed', pointer: status });
    else if (status.startsWith('2'))
      compare(`response ${status}`, (document) => document.responseSchema(operation, status));
  }
  compare('request', (document) => document.requestSchema(operation));
  for (const difference of compareLocations(parametersOf(before, operation), parametersOf(after, operation)))
    differences.push({ ...base, part: 'parameter', ...difference });
  return differences;
}

type LocationDifference = Pick<Difference, 'kind' | 'pointer' | 'before' | 'after' | 'variant'>;

/**
 * Compares two schemas: first with all alternatives taken together, then in each variant, where a difference may be hidden
 * behind another variant.
 */
function compareSchemas(
  before: OktaDocument,
  was: DocumentObject | undefined,
  after: OktaDocument,
  is: DocumentObject | undefined,
): LocationDifference[] {
  const differences = compareLocations(locationsOf(before, was), locationsOf(after, is));
  const visible = new Set(differences.map(({ kind, pointer }) => `${kind} ${pointer}`));
  const isVisible = ({ kind, pointer }: LocationDifference): boolean =>
    pointer.split('/').some((_, n, segments) => visible.has(`${kind} ${segments.slice(0, n + 1).join('/')}`));
  const [old, now] = [variantsOf(before, was), variantsOf(after, is)];
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const variant = old.get(name) ?? (now.get(name) as Variant);
    if (old.has(name) && now.has(name)) {
      const inVariant = compareLocations(locationsOf(before, was, variant), locationsOf(after, is, variant));
      differences.push(...inVariant.filter((one) => !isVisible(one)).map((one) => ({ ...one, variant: name })));
    } else {
      const [had, has] = [old.has(name) ? name : '', now.has(name) ? name : ''];
      differences.push({ kind: 'variant', pointer: '', before: had, after: has, variant: name });
    }
  }
  return differences;
}

function compareLocations(
  before: ReadonlyMap<string, Location>,
  after: ReadonlyMap<string, Location>,
): LocationDifference[] {
  const differences: LocationDifference[] = [];
  for (const pointer of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(pointer), after.get(pointer)];
    const add = (kind: Difference['kind'], old = '', now = '') =>
      differences.push({ kind, pointer, before: old, after: now });
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

/** Every location below a schema: of one variant, or with all alternatives taken together. */
function locationsOf(
  document: OktaDocument,
  schema: DocumentObject | undefined,
  variant?: Variant,
): Map<string, Location> {
  const locations = new Map<string, Location>();
  const visit = (
    of: DocumentObject | undefined,
    pointer: string,
    isRequired: boolean,
    trail: readonly DocumentObject[],
  ): void => {
    const parts = document.alternatives(of, variant);
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

/** The variants of a schema and of what is inside it: each value of each discriminating property. */
function variantsOf(document: OktaDocument, schema: DocumentObject | undefined): Map<string, Variant> {
  const variants = new Map<string, Variant>();
  const seen = new Set<DocumentObject>();
  const visit = (of: DocumentObject | undefined): void => {
    for (const part of document.alternatives(of)) {
      if (seen.has(part)) continue;
      seen.add(part);
      const property = part.discriminator?.propertyName as unknown as string;
      for (const value of Object.keys((part.discriminator?.mapping as DocumentObject | undefined) ?? {}))
        variants.set(`${property}=${value}`, { property, value });
      const inside = [...Object.values((part.properties as DocumentObject | undefined) ?? {}), part.items];
      for (const one of [...inside, part.additionalProperties])
        if (typeof one === 'object') visit(one as DocumentObject);
    }
  };
  visit(schema);
  return variants;
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
  for (const type of typesOf(part)) location.types.add(type);
  if (typeof part.format === 'string') location.formats.add(part.format);
  if (Array.isArray(part.enum))
    for (const value of part.enum as unknown[]) location.enums.add(withoutMarkup(String(value)));
  if ((part.nullable as unknown) === true) location.isNullable = true;
  for (const keyword of boundKeywords)
    if (part[keyword] !== undefined) location.bounds.add(`${keyword} ${String(part[keyword])}`);
}

/** Query and header parameters of an operation and of its path, each as a location. */
function parametersOf(document: OktaDocument, operation: NamedOperation): Map<string, Location> {
  const parameters = new Map<string, Location>();
  for (const reference of document.parameters(operation)) {
    const parameter = document.resolve(reference);
    if (!parameter || (parameter.in as unknown) === 'path') continue;
    const location = emptyLocation();
    location.isRequired = (parameter.required as unknown) === true;
    for (const part of document.alternatives(parameter.schema)) describe(part, location);
    parameters.set(`/${String(parameter.name)}`, location);
  }
  return parameters;
}

/** A value without the badge that a document puts before it. */
function withoutMarkup(value: string): string {
  return value.replace(/<[^>]*>/g, '').trim();
}
