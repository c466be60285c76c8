import type { Json } from '../../src/domain/json.js';

/** A change of a body. */
export interface Edit {
  /** New values by JSON pointer. The empty pointer is the whole body. */
  set?: Record<string, Json>;
  /** Pointers of properties to remove. */
  remove?: string[];
}

/** A copy of a body with an edit applied. Throws if a pointer does not exist in the body. */
export function applyEdit(base: Json, { set = {}, remove = [] }: Edit): Json {
  let body = structuredClone(base);
  for (const [pointer, value] of Object.entries(set)) {
    if (pointer === '') body = structuredClone(value);
    else {
      const { parent, key } = parentOf(body, pointer);
      parent[key] = structuredClone(value);
    }
  }
  for (const pointer of remove) {
    const { parent, key } = parentOf(body, pointer);
    if (!(key in parent)) throw new Error(`${pointer} does not exist`);
    delete parent[key];
  }
  return body;
}

/** Properties of one object, and what is wrong with each: `{ "missing, type": "id name" }`. */
export type ObjectBreaks = Record<string, string>;

/** One invalid sample: the edit, and the findings that it must cause. */
export interface Break {
  edit: Edit;
  finds: string[];
}

/** The single edits of a body that its entry in `breaks` lists by object. Throws if an object does not exist in the body. */
export function expandBreaks(body: Json, objects: Record<string, ObjectBreaks>): Break[] {
  return Object.entries(objects).flatMap(([object, breaks]) =>
    Object.entries(breaks).flatMap(([checks, names]) =>
      names.split(' ').flatMap((name) => {
        const pointer = name === '.' ? object : `${object}/${name}`;
        return checks.split(', ').map((kinds) => expandBreak(body, pointer, kinds.split('+')));
      }),
    ),
  );
}

/** What is set for a finding; for a wrong type it depends on the present value. */
const brokenValues: Record<string, Json> = { format: 'yesterday', removed: 'x', value: 'UNHEARD_OF' };

function expandBreak(body: Json, pointer: string, kinds: string[]): Break {
  const finds = kinds.map((kind) => `${kind} ${pointer}`);
  const { pointer: place, value } = locate(body, pointer);
  if (kinds.includes('missing')) return { edit: { remove: [place] }, finds };
  const kind = kinds.includes('type') ? 'type' : kinds[0] === 'unknown-value' ? 'value' : (kinds[0] ?? '');
  return { edit: { set: { [place]: brokenValues[kind] ?? wrongType(value) } }, finds };
}

/** A value of another type than the given one. */
function wrongType(value: Json | undefined): Json {
  if (value === undefined || value === null || typeof value === 'string') return 1;
  return Array.isArray(value) ? {} : 'x';
}

/** The pointer and the value of the first place that a pointer with `*` (any element of a list or map) denotes. */
function locate(body: Json, general: string): { pointer: string; value: Json | undefined } {
  let pointer = '';
  let value: Json | undefined = body;
  for (const part of general.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) throw new Error(`${pointer} of ${general} does not exist`);
    const key: string | undefined = part === '*' ? Object.keys(value)[0] : unescapePointer(part);
    if (key === undefined) throw new Error(`${pointer} of ${general} has no element`);
    pointer += `/${escapePointer(key)}`;
    value = (value as Record<string, Json>)[key];
  }
  return { pointer, value };
}

function parentOf(body: Json, pointer: string): { parent: Record<string, Json>; key: string } {
  const keys = pointer.split('/').slice(1).map(unescapePointer);
  const key = keys.pop() ?? '';
  const parent = keys.reduce<Json | undefined>(
    (node, name) => (node as Record<string, Json> | undefined)?.[name],
    body,
  );
  if (typeof parent !== 'object' || parent === null) throw new Error(`${pointer} does not exist`);
  return { parent: parent as Record<string, Json>, key };
}

export function escapePointer(key: string): string {
  return key.replace(/~/g, '~0').replace(/\//g, '~1');
}

export function unescapePointer(part: string): string {
  return part.replace(/~1/g, '/').replace(/~0/g, '~');
}
