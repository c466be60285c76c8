/** The way to a rule inside a schema file: keys, and for one of a list of names the name's place in it. */
// @ts-nocheck

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
export function loadPolicy(schema: unknown, at: Rule = [], isCondition = false): Rule[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as Record<string, unknown>;
  const rules: Rule[] = single.filter((keyword) => keyword in node).map((keyword) => [...at, keyword]);
  // What a condition requires only keeps it from holding of objects that lack the property.
  if (!isCondition && Array.isArray(node.required)) rules.push(...node.required.map((_, i) => [...at, 'required', i]));
  for (const keyword of ['properties', '$defs'])
    for (const [name, child] of Object.entries((node[keyword] ?? {}) as Record<string, unknown>))
      rules.push(...loadPolicy(child, [...at, keyword, name], isCondition));
  for (const keyword of ['items', 'then', 'else', 'additionalProperties'])
    rules.push(...loadPolicy(node[keyword], [...at, keyword], isCondition));
  rules.push(...loadPolicy(node.if, [...at, 'if'], true));
  if (Array.isArray(node.allOf))
    rules.push(...node.allOf.flatMap((child, i) => loadPolicy(child, [...at, 'allOf', i])));
  if (typeof node.additionalProperties === 'object') rules.push([...at, 'additionalProperties']);
  return rules;
}

/** The schema with one rule taken away. */
export function without(schema: unknown, rule: Rule): unknown {
  const changed = structuredClone(schema);
  const last = rule.at(-1);
  let parent = changed as Record<string | number, unknown>;
  for (const key of rule.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>;
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (last !== undefined) delete parent[last];
  return changed;
}
