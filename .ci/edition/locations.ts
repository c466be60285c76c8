import { isDeepStrictEqual } from 'node:util';
import { valueForm } from '../../src/contract/former-form.js';
import type { AnswerContract, Schema } from '../../src/contract/model.js';
import { resolvePlace } from '../../src/contract/schemas.js';
import { segmentsOf } from '../../src/domain/json.js';
import type { DocumentObject, NamedOperation, OktaDocument } from '../document.js';
import type { Difference } from '../ledger-diff.js';
import { formOf } from '../request-forms.js';
import type { ContractFiles, Located, WrittenOperation } from './contract-files.js';
import { addDefs } from './defs.js';
import type { DocumentedSchemas } from './documented.js';
import { already, decide, type Edit, hasMark, isMarkOf, marksText, skipped, written } from './edit.js';
import type { DifferenceClass } from './step.js';

interface Context {
  files: ContractFiles;
  before: OktaDocument;
  after: OktaDocument;
  edition: string;
  schemas: DocumentedSchemas;
}

const words: Record<string, string> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean',
};

/** Writes locations and marks into the schemas of contracts/. It never changes a location that has a mark, or another form. */
export class LocationEditor {
  readonly #context: Context;
  readonly changed = new Set<string>();
  /** The places that this import wrote. */
  readonly #made = new Set<Schema>();
  #users: Map<Schema, Set<string>> | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Applies a difference inside a response or a request. @param part `request`, or a status */
  edit(difference: Difference, name: DifferenceClass, operation: WrittenOperation, part: string): Edit {
    const { entry, resource, id } = operation;
    const schema = part === 'request' ? entry.request : (entry.answers[part] ?? successOf(entry.answers))?.schema;
    if (schema === undefined) return skipped('not modelled');
    const root = resolvePlace(`${resource}/operations.json`, schema);
    const { kind, pointer, variant } = difference;
    if (kind === 'format' || kind === 'bounds') return skipped('formats and limits');
    const found = this.#context.files.locate(root, pointer);
    if (found.some((one) => this.#made.has(one.schema))) return already;
    if (kind === 'variant') return this.#variant(difference, root);
    if (kind === 'added') return this.#add(named(id), part, pointer, root, found, name, variant);
    const [first] = found;
    if (!first) return skipped('not modelled');
    const marked = found.find((one) => hasMark(one.schema));
    if (marked)
      return isMarkOf(marked.schema, this.#context.edition)
        ? already
        : decide(`the contract has a mark: ${marksText(marked.schema)}`);
    if (variant !== undefined) return decide('the contract describes several variants here');
    if (kind === 'removed') return this.#remove(difference, found, name, part);
    if (kind === 'enum')
      return this.widen(first.schema, difference, fileOf(first), part, this.#holderOf(first, root, pointer));
    if (kind === 'required') return this.#require(difference, first, named(id), part, name);
    return this.#retype(difference, first, named(id), part, name);
  }

  /** A documented answer for a status that an operation did not have. */
  documentedAnswer(id: string, resource: string, status: string): AnswerContract {
    const { schemas, files } = this.#context;
    const body = schemas.body(named(id), status);
    const types = this.#context.after.mediaTypes(named(id), status) ?? [];
    if (!body) return { body: types.length === 0 ? 'empty' : 'any' };
    const { names, defs } = schemas.share(new Map([[`${id} ${status}`, body]]));
    return { schema: addDefs(files, resource, defs).get(names.get(`${id} ${status}`) as string) as string };
  }

  /** A query parameter or a header of the document. */
  parameter(id: string, name: string): { schema: Schema; isRequired: boolean; isHeader: boolean } | undefined {
    const { after, schemas } = this.#context;
    const found = after
      .parameters(named(id))
      .flatMap((reference) => after.resolve(reference) ?? [])
      .findLast((one) => (one.name as unknown) === name && isParameter(one));
    if (!found) return undefined;
    const schema = schemas.writer.parameter(undefined, formOf(after, (found.schema ?? {}) as DocumentObject));
    const isRequired = (found.required as unknown) === true;
    return { schema, isRequired, isHeader: (found.in as unknown) === 'header' };
  }

  /**
   * Accepts the values that an edition adds, in requests with a mark. A response with a value that it removes is accepted as before.
   * @param holder the property or parameter that has the mark
   */
  widen(schema: Schema, { before, after }: Difference, file: string, part: string, holder: Schema | undefined): Edit {
    const [old, now] = [listOf(before), listOf(after)];
    const keyword = schema.enum ? 'enum' : schema.openEnum ? 'openEnum' : undefined;
    if (!keyword) return skipped('the contract accepts any value');
    const known = schema[keyword]?.map(String) ?? [];
    const added = now.filter((value) => !old.includes(value) && !known.includes(value));
    const removed = old.filter((value) => after !== '' && !now.includes(value) && known.includes(value));
    if (part === 'request' && removed.length > 0)
      return decide(`a request may no longer contain ${removed.join(', ')}`);
    if (after === '') return decide('the document no longer lists values');
    if (added.length === 0) return skipped('already in the contracts');
    if (part === 'request') {
      if (!holder) return decide('other locations have the same list of values');
      if (hasMark(holder)) return decide(`the contract has a mark: ${marksText(holder)}`);
      Object.assign(holder, { changedIn: this.#context.edition, before: structuredClone(valueForm(holder)) });
    }
    schema[keyword] = [...(schema[keyword] ?? []), ...added];
    this.changed.add(file);
    return written('values added');
  }

  /** The property that has the mark of a value: that of elements is at their list. */
  #holderOf({ schema, property }: Located, root: string, pointer: string): Schema | undefined {
    if (property !== undefined) return schema;
    if (!pointer.endsWith('/*')) return undefined;
    return this.#context.files
      .locate(root, pointer.slice(0, -2))
      .find((list) => list.property !== undefined && list.schema.items === schema)?.schema;
  }

  #add(
    operation: NamedOperation,
    part: string,
    pointer: string,
    root: string,
    found: readonly Located[],
    name: DifferenceClass,
    variant: string | undefined,
  ): Edit {
    const { files, edition, schemas } = this.#context;
    if (found.length > 0)
      return found.some(({ schema }) => schema.removedIn)
        ? decide('the contract has the location as removed')
        : skipped('already in the contracts');
    const key = segmentsOf(pointer).at(-1);
    if (key === undefined || key === '*') return skipped('not modelled');
    const parents = files.locate(root, pointer.slice(0, pointer.lastIndexOf('/'))).flatMap((one) => files.spread(one));
    if (parents.some(({ schema }) => schema.additionalProperties === true))
      return skipped('the contract accepts any property');
    const chosen = variant === undefined ? parents : parents.filter(({ place }) => isInVariant(files, place, variant));
    const parent = chosen.find(({ schema, place }) => schema.properties && (variant || !/\/(then|else)$/.test(place)));
    if (!parent) return variant ? decide('the contract does not have the variant') : skipped('not modelled');
    const described = schemas.at(operation, part, pointer);
    if (!described) return skipped('not modelled');
    // The absence of an optional property does not show that an org is on the previous edition.
    const isOptional = part !== 'request' && !this.#isRequired(operation, part, pointer);
    const mark = { addedIn: edition, ...(isOptional && { when: 'the object has a value for it' }) };
    const schema: Schema = { ...described, ...(name === 'documentation correction' ? {} : mark) };
    parent.schema.properties = { ...parent.schema.properties, [key]: schema };
    this.#made.add(schema);
    this.changed.add(fileOf(parent));
    return written(part === 'request' ? 'locations added in requests' : 'locations added');
  }

  #remove(difference: Difference, found: readonly Located[], name: DifferenceClass, part: string): Edit {
    if (name === 'documentation correction') return skipped('recordings still contain it');
    for (const { schema } of found) {
      const other = [...(this.#usersOf(schema) ?? [])].find((id) => this.#isStillDescribed(id, difference, part));
      if (other) return decide(`${other} has the same schema, and its document still describes the location`);
    }
    for (const { schema, parent, property, place } of found) {
      if (!parent?.properties || property === undefined) return skipped('not modelled');
      const mark = { not: {}, removedIn: this.#context.edition, before: schema } as Schema;
      parent.properties[property] = mark;
      this.#made.add(mark);
      this.changed.add(place.split('#')[0] ?? '');
    }
    return written(part === 'request' ? 'locations removed in requests' : 'locations removed');
  }

  #isStillDescribed(id: string, { pointer }: Difference, part: string): boolean {
    const tail = pointer.replace(/^\/\*(?=\/)/, '');
    return ['', '/*'].some((start) => this.#context.after.schemasAt(named(id), part, `${start}${tail}`).length > 0);
  }

  /** The required properties of responses are those of recordings: documents are often wrong about them. */
  #require(
    { before, pointer }: Difference,
    one: Located,
    operation: NamedOperation,
    part: string,
    name: DifferenceClass,
  ): Edit {
    const { schema, parent, property } = one;
    const isRequired = parent?.required?.includes(property ?? '') === true;
    if (before === 'true') return isRequired ? decide('the contract requires it') : skipped('not required');
    if (isRequired) return skipped('already in the contracts');
    if (part !== 'request') return skipped('required by the document only');
    if (name === 'documentation correction') return skipped('orgs accept requests without it');
    if (!this.#isRequired(operation, part, pointer)) return skipped('required in some variants');
    if (!parent || property === undefined) return decide(`a request must now contain ${pointer}`);
    parent.required = [...(parent.required ?? []), property];
    schema.requiredIn = this.#context.edition;
    this.changed.add(fileOf(one));
    return written('locations required in requests');
  }

  /** Whether the document requires a property in all forms of its object. */
  #isRequired(operation: NamedOperation, part: string, pointer: string): boolean {
    const { schemas } = this.#context;
    const above = pointer.slice(0, pointer.lastIndexOf('/'));
    const parent = above === '' ? schemas.body(operation, part) : schemas.at(operation, part, above);
    return parent?.required?.includes(segmentsOf(pointer).at(-1) ?? '') === true;
  }

  #retype(difference: Difference, one: Located, operation: NamedOperation, part: string, name: DifferenceClass): Edit {
    const { schemas, edition } = this.#context;
    const { schema, parent, property } = one;
    const { kind, before, after, pointer } = difference;
    const own = typesOf(schema);
    if (kind === 'nullable') {
      if (after === 'false' || own.length === 0 || own.includes('null'))
        return skipped('the contract accepts null, or any value');
      schema.type = [...own, 'null'];
      if (name !== 'documentation correction')
        Object.assign(schema, { changedIn: edition, was: 'not null', before: { ...schema, type: own } });
    } else {
      const isOld = isDeepStrictEqual(own.filter((type) => type !== 'null').sort(), listOf(before).sort());
      const isNew = listOf(after).every((type) => own.includes(type));
      if (own.length === 0 || isNew) return skipped('already in the contracts');
      const described = schemas.at(operation, part, pointer);
      if (!isOld || !described || !parent?.properties || property === undefined || name === 'documentation correction')
        return decide('the contract has another type');
      const was = own.map((type) => words[type] ?? type).join(' or ');
      parent.properties[property] = { ...described, changedIn: edition, was, before: schema };
      this.#made.add(parent.properties[property] as Schema);
    }
    this.changed.add(fileOf(one));
    return written('locations changed');
  }

  /** A contract that distinguishes the variants needs a condition for a new one. */
  #variant({ variant = '' }: Difference, root: string): Edit {
    const [property = ''] = variant.split('=');
    const conditions = this.#context.files
      .locate(root, '')
      .flatMap((one) => this.#context.files.spread(one))
      .filter(({ schema }) => schema.if?.properties && property in schema.if.properties);
    return conditions.length > 0
      ? decide('the contract distinguishes variants of this property')
      : skipped('the contract does not distinguish variants');
  }

  /** The operations whose responses or requests have a schema. */
  #usersOf(schema: Schema): ReadonlySet<string> | undefined {
    this.#users ??= usersOf(this.#context.files);
    return this.#users.get(schema);
  }
}

/** Which operations use each schema of contracts/. */
function usersOf(files: ContractFiles): Map<Schema, Set<string>> {
  const users = new Map<Schema, Set<string>>();
  for (const { id, resource, entry } of files.operations.values()) {
    const seen = new Set<Schema>();
    const visit = (from: Located): void => {
      for (const one of files.spread(from)) {
        if (seen.has(one.schema)) continue;
        seen.add(one.schema);
        users.set(one.schema, (users.get(one.schema) ?? new Set()).add(id));
        const { properties = {}, items, additionalProperties } = one.schema;
        for (const [name, part] of Object.entries(properties))
          visit({ schema: part, place: `${one.place}/properties/${name}` });
        for (const part of [items, additionalProperties])
          if (typeof part === 'object') visit({ schema: part, place: `${one.place}/items` });
      }
    };
    for (const schema of [entry.request, ...Object.values(entry.answers).map((answer) => answer.schema)])
      if (schema) visit(files.at(resolvePlace(`${resource}/operations.json`, schema)));
  }
  return users;
}

/** Whether a place is inside of the condition of a variant, `type=SAML2`. */
function isInVariant(files: ContractFiles, place: string, variant: string): boolean {
  const [property = '', value = ''] = variant.split('=');
  const cut = place.lastIndexOf('/then');
  if (cut < 0) return false;
  const condition = files.at(place.slice(0, cut)).schema.if?.properties?.[property];
  return condition?.const === value || condition?.enum?.includes(value) === true;
}

/** Whether contracts describe a parameter: those of paths and cookies are not part of them, nor are the headers of each request. */
export function isParameter({ in: place, name }: DocumentObject): boolean {
  if ((place as unknown) === 'query') return true;
  return (place as unknown) === 'header' && !/^(accept|authorization|content-type)$/i.test(String(name));
}

function named(id: string): NamedOperation {
  const [method = '', template = ''] = id.split(' ');
  return { id, method, template } as NamedOperation;
}

function successOf(answers: Record<string, AnswerContract>): AnswerContract | undefined {
  return Object.entries(answers).find(([status, { schema }]) => status < '300' && schema)?.[1];
}

function typesOf({ type }: Schema): string[] {
  return type === undefined ? [] : [type].flat();
}

function listOf(text: string): string[] {
  return text === '' ? [] : text.split(' | ');
}

function fileOf({ place }: Located): string {
  return place.split('#')[0] ?? '';
}
