import type { Schema } from '../../src/contract/model.js';
import type { Schemas } from '../../src/contract/schemas.js';
import { escapePointer, unescapePointer } from './sample-edits.js';

/** The path of a rule in a schema file. The last key of a required name is its index. */
export type Rule = (string | number)[];

const single = [
  'type',
  'enum',
  'const',
  'pattern',
  'format',
  'minLength',
  'minimum',
  'not',
  'openEnum',
  '$ref',
  'items',
  'unevaluatedProperties',
  'then',
  'else',
  'addedIn',
  'removedIn',
  'changedIn',
  'when',
  'disputed',
];

/** Every rule of a schema: each keyword that can change the verdict of a response, and each required name. */
export function rulesOf(schema: unknown, at: Rule = [], isCondition = false): Rule[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as Record<string, unknown>;
  const rules: Rule[] = single.filter((keyword) => keyword in node).map((keyword) => [...at, keyword]);
  // `required` in a condition only excludes objects without the property.
  if (!isCondition && Array.isArray(node.required)) rules.push(...node.required.map((_, i) => [...at, 'required', i]));
  for (const keyword of ['properties', '$defs'])
    for (const [name, child] of Object.entries((node[keyword] ?? {}) as Record<string, unknown>))
      rules.push(...rulesOf(child, [...at, keyword, name], isCondition));
  for (const keyword of ['items', 'then', 'else', 'additionalProperties'])
    rules.push(...rulesOf(node[keyword], [...at, keyword], isCondition));
  rules.push(...rulesOf(node.if, [...at, 'if'], true));
  if (Array.isArray(node.allOf)) rules.push(...node.allOf.flatMap((child, i) => rulesOf(child, [...at, 'allOf', i])));
  if (typeof node.additionalProperties === 'object') rules.push([...at, 'additionalProperties']);
  return rules;
}

/** A schema without some of its rules, in the order of `rulesOf`. */
export function without(schema: unknown, ...rules: Rule[]): unknown {
  const changed = structuredClone(schema);
  // Backwards, so that the index of a required name is still right after the removal of another one.
  for (const rule of [...rules].reverse()) {
    const last = rule.at(-1) ?? '';
    const parent = valueAt(changed, rule.slice(0, -1)) as Record<string | number, unknown>;
    if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else delete parent[last];
  }
  return changed;
}

/** The location of a rule as an error of the validator states it: `users/user.schema.json#/required/id`. */
export function placeOfRule(file: string, schema: unknown, rule: Rule): string {
  const path = isRequiredName(rule) ? [...rule.slice(0, -1), String(valueAt(schema, rule))] : rule;
  return `${file}#${path.map((key) => `/${escapePointer(String(key))}`).join('')}`;
}

const assertions = [
  'type',
  'enum',
  'const',
  'pattern',
  'format',
  'minLength',
  'minimum',
  'openEnum',
  'unevaluatedProperties',
];
const applicators = ['$ref', 'items', 'then', 'else', 'additionalProperties'];
const removable = new Set<string | number | undefined>([...assertions, ...applicators]);

/** Whether no response has more errors without the rule, apart from unknown properties. */
export function onlyAddsErrors(rule: Rule): boolean {
  return !rule.includes('if') && (isRequiredName(rule) || removable.has(rule.at(-1)));
}

/** The rules that apply a schema to the value at a pointer of a body: location of each, and locations of what it applies. */
export function rulesTowards(schemas: Schemas, place: string, body: unknown, pointer: string): Map<string, string[]> {
  const rules = new Map<string, string[]>();
  const pass = (parts: Schema[], keywords: ('$ref' | 'then' | 'else' | 'items' | 'additionalProperties')[]): void => {
    for (const part of parts)
      for (const keyword of keywords) {
        const value = part[keyword];
        if (value === undefined) continue;
        const rule = `${schemas.placeOf(part)}/${keyword}`;
        const [from, ref] = typeof value === 'string' ? [part, value] : [value, (value as Schema).$ref];
        rules.set(rule, [rule, ...(ref === undefined ? [] : [schemas.placeOf(schemas.follow(from as Schema, ref))])]);
      }
  };
  let value = body;
  let parts = alternativesOf(schemas, [schemas.at(place)]);
  pass(parts, ['$ref', 'then', 'else']);
  for (const key of pointer.split('/').slice(1).map(unescapePointer)) {
    const isList = Array.isArray(value);
    pass(parts, ['items', 'additionalProperties']);
    const children = parts.flatMap(({ properties = {}, items, additionalProperties: others }) =>
      [isList ? items : properties[key], typeof others === 'object' ? others : undefined].filter((child) => !!child),
    );
    parts = alternativesOf(schemas, children);
    pass(parts, ['$ref', 'then', 'else']);
    value = (value as Record<string, unknown>)[key];
  }
  return rules;
}

/** Schemas, and all further schemas that may apply to the same value. */
function alternativesOf(schemas: Schemas, from: Schema[]): Schema[] {
  const parts = new Set<Schema>();
  const add = (schema: Schema | undefined): void => {
    if (schema === undefined || parts.has(schema)) return;
    parts.add(schema);
    const { $ref, allOf = [], then, else: otherwise } = schema;
    if ($ref !== undefined) add(schemas.follow(schema, $ref));
    for (const part of [...allOf, then, otherwise]) add(part);
  };
  from.forEach(add);
  return [...parts];
}

function isRequiredName(rule: Rule): boolean {
  return rule.at(-2) === 'required' && typeof rule.at(-1) === 'number';
}

function valueAt(schema: unknown, path: Rule): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<string | number, unknown>)[key], schema);
}
