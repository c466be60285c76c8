import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../src/contract/model.js';
import type { DocumentObject } from './document.js';
import { type Form, flat, formOf } from './request-forms.js';

/** A schema of a request contract. */
export type RequestSchema = Schema & {
  title?: string;
  $comment?: string;
  readOnly?: true;
  requiredIn?: string;
  deprecated?: true;
};

/** The name of a schema, from the component that describes it, or the value of its variant. */
export type Names = WeakMap<RequestSchema, string>;

/**
 * Writes request schemas from the documents of two editions: what the edition accepts, with marks where the previous edition
 * differs.
 */
export class RequestWriter {
  readonly #edition: string;
  readonly names: Names = new WeakMap();
  /** Schemas of variants, which a condition applies to an object of another schema. */
  readonly variants = new WeakSet<RequestSchema>();
  /** Components that contain themselves. */
  readonly recursive = new Set<string>();

  constructor(edition: string) {
    this.#edition = edition;
  }

  /** The schema of a value. Without `before`, there is nothing to compare. */
  write(before: Form | undefined, after: Form, trail: readonly string[] = []): RequestSchema {
    if (after.name !== undefined && trail.includes(after.name)) {
      this.recursive.add(after.name);
      return typeOf(after);
    }
    const on = after.name === undefined ? trail : [...trail, after.name];
    const schema: RequestSchema = typeOf(after);
    if (after.enums) schema.enum = after.enums;
    if (after.format === 'date-time') schema.format = 'date-time';
    Object.assign(schema, after.bounds);
    if (after.items) schema.items = this.#part(before?.items, before, after.items, after, on);
    if (typeof after.values === 'object')
      schema.additionalProperties = this.#part(
        before?.values === true ? undefined : before?.values,
        before,
        after.values,
        after,
        on,
      );
    else if (after.values === true && after.properties.size > 0) schema.additionalProperties = true;
    this.#moveMarks(schema);
    this.#writeObject(schema, before, after, on);
    if (after.name !== undefined) this.names.set(schema, after.name);
    return schema;
  }

  /** Marks belong to properties: that of elements is one of their list or map. */
  #moveMarks(schema: RequestSchema): void {
    for (const key of ['items', 'additionalProperties'] as const) {
      const elements = schema[key];
      if (typeof elements !== 'object' || elements.changedIn === undefined) continue;
      const { changedIn, was, before, ...content } = elements;
      const name = this.names.get(elements);
      if (name !== undefined) this.names.set(content, name);
      schema[key] = content;
      Object.assign(schema, { changedIn, ...(was && { was }), ...(before && { before: { [key]: before } }) });
    }
  }

  /** The schema of a query parameter. */
  parameter(before: Form | undefined, after: Form): RequestSchema {
    return this.#marked(before, after, this.write(comparable(before, after), after));
  }

  #part(
    was: DocumentObject | undefined,
    before: Form | undefined,
    is: DocumentObject,
    after: Form,
    trail: readonly string[],
  ): RequestSchema {
    const form = formOf(after.document, is);
    const old = was && before && formOf(before.document, was);
    return this.#marked(old, form, this.write(comparable(old, form), form, trail));
  }

  /** Properties and variants of an object. */
  #writeObject(schema: RequestSchema, before: Form | undefined, after: Form, trail: readonly string[]): void {
    if (after.properties.size === 0 && after.variants.length === 0) return;
    const old = before && after.variants.length === 0 ? flat(before) : before;
    const differing = new Set(after.variants.flatMap((variant) => differingProperties(after, variant)));
    this.#writeProperties(schema, old, after, trail, (name) => !differing.has(name));
    const branches = after.variants.flatMap(({ property, forms }) => {
      this.#openDiscriminator(schema, property, old, after);
      return [...forms].map(([value, form]) => {
        const variantBefore = old?.variants.find((one) => one.property === property)?.forms.get(value);
        const then = this.#variant(variantBefore, form, after, property, differing, trail);
        this.names.set(then, `${form.name ?? value}`);
        return {
          if: { properties: { [property]: { const: value } }, required: [property] },
          then,
        } satisfies Schema;
      });
    });
    if (branches.length > 0) schema.allOf = branches;
    if (schema.additionalProperties === undefined && after.values === undefined) schema.unevaluatedProperties = false;
  }

  /** What a variant has in addition to the properties of all variants. */
  #variant(
    before: Form | undefined,
    form: Form,
    base: Form,
    property: string,
    differing: ReadonlySet<string>,
    trail: readonly string[],
  ): RequestSchema {
    const then: RequestSchema = {};
    const on = form.name === undefined ? trail : [...trail, form.name];
    const isOwn = (name: string) => name !== property && (differing.has(name) || !base.properties.has(name));
    const all: Form = { ...form, properties: new Map([...base.properties, ...form.properties]) };
    this.#writeProperties(then, before, all, on, () => true, isOwn);
    for (const name of base.required) if (then.required) then.required = then.required.filter((one) => one !== name);
    if (then.required?.length === 0) delete then.required;
    const nested = form.variants.filter((one) => one.property !== property);
    if (nested.length > 0) {
      const inner: RequestSchema = {};
      this.#writeObject(inner, before, { ...form, variants: nested }, on);
      if (inner.allOf) then.allOf = inner.allOf;
      for (const { property: name } of nested) {
        const discriminator = inner.properties?.[name];
        if (discriminator) then.properties = { ...then.properties, [name]: discriminator };
      }
    }
    if (Object.keys(then).length > 0) this.variants.add(then);
    return then;
  }

  #writeProperties(
    schema: RequestSchema,
    before: Form | undefined,
    after: Form,
    trail: readonly string[],
    hasContent: (name: string) => boolean,
    isWritten: (name: string) => boolean = () => true,
  ): void {
    const properties: Record<string, RequestSchema> = {};
    const names = new Set([...after.properties.keys(), ...(before?.properties.keys() ?? [])]);
    const required: string[] = [];
    for (const name of [...names].sort()) {
      if (!isWritten(name)) continue;
      const property = this.#property(name, before, after, trail, hasContent(name));
      properties[name] = property;
      if (after.required.has(name) && !property.readOnly) required.push(name);
    }
    if (required.length > 0) schema.required = required;
    if (Object.keys(properties).length > 0) schema.properties = properties as Record<string, Schema>;
  }

  #property(
    name: string,
    before: Form | undefined,
    after: Form,
    trail: readonly string[],
    hasContent: boolean,
  ): RequestSchema {
    const [was, is] = [before?.properties.get(name), after.properties.get(name)];
    const old = was && before && formOf(before.document, was);
    if (is === undefined) {
      if (old?.isReadOnly) return { readOnly: true, removedIn: this.#edition };
      return { not: {}, removedIn: this.#edition };
    }
    const form = formOf(after.document, is);
    if (form.isReadOnly) {
      if (!before || old?.isReadOnly) return { readOnly: true };
      return old
        ? { readOnly: true, changedIn: this.#edition, before: {} }
        : { readOnly: true, addedIn: this.#edition };
    }
    const content = hasContent ? this.write(comparable(old, form), form, trail) : {};
    if (!before) return content;
    if (!old) return this.#withMarks(content, { addedIn: this.#edition }, after.required.has(name));
    const marked = hasContent ? this.#marked(old, form, content) : content;
    if (after.required.has(name) && !before.required.has(name)) return this.#withMarks(marked, {}, true);
    if (!after.required.has(name) && before.required.has(name) && marked.changedIn === undefined && !old.isReadOnly)
      return this.#withMarks(marked, { changedIn: this.#edition, was: 'required' });
    return marked;
  }

  /** Marks a type or a list of values that the edition changed. */
  #marked(old: Form | undefined, form: Form, schema: RequestSchema): RequestSchema {
    if (!old) return schema;
    const changed = (before: Schema) => this.#changed(schema, before);
    if (old.isReadOnly) return changed({ readOnly: true });
    const [wasTypes, types] = [typesOf(old), typesOf(form)];
    if (old.types.size > 0 && form.types.size > 0 && !isDeepStrictEqual(wasTypes, types))
      return changed({ type: wasTypes });
    const [was, is] = [old.enums?.map(String).sort(), form.enums?.map(String).sort()];
    if (!isDeepStrictEqual(was, is)) return changed(was ? { enum: was } : {});
    return isDeepStrictEqual(old.bounds, form.bounds) ? schema : changed(old.bounds);
  }

  #changed(schema: RequestSchema, before: Schema): RequestSchema {
    return this.#withMarks(schema, { changedIn: this.#edition, before });
  }

  #withMarks(schema: RequestSchema, marks: Partial<RequestSchema>, isNewlyRequired = false): RequestSchema {
    const marked = { ...schema, ...marks, ...(isNewlyRequired && { requiredIn: this.#edition }) };
    const name = this.names.get(schema);
    if (name !== undefined) this.names.set(marked, name);
    return marked;
  }

  /** A value without a variant has only the properties of all variants. */
  #openDiscriminator(schema: RequestSchema, property: string, before: Form | undefined, after: Form): void {
    const valuesOf = (form: Form | undefined) => [
      ...new Set([
        ...(form?.variants.find((one) => one.property === property)?.forms.keys() ?? []),
        ...enumsOf(form, property),
      ]),
    ];
    const [was, is] = [valuesOf(before).sort(), valuesOf(after).sort()];
    const discriminator: RequestSchema = { type: 'string', enum: is };
    schema.properties = {
      ...schema.properties,
      [property]:
        was.length > 0 && !isDeepStrictEqual(was, is) ? this.#changed(discriminator, { enum: was }) : discriminator,
    };
  }
}

function enumsOf(form: Form | undefined, property: string): string[] {
  const raw = form?.properties.get(property);
  return form && raw ? (formOf(form.document, raw).enums ?? []).map(String) : [];
}

/** Properties that a variant describes differently than the object of all variants. */
function differingProperties(
  base: Form,
  { property, forms }: { property: string; forms: Map<string, Form> },
): string[] {
  return [...base.properties.keys()].filter(
    (name) =>
      name !== property &&
      [...forms.values()].some((form) => {
        const own = form.properties.get(name);
        return own !== undefined && own !== base.properties.get(name);
      }),
  );
}

/** What can be compared with a value of the edition: a value of another type has nothing in common with it. */
function comparable(old: Form | undefined, form: Form): Form | undefined {
  if (!old || old.isReadOnly) return undefined;
  return [...form.types].some((type) => old.types.has(type)) ? old : undefined;
}

function typesOf({ types, isNullable }: Form): string[] {
  return [...types, ...(isNullable ? ['null'] : [])].sort();
}

function typeOf({ types, isNullable }: Form): RequestSchema {
  if (types.size === 0) return {};
  const all = [...types, ...(isNullable ? ['null'] : [])];
  return { type: all.length === 1 ? (all[0] as string) : all };
}
