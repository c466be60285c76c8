import type { ErrorObject } from 'ajv';

/** An error of the validator, once for all equal ones. */
export interface GatheredError extends ErrorObject {
  /** Its pointer, with `*` for the elements of lists and of maps. */
  place?: string;
  /** The number of equal errors; default: 1. */
  times?: number;
}

/** Different values that are kept of the errors of one keyword at one place. */
const mostValues = 20;
/** Different unknown properties that are kept of one place. */
const mostNames = 200;

/**
 * Gathers equal errors of the elements of a list or map: a list of 10,000 elements with the same error has one error, 10,000
 * times. Memory is bounded by the schema and not by the response.
 */
export class Gathered {
  readonly #groups = new Map<string, Map<string, GatheredError>>();
  readonly #schemas: SchemaNumbers;
  /** Unknown properties that were not kept. */
  unlisted = 0;

  constructor(schemas: SchemaNumbers) {
    this.#schemas = schemas;
  }

  /**
   * Adds the errors of one value.
   * @param pointer of the value
   * @param place its pointer with `*` for elements
   */
  add(errors: readonly GatheredError[], pointer = '', place = pointer): void {
    for (const error of errors) {
      const { unevaluatedProperty: name, missingProperty: missing } = error.params;
      const inside = error.place ?? error.instancePath;
      const key = `${this.#schemas.of(error.parentSchema)} ${error.keyword} ${missing ?? ''} ${inside}`;
      let group = this.#groups.get(key);
      if (!group) {
        group = new Map();
        this.#groups.set(key, group);
      }
      const isFull = group.size >= (name === undefined ? mostValues : mostNames);
      const value = name ?? shortForm(error.data);
      const known = group.get(value) ?? (isFull && name === undefined ? group.values().next().value : undefined);
      if (known) known.times = (known.times ?? 1) + (error.times ?? 1);
      else if (isFull) this.unlisted += 1;
      else {
        error.instancePath = pointer + error.instancePath;
        error.place = place + inside;
        group.set(value, error);
      }
    }
  }

  get errors(): GatheredError[] {
    return [...this.#groups.values()].flatMap((group) => [...group.values()]);
  }
}

/** Gives each schema object a number, to name it in a key. */
export class SchemaNumbers {
  readonly #numbers = new WeakMap<object, number>();
  #last = 0;

  of(schema: object | undefined): number {
    if (schema === undefined) return 0;
    let number = this.#numbers.get(schema);
    if (number === undefined) {
      this.#last += 1;
      number = this.#last;
      this.#numbers.set(schema, number);
    }
    return number;
  }
}

/** A text for a value: different values that a message shows have different texts. */
function shortForm(value: unknown): string {
  if (typeof value === 'string') return value.length <= 60 ? `text ${value}` : `text of ${value.length}`;
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? `list of ${value.length}` : 'object';
}
