import type { Schema } from '../../src/contract/model.js';
import { isObject } from '../../src/domain/json.js';
import type { NamedOperation, OktaDocument } from '../document.js';
import type { OrgResponse } from './org-responses.js';

/**
 * Properties that each object has, whatever the org uses: its identity, its own dates, its state and its links. All others may
 * depend on what the recorded orgs have in common: on a feature, on where a user comes from, on the type of an app.
 */
const general = new Set(['id', 'created', 'lastUpdated', 'status', 'type', '_links']);
/** Texts that are never empty: objects and links without them do not exist. */
const named = new Set([...general, 'name', 'href']);
/** So many recorded objects show that a server always returns a property ... */
const enough = 3;
/** ... if they are of so many kinds of orgs: orgs of one kind were set up alike, and lack the same. */
const enoughKinds = 2;

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
  /** The kinds of the orgs. */
  kinds: Set<string>;
  /** Properties that are null in a response or an example, or may be null in the document, or that an example lacks. */
  doubtful: Set<string>;
}

/** How many statements of a document were corrected. */
export type Corrections = Record<'nulls' | 'optional' | 'required' | 'formats' | 'types' | 'undecided', number>;

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
  add(operation: NamedOperation, schema: Schema, file: Schema, { status, body, kind, isPublished }: OrgResponse): void {
    this.#visit(file, schema, body, (at, value, pointer) => {
      const seen = this.#of(at);
      seen.values += 1;
      seen.kinds.add(kind);
      if (value === null) seen.nulls += 1;
      else if (at.type !== undefined && !hasType(at.type, value)) seen.otherTypes.add(typeOf(value));
      else seen.sameType += 1;
      const isDate = typeof value !== 'string' || !Number.isNaN(Date.parse(value));
      if (at.format === 'date-time' && !isDate && !isPublished) seen.otherFormats += 1;
      if (!isObject(value)) return;
      for (const [name, one] of Object.entries(value)) {
        seen.properties.set(name, (seen.properties.get(name) ?? 0) + 1);
        if (one === null) seen.doubtful.add(name);
      }
      for (const name of Object.keys(at.properties ?? {})) {
        const described = this.#document.schemasAt(operation, status, `${pointer}/${name}`);
        if (described.some((one) => (one.readOnly as unknown) === true)) seen.readOnly.add(name);
        if (described.some((one) => (one.nullable as unknown) === true)) seen.doubtful.add(name);
      }
    });
  }

  /** Adds the examples that the document has of a response: what one of them lacks, an org may lack. */
  addExamples(operation: NamedOperation, status: string, schema: Schema, file: Schema): void {
    for (const example of this.#document.examples(operation, status))
      this.#visit(file, schema, example, (at, value) => {
        if (!isObject(value)) return;
        for (const name of Object.keys(at.properties ?? {}))
          if ((value[name] ?? null) === null) this.#of(at).doubtful.add(name);
      });
  }

  /** Calls `see` for each value with its schema. */
  #visit(
    file: Schema,
    schema: Schema,
    body: unknown,
    see: (at: Schema, value: unknown, pointer: string) => void,
  ): void {
    const visit = (reference: Schema, value: unknown, pointer: string): void => {
      const at = resolveIn(file, reference);
      see(at, value, pointer);
      if (Array.isArray(value)) for (const one of value) if (at.items) visit(at.items, one, `${pointer}/*`);
      if (!isObject(value)) return;
      for (const [name, one] of Object.entries(at.properties ?? {}))
        if (name in value) visit(one, value[name], `${pointer}/${name}`);
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
    const done: Corrections = { nulls: 0, optional: 0, required: 0, formats: 0, types: 0, undecided: 0 };
    for (const [schema, seen] of this.#seen) {
      if (seen.nulls > 0 && schema.type !== undefined && ![schema.type].flat().includes('null')) {
        schema.type = [...[schema.type].flat(), 'null'];
        done.nulls += 1;
      }
      done.nulls += correctTexts(schema, seen);
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

  /**
   * A property that the document requires stays required if every recorded object has it. Another one becomes required only if this
   * is true for each org, and not only for the few that were recorded: it is one of `general`, the server writes it, at least
   * `enough` objects of `enoughKinds` kinds of orgs were recorded and all have it, no example of the document lacks it, and it is
   * never null. A person decides about the others that all recorded objects have.
   */
  #correctRequired(schema: Schema, { values, nulls, properties, ...seen }: Seen, done: Corrections): void {
    const objects = values - nulls;
    if (!schema.properties || objects === 0) return;
    const isAlways = (name: string) => properties.get(name) === objects;
    const kept = (schema.required ?? []).filter(isAlways);
    done.optional += (schema.required?.length ?? 0) - kept.length;
    const always = Object.keys(schema.properties).filter((name) => !kept.includes(name) && isAlways(name));
    const isProven = objects >= enough && seen.kinds.size >= enoughKinds;
    const added = always.filter(
      (name) => isProven && general.has(name) && (seen.readOnly.has(name) || name === 'id') && !seen.doubtful.has(name),
    );
    done.required += added.length;
    done.undecided += objects >= enough ? always.length - added.length : 0;
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
      kinds: new Set(),
      doubtful: new Set(),
    };
    this.#seen.set(schema, known);
    return known;
  }
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

/**
 * A text that clients need not send is null where none was sent, which the recorded clients may always have done. Returns how many
 * texts may be null now.
 */
function correctTexts({ properties = {}, required = [] }: Schema, { values, readOnly }: Seen): number {
  if (values === 0) return 0;
  const texts = Object.entries(properties).filter(
    ([name, { type, openEnum, format }]) =>
      type === 'string' && !openEnum && !format && !readOnly.has(name) && !required.includes(name) && !named.has(name),
  );
  for (const [, text] of texts) text.type = ['string', 'null'];
  return texts.length;
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
