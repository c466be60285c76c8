import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../src/contract/model.js';
import { escapeSegment } from '../src/domain/json.js';
import { matches } from './ledger-rules.js';
import type { RequestSchema } from './request-contract.js';

/**
 * Where people know that Okta's documents are wrong about requests. `contracts/request-decisions.json` contains these; the tool
 * applies them, and never changes them.
 */
export interface RequestDecision {
  operations: string[];
  /** The location in the body, `*` for elements, `**` for any locations below; `?limit` is a query parameter, `header If-Match` a header. */
  pointer: string;
  /** The request may be without it. */
  isOptional?: true;
  /** The request must have it. */
  isRequired?: true;
  /** The property is required only in requests whose `type` is this value. */
  requiredFor?: string;
  /** Other values may be accepted as well. */
  isOpen?: true;
  /** Values that orgs of both editions accept as well. */
  values?: string[];
  /** The removed or read-only property is accepted nevertheless. */
  isAccepted?: true;
  /** Orgs accept `null`. */
  isNullable?: true;
  /** The schema in place of the documented one, without the marks of the edition. */
  schema?: RequestSchema;
  /** Orgs accept the removed property. The text tells why the removal is disputed. */
  disputed?: string;
  reason: string;
}

/** Applies a decision to the schema of a body, and returns whether it changed anything. */
export function applyDecision(root: RequestSchema, decision: RequestDecision): boolean {
  if (decision.pointer === '') return changeAt(root, decision);
  if (decision.requiredFor !== undefined) return requireFor(root, decision.pointer, decision.requiredFor);
  let isApplied = false;
  visitObjects(root, '', (object, pointer) => {
    const isMeant = (name: string) => matches(decision.pointer, `${pointer}/${escapeSegment(name)}`);
    if (decision.isOptional && makeOptional(object, isMeant)) isApplied = true;
    if (decision.isRequired && makeRequired(object, isMeant)) isApplied = true;
    for (const [holder, key, name] of partsOf(object))
      if (isMeant(name) && (replaceAt(holder, key, decision) || changeAt(holder[key] as RequestSchema, decision)))
        isApplied = true;
    const added = decision.pointer.slice(decision.pointer.lastIndexOf('/') + 1);
    // Variants have the properties of their object, too.
    const isWhole = object.unevaluatedProperties === false;
    if (decision.schema && isWhole && object.properties && isMeant(added) && !object.properties[added]) {
      object.properties[added] = structuredClone(decision.schema) as Schema;
      isApplied = true;
    }
  });
  return isApplied;
}

function makeOptional(object: RequestSchema, isMeant: (name: string) => boolean): boolean {
  const left = object.required?.filter((name) => !isMeant(name));
  if (left === undefined || left.length === object.required?.length) return false;
  if (left.length > 0) object.required = left;
  else delete object.required;
  for (const [name, property] of Object.entries(object.properties ?? {}))
    if (isMeant(name)) delete (property as RequestSchema).requiredIn;
  return true;
}

function makeRequired(object: RequestSchema, isMeant: (name: string) => boolean): boolean {
  const names = Object.keys(object.properties ?? {}).filter(
    (name) => isMeant(name) && !object.required?.includes(name),
  );
  if (names.length > 0) object.required = [...(object.required ?? []), ...names].sort();
  return names.length > 0;
}

/** Moves what requires a property into a variant of the body, with the marks of the edition. */
function requireFor(root: RequestSchema, pointer: string, type: string): boolean {
  const names = pointer.split('/').slice(1);
  const name = names.pop() ?? '';
  let object: RequestSchema | undefined = root;
  for (const step of names) object = object?.properties?.[step] as RequestSchema | undefined;
  const property = object?.properties?.[name] as RequestSchema | undefined;
  if (!object || !property || !object.required?.includes(name)) return false;
  const { addedIn, requiredIn } = property;
  makeOptional(object, (one) => one === name);
  delete property.addedIn;
  const marks = { ...(addedIn && { addedIn }), ...(requiredIn && { requiredIn }) };
  let then: RequestSchema = { required: [name], properties: { [name]: marks } };
  for (const step of names.reverse()) then = { properties: { [step]: then as Schema } };
  const branch = { if: { properties: { type: { const: type } }, required: ['type'] }, then: then as Schema };
  root.allOf = [...(root.allOf ?? []), branch];
  return true;
}

function replaceAt(holder: Record<string, Schema>, key: string, { schema }: RequestDecision): boolean {
  if (schema === undefined || isDeepStrictEqual(holder[key], schema)) return false;
  holder[key] = structuredClone(schema) as Schema;
  return true;
}

function changeAt(
  schema: RequestSchema,
  { isOpen, values = [], isAccepted, isNullable, disputed }: RequestDecision,
): boolean {
  const before = JSON.stringify(schema);
  for (const form of isOpen ? [schema, schema.before] : []) {
    if (!form?.enum) continue;
    form.openEnum = form.enum;
    delete form.enum;
  }
  for (const list of [schema.enum, schema.openEnum, schema.before?.enum, schema.before?.openEnum])
    list?.push(...values.filter((value) => !list.includes(value)));
  if (isAccepted) {
    delete schema.readOnly;
    delete schema.not;
    delete schema.removedIn;
  }
  if (isNullable && schema.type) schema.type = [...new Set([schema.type, 'null'].flat())];
  if (disputed !== undefined && schema.removedIn !== undefined) {
    delete schema.not;
    schema.disputed = disputed;
  }
  return JSON.stringify(schema) !== before;
}

/** Visits each schema with the pointer of what it describes. Variants have the pointer of their object. */
function visitObjects(
  schema: RequestSchema,
  pointer: string,
  visit: (schema: RequestSchema, pointer: string) => void,
): void {
  visit(schema, pointer);
  for (const [holder, key, name] of partsOf(schema))
    visitObjects(holder[key] as RequestSchema, `${pointer}/${escapeSegment(name)}`, visit);
  for (const { then } of schema.allOf ?? []) if (then) visitObjects(then as RequestSchema, pointer, visit);
}

/** The schemas of properties and elements: the object that has each, its key, and the name in pointers. */
function partsOf(schema: RequestSchema): [Record<string, Schema>, string, string][] {
  const own = schema as unknown as Record<string, Schema>;
  const elements = ['items', 'additionalProperties'].filter((key) => typeof own[key] === 'object');
  return [
    ...Object.keys(schema.properties ?? {}).map((name): [Record<string, Schema>, string, string] => [
      schema.properties as Record<string, Schema>,
      name,
      name,
    ]),
    ...elements.map((key): [Record<string, Schema>, string, string] => [own, key, '*']),
  ];
}
