import { escapePointer } from './sample-edits.js';

/** The way to a rule inside a schema file: keys, and for one of a list of names the name's place in it. */
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

/** Every rule of a schema: each keyword that can make an answer's verdict another one, and each required name. */
export function rulesOf(schema: unknown, at: Rule = [], isCondition = false): Rule[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as Record<string, unknown>;
  const rules: Rule[] = single.filter((keyword) => keyword in node).map((keyword) => [...at, keyword]);
  // What a condition requires only keeps it from holding of objects that lack the property.
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

const assertions = new Set([
  'type',
  'enum',
  'const',
  'pattern',
  'format',
  'minLength',
  'minimum',
  'openEnum',
  'unevaluatedProperties',
]);

/** Whether the only effect of a rule is an error: it is no part of a condition, and it refers to no other schema. */
export function isAssertion(rule: Rule): boolean {
  return !rule.includes('if') && (isRequiredName(rule) || assertions.has(String(rule.at(-1))));
}

function isRequiredName(rule: Rule): boolean {
  return rule.at(-2) === 'required' && typeof rule.at(-1) === 'number';
}

function valueAt(schema: unknown, path: Rule): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<string | number, unknown>)[key], schema);
}
