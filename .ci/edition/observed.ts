import type { Schema } from '../../src/contract/model.js';
import { isObject } from '../../src/domain/json.js';
import type { DocumentObject, NamedOperation, OktaDocument } from '../document.js';

/** So many recorded objects show that a server always returns a property. */
const enough = 3;

/** What recorded responses have at one schema. */
interface Seen {
  values: number;
  nulls: number;
  /** The types of values that the document excludes. */
  otherTypes: Set<string>;
  sameType: number;
  otherFormats: number;
  /** How many objects have each property. */
  properties: Map<string, number>;
  /** Properties that only the server writes, as a document states. */
  readOnly: Set<string>;
}

/** How many statements of a document were corrected. */
export type Corrections = Record<'nulls' | 'optional' | 'required' | 'formats' | 'types', number>;

/**
 * Compares schemas that an import wrote with recorded responses. Documents are wrong about null, about properties that are always
 * present, and about formats.
 */
export class ObservedSchemas {
  readonly #seen = new Map<Schema, Seen>();
  readonly #document: OktaDocument;

  /** @param document describes the properties that are read-only */
  constructor(document: OktaDocument) {
    this.#document = document;
  }

  /** Adds a recorded response. @param file the content of the schema file: references name its `$defs` */
  add(operation: NamedOperation, status: string, schema: Schema, file: Schema, body: unknown): void {
    const visit = (reference: Schema, value: unknown, pointer: string): void => {
      const at = resolveIn(file, reference);
      const seen = this.#of(at);
      seen.values += 1;
      if (value === null) seen.nulls += 1;
      else if (at.type !== undefined && !hasType(at.type, value)) seen.otherTypes.add(typeOf(value));
      else seen.sameType += 1;
      if (at.format === 'date-time' && typeof value === 'string' && Number.isNaN(Date.parse(value)))
        seen.otherFormats += 1;
      if (Array.isArray(value)) for (const one of value) if (at.items) visit(at.items, one, `${pointer}/*`);
      if (isObject(value)) visitObject(at, value, pointer, seen);
    };
    const visitObject = (at: Schema, value: Record<string, unknown>, pointer: string, seen: Seen): void => {
      for (const name of Object.keys(value)) seen.properties.set(name, (seen.properties.get(name) ?? 0) + 1);
      for (const [name, one] of Object.entries(at.properties ?? {})) {
        if (this.#document.schemasAt(operation, status, `${pointer}/${name}`).some(isReadOnly)) seen.readOnly.add(name);
        if (name in value) visit(one, value[name], `${pointer}/${name}`);
      }
      const { additionalProperties: values } = at;
      if (typeof values === 'object')
        for (const [name, one] of Object.entries(value)) if (!at.properties?.[name]) visit(values, one, `${pointer}/*`);
      for (const branch of at.allOf ?? [])
        if (branch.then && applies(branch, value)) visit(branch.then, value, pointer);
    };
    visit(schema, body, '');
  }

  /** Writes what recorded responses show into the schemas. */
  correct(): Corrections {
    const done: Corrections = { nulls: 0, optional: 0, required: 0, formats: 0, types: 0 };
    for (const [schema, seen] of this.#seen) {
      if (seen.nulls > 0 && schema.type !== undefined && ![schema.type].flat().includes('null')) {
        schema.type = [...[schema.type].flat(), 'null'];
        done.nulls += 1;
      }
      if (seen.otherFormats > 0) {
        delete schema.format;
        done.formats += 1;
      }
      if (seen.otherTypes.size > 0) {
        correctType(schema, seen);
        done.types += 1;
      } else this.#correctRequired(schema, seen, done);
    }
    return done;
  }

  /** A property is required if every recorded object has it, and the server writes it. */
  #correctRequired(schema: Schema, { values, nulls, properties, readOnly }: Seen, done: Corrections): void {
    const objects = values - nulls;
    if (!schema.properties || objects === 0) return;
    const isAlways = (name: string) => properties.get(name) === objects;
    const kept = (schema.required ?? []).filter(isAlways);
    done.optional += (schema.required?.length ?? 0) - kept.length;
    const added = Object.keys(schema.properties).filter(
      (name) => !kept.includes(name) && objects >= enough && isAlways(name) && (readOnly.has(name) || name === 'id'),
    );
    done.required += added.length;
    const required = [...kept, ...added];
    if (required.length > 0) schema.required = required;
    else delete schema.required;
  }

  #of(schema: Schema): Seen {
    const known = this.#seen.get(schema) ?? {
      values: 0,
      nulls: 0,
      otherTypes: new Set(),
      sameType: 0,
      otherFormats: 0,
      properties: new Map(),
      readOnly: new Set(),
    };
    this.#seen.set(schema, known);
    return known;
  }
}

function isReadOnly({ readOnly }: DocumentObject): boolean {
  return (readOnly as unknown) === true;
}

/** The schema that a reference to `$defs` names. */
function resolveIn(file: Schema, schema: Schema): Schema {
  const name = schema.$ref?.startsWith('#/$defs/') ? schema.$ref.slice('#/$defs/'.length) : undefined;
  const found = name === undefined ? undefined : file.$defs?.[name];
  return found ? resolveIn(file, found) : schema;
}

/**
 * Writes the type that all recorded values have. A document may describe the elements of a list in place of the list, or a list in
 * place of its only element.
 */
function correctType(schema: Schema, { otherTypes, sameType }: Seen): void {
  const [type, ...others] = otherTypes;
  const documented = { ...schema };
  for (const name of Object.keys(schema)) if (name !== 'readOnly') delete schema[name as keyof Schema];
  if (type === undefined || others.length > 0 || sameType > 0) return;
  if (type === 'array' && documented.properties) Object.assign(schema, { type, items: documented });
  else if (type === 'object' && documented.items) Object.assign(schema, documented.items);
  else schema.type = type;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function hasType(type: string | string[], value: unknown): boolean {
  const is = Array.isArray(value) ? 'array' : typeof value;
  return [type].flat().some((one) => one === is || (one === 'integer' && Number.isInteger(value)));
}

function applies(branch: Schema, value: Record<string, unknown>): boolean {
  return Object.entries(branch.if?.properties ?? {}).every(([name, { const: expected }]) => value[name] === expected);
}
