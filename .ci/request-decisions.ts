import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../src/contract/model.js';
import type { RequestSchema } from './request-contract.js';

/**
 * Where people know that Okta's documents are wrong about requests. `contracts/request-decisions.json` contains these; the tool
 * applies them, and never changes them.
 */
export interface RequestDecision {
  operations: string[];
  /** The location in the body, `*` for elements; `?limit` is a query parameter. */
  pointer: string;
  /** The request may be without it. */
  isOptional?: true;
  /** Other values may be accepted as well. */
  isOpen?: true;
  /** The removed or read-only property is accepted nevertheless. */
  isAccepted?: true;
  /** Orgs accept `null`. */
  isNullable?: true;
  /** The schema in place of the documented one, without the marks of the edition. */
  schema?: RequestSchema;
  /** Marks and other keywords in addition to the documented ones. */
  add?: RequestSchema;
  reason: string;
}

/** Applies a decision to the schema of a body, and returns whether it changed anything. */
export function applyDecision(root: RequestSchema, decision: RequestDecision): boolean {
  const keys = decision.pointer.split('/').slice(1).map(unescape);
  if (keys.length === 0) return changeAt(root, decision);
  const last = keys.at(-1) as string;
  let isApplied = false;
  for (const object of objectsAt(root, keys.slice(0, -1))) {
    if (decision.isOptional && object.required?.includes(last)) {
      object.required = object.required.filter((name) => name !== last);
      if (object.required.length === 0) delete object.required;
      const property = object.properties?.[last] as RequestSchema | undefined;
      if (property) delete property.requiredIn;
      isApplied = true;
    }
    for (const [place, key] of placesOf(object, last)) {
      const schema = place[key] as RequestSchema;
      if (decision.schema !== undefined && !isDeepStrictEqual(schema, decision.schema)) {
        place[key] = structuredClone(decision.schema) as Schema;
        isApplied = true;
      } else if (changeAt(schema, decision)) isApplied = true;
    }
    if (decision.schema !== undefined && object.properties && !object.properties[last] && last !== '*') {
      object.properties[last] = structuredClone(decision.schema) as Schema;
      isApplied = true;
    }
  }
  return isApplied;
}

function changeAt(schema: RequestSchema, { isOpen, isAccepted, isNullable, add }: RequestDecision): boolean {
  const before = JSON.stringify(schema);
  if (isOpen && schema.enum) {
    schema.openEnum = schema.enum;
    delete schema.enum;
  }
  if (isAccepted) {
    delete schema.readOnly;
    delete schema.not;
    delete schema.removedIn;
  }
  if (isNullable && schema.type) schema.type = [...new Set([schema.type, 'null'].flat())];
  if (add) Object.assign(schema, add);
  return JSON.stringify(schema) !== before;
}

/** All schemas at a location: in the object itself, and in its variants. */
function objectsAt(schema: RequestSchema, keys: readonly string[]): RequestSchema[] {
  const [key, ...rest] = keys;
  if (key === undefined) return [schema, ...variantsIn(schema)];
  return [schema, ...variantsIn(schema)].flatMap((object) =>
    placesOf(object, key).flatMap(([place, name]) => objectsAt(place[name] as RequestSchema, rest)),
  );
}

function variantsIn(schema: RequestSchema): RequestSchema[] {
  return (schema.allOf ?? []).flatMap(({ then }) => (then ? [then as RequestSchema, ...variantsIn(then)] : []));
}

/** Where a schema has the schema of a property or of its elements. */
function placesOf(schema: RequestSchema, key: string): [Record<string, Schema>, string][] {
  const found: [Record<string, Schema>, string][] = [];
  if (schema.properties?.[key]) found.push([schema.properties, key]);
  if (key !== '*') return found;
  const lists = schema as unknown as Record<string, Schema>;
  if (schema.items) found.push([lists, 'items']);
  if (typeof schema.additionalProperties === 'object') found.push([lists, 'additionalProperties']);
  return found;
}

function unescape(key: string): string {
  return key.replace(/~1/g, '/').replace(/~0/g, '~');
}
