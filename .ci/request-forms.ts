import type { DocumentObject, OktaDocument } from './document.js';

/** Limits of a value, as far as they fit its type: the documents also write limits of a text as those of a number. */
export type Bounds = Partial<Record<'minLength' | 'maxLength' | 'minItems' | 'minimum' | 'maximum', number>>;

const boundsOf: Record<string, (keyof Bounds)[]> = {
  string: ['minLength', 'maxLength'],
  array: ['minItems'],
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum'],
};

/** What a document states about one value of a request, with `allOf` and alternatives taken together. */
export interface Form {
  document: OktaDocument;
  /** The name of the component that describes the value, if it has one. */
  name?: string;
  types: Set<string>;
  isNullable: boolean;
  isReadOnly: boolean;
  enums?: unknown[];
  format?: string;
  bounds: Bounds;
  properties: Map<string, DocumentObject>;
  required: Set<string>;
  items?: DocumentObject;
  /** The values of a map, or `true` where properties of any name and value are allowed. */
  values?: DocumentObject | true;
  variants: Variant[];
}

/** The forms of an object by the value of one property. */
export interface Variant {
  property: string;
  forms: Map<string, Form>;
}

/**
 * Describes a schema of a document.
 * @param bases types whose variants are not described again @param wholes schemas of which this one is a part
 */
export function formOf(
  document: OktaDocument,
  schema: DocumentObject,
  bases = new Set<DocumentObject>(),
  wholes: readonly DocumentObject[] = [],
): Form {
  const own = document.resolve(schema);
  const form = ownForm(document, own ?? {});
  if (own === undefined) return form;
  if (schema.$ref !== undefined) form.name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  if (wholes.includes(own)) return form;
  for (const part of listOf(own.allOf)) {
    const of = formOf(document, part, bases, [...wholes, own]);
    if (of.name !== undefined && listOf(own.allOf).length === 1) form.name ??= of.name;
    addTo(form, of);
  }
  if (bases.has(own)) return form;
  const inside = new Set([...bases, own]);
  const mapping = Object.entries((own.discriminator?.mapping as Record<string, string> | undefined) ?? {}).filter(
    ([value]) => !isMarkup(value),
  );
  const choices = [...listOf(own.oneOf), ...listOf(own.anyOf)];
  if (mapping.length > 0)
    form.variants.push({
      property: String(own.discriminator?.propertyName),
      forms: new Map(
        mapping.map(([value, $ref]) => [value, formOf(document, { $ref } as DocumentObject, inside)] as const),
      ),
    });
  else if (choices.length > 0)
    addTo(
      form,
      choices.map((choice) => formOf(document, choice, inside)).reduce((one, other) => eitherOf(one, other)),
    );
  return form;
}

/** Whether a value has markup in it: the documents contain such names of types, next to the plain names. */
function isMarkup(value: unknown): boolean {
  return typeof value === 'string' && value.includes('<');
}

function ownForm(document: OktaDocument, own: DocumentObject): Form {
  const values = own.additionalProperties as DocumentObject | boolean | undefined;
  const properties = new Map(Object.entries((own.properties as Record<string, DocumentObject> | undefined) ?? {}));
  const form: Form = {
    document,
    types: new Set(typesOf(own)),
    isNullable: (own.nullable as unknown) === true,
    isReadOnly: (own.readOnly as unknown) === true,
    bounds: Object.fromEntries(
      (boundsOf[String(own.type)] ?? []).flatMap((name) => (typeof own[name] === 'number' ? [[name, own[name]]] : [])),
    ),
    properties,
    required: new Set(Array.isArray(own.required) ? (own.required as string[]) : []),
    variants: [],
  };
  if (Array.isArray(own.enum)) form.enums = (own.enum as unknown[]).filter((v) => v !== null && !isMarkup(v));
  if (Array.isArray(own.enum) && own.enum.includes(null)) form.isNullable = true;
  if (own.format !== undefined) form.format = String(own.format);
  if (own.items !== undefined) form.items = own.items;
  if (values === true || (typeof values === 'object' && isAny(values))) form.values = true;
  else if (typeof values === 'object') form.values = values;
  return form;
}

/** The documents write `{type: object, properties: {}}` where they mean any value. */
function isAny(schema: DocumentObject): boolean {
  const { properties } = schema;
  return (
    Object.keys(schema).every((key) => ['type', 'properties', 'description'].includes(key)) &&
    (schema.type === undefined || (schema.type as unknown) === 'object') &&
    Object.keys(properties ?? {}).length === 0
  );
}

function typesOf({ type, properties, items, enum: values }: DocumentObject): string[] {
  if (typeof type === 'string') return [type];
  if (properties !== undefined) return ['object'];
  if (items !== undefined) return ['array'];
  return values === undefined ? [] : [...new Set((values as unknown as unknown[]).map((value) => typeof value))];
}

/** Adds what another description of the same value states. */
function addTo(form: Form, other: Form): void {
  if (form.types.size === 0) form.types = new Set(other.types);
  form.isNullable ||= other.isNullable;
  form.isReadOnly ||= other.isReadOnly;
  if (form.enums === undefined && other.enums) form.enums = other.enums;
  if (form.format === undefined && other.format) form.format = other.format;
  form.bounds = { ...other.bounds, ...form.bounds };
  for (const [name, property] of other.properties)
    form.properties.set(name, together('allOf', form.document, form.properties.get(name), property));
  for (const name of other.required) form.required.add(name);
  if (other.items) form.items = together('allOf', form.document, form.items, other.items);
  if (form.values === undefined && other.values !== undefined) form.values = other.values;
  form.variants.push(...other.variants);
}

/** A value that has one of two forms. */
export function eitherOf(one: Form, other: Form): Form {
  const [a, b] = [flat(one), flat(other)];
  const form: Form = {
    ...a,
    types: a.types.size > 0 && b.types.size > 0 ? new Set([...a.types, ...b.types]) : new Set(),
    isNullable: a.isNullable || b.isNullable,
    isReadOnly: a.isReadOnly && b.isReadOnly,
    bounds: {},
    properties: new Map(a.properties),
    required: new Set([...a.required].filter((name) => b.required.has(name))),
    variants: [],
  };
  if (a.enums && b.enums) form.enums = [...new Set([...a.enums, ...b.enums])];
  else delete form.enums;
  if (a.format !== b.format) delete form.format;
  for (const [name, property] of b.properties)
    form.properties.set(name, together('anyOf', form.document, form.properties.get(name), property));
  if (b.items) form.items = together('anyOf', form.document, form.items, b.items);
  const values = a.values === true || b.values === true ? true : (a.values ?? b.values);
  if (values !== undefined) form.values = values;
  return form;
}

/** A form in which all variants are alternatives. */
export function flat(form: Form): Form {
  const [first, ...others] = form.variants.flatMap(({ forms }) => [...forms.values()]).map(flat);
  if (!first) return form;
  const all: Form = { ...form, properties: new Map(form.properties), required: new Set(form.required), variants: [] };
  const either = others.reduce(eitherOf, first);
  for (const [name, property] of either.properties)
    all.properties.set(name, together('anyOf', form.document, all.properties.get(name), property));
  return all;
}

function together(
  keyword: 'allOf' | 'anyOf',
  document: OktaDocument,
  one: DocumentObject | undefined,
  other: DocumentObject,
): DocumentObject {
  if (one === undefined || document.resolve(one) === document.resolve(other)) return other;
  return { [keyword]: [one, other] } as unknown as DocumentObject;
}

function listOf(list: unknown): DocumentObject[] {
  return Array.isArray(list) ? (list as DocumentObject[]) : [];
}
