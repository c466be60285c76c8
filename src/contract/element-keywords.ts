import { _, type Ajv, type CodeKeywordDefinition, type KeywordCxt, Name, str } from 'ajv';
import type { GatheredError } from './gather.js';

/**
 * Validates the elements of a list or map. Returns the errors, or `undefined` where there are none.
 * @param elements keys and values of the elements
 * @param schema of one element
 * @param pointer of the list or map
 */
export type ValidateElements = (
  elements: Iterable<[string | number, unknown]>,
  schema: object,
  pointer: string,
) => GatheredError[] | undefined;

const pointerName = new Name('instancePath');
const errorsName = new Name('vErrors');
const countName = new Name('errors');

/**
 * Replaces ajv's `items` and `additionalProperties`. Ajv copies all errors so far for each element that has errors, which takes
 * quadratic time; `validate` is called once for a list or map instead, and returns equal errors of its elements as one.
 */
export function addElementKeywords(ajv: Ajv, validate: ValidateElements): void {
  ajv.removeKeyword('items');
  ajv.addKeyword({
    keyword: 'items',
    type: 'array',
    schemaType: 'object',
    code(cxt) {
      cxt.it.items = true;
      // The function must not refer to `cxt`: all code that ajv generates would stay in memory.
      const elements: object = cxt.schema;
      callFor(cxt, (list: unknown[], pointer: string) => validate(list.entries(), elements, pointer));
    },
  } satisfies CodeKeywordDefinition);
  ajv.removeKeyword('additionalProperties');
  ajv.addKeyword({
    keyword: 'additionalProperties',
    type: 'object',
    schemaType: ['object', 'boolean'],
    before: 'unevaluatedProperties',
    code(cxt) {
      cxt.it.props = true;
      if (cxt.schema === true) return;
      const values: object = cxt.schema;
      const named: object = cxt.parentSchema.properties ?? {};
      callFor(cxt, (map: Record<string, unknown>, pointer: string) => validate(othersOf(map, named), values, pointer));
    },
  } satisfies CodeKeywordDefinition);
}

/** Calls a function for the value of a keyword, and adds the errors that it returns to those of the generated code. */
function callFor(
  { gen, data, it }: KeywordCxt,
  // biome-ignore lint/suspicious/noExplicitAny: the keyword's type is checked before
  validate: (value: any, pointer: string) => GatheredError[] | undefined,
): void {
  const call = gen.scopeValue('keyword', { ref: validate });
  const found = gen.const('found', _`${call}(${data}, ${str`${pointerName}${it.errorPath}`})`);
  gen.if(_`${found} !== undefined`, () => {
    gen.assign(errorsName, _`${errorsName} === null ? ${found} : ${errorsName}.concat(${found})`);
    gen.assign(countName, _`${errorsName}.length`);
  });
}

function* othersOf(map: Record<string, unknown>, named: object): Generator<[string, unknown]> {
  for (const key of Object.keys(map)) if (!Object.hasOwn(named, key)) yield [key, map[key]];
}
