import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { ContractsError } from '../domain/errors.js';
import { escapeSegment, valueAt } from '../domain/json.js';
import { addElementKeywords } from './element-keywords.js';
import { listSchemas, readContractFile } from './files.js';
import { Gathered, type GatheredError, SchemaNumbers } from './gather.js';
import type { Schema } from './model.js';
import { hasOtherMarks, type Step, schemaIn } from './step.js';
import { addWordsOf, Vocabulary, type Words } from './vocabulary.js';

const base = 'https://okta-contracts.example/';
const annotations = [
  ...['addedIn', 'removedIn', 'changedIn', 'requiredIn', 'was', 'when', 'disputed', 'inDocuments'],
  ...['before', 'history', 'addedBefore', 'removedLater', 'otherChanges'],
];

/** No text with a format or a pattern is longer; the search in a longer one could take any time. */
const longestText = 10_000;

/** A pattern of a contract, which matches no text that is too long. */
function patternOf(pattern: string, flags: string): { test: (text: string) => boolean; toString: () => string } {
  const expression = new RegExp(pattern, flags);
  return {
    test: (text) => text.length <= longestText && expression.test(text),
    // Ajv takes patterns of equal names for the same one.
    toString: () => String(expression),
  };
}

/** To inline the schemas that others refer to, and to optimize the code, takes longer than it saves. */
const quickToCompile = { inlineRefs: false, code: { optimize: false } };

/** Errors after which the remaining elements of a response are not validated any more. */
const mostErrors = 300_000;

/** The result of the validation of a value. */
export interface ValidationResult {
  /** Equal errors of list elements are one error. */
  errors: GatheredError[];
  /** Unknown properties that are not among the errors, because there are too many. */
  unlisted: number;
  /** Elements were left out, because there were too many errors before. */
  isIncomplete: boolean;
}

/**
 * The schemas of a contracts folder. They are read, validated with the meta-schema and compiled on first use, so that a run
 * loads only the resources that it needs.
 */
export class Schemas {
  readonly #folder: string;
  readonly #read: (file: string) => unknown;
  readonly #isValid: boolean;
  /** Okta's names and values, of all contracts and of Okta's own documents. */
  readonly vocabulary: Vocabulary;
  readonly #ajv: Ajv2020;
  readonly #metaAjv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false, ...quickToCompile });
  readonly #documents = new Map<string, Schema>();
  readonly #schemas = new Map<string, Schema>();
  readonly #places = new WeakMap<object, string>();
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #numbers = new SchemaNumbers();
  /** The current validation: how many more errors it lists, and how many it left out. */
  #errorsLeft = Number.POSITIVE_INFINITY;
  #unlisted = 0;

  /** The two editions that the schemas describe. */
  step: Step | undefined;

  /**
   * @param folder the contracts folder
   * @param read reads a file of it, relative to the folder
   * @param isValid the files were validated with their meta-schemas before, which takes a tenth of a second
   */
  constructor(
    folder: string,
    read: (file: string) => unknown = (file) => readContractFile(folder, file),
    isValid = false,
  ) {
    this.#folder = folder;
    this.#read = read;
    this.#isValid = isValid;
    this.vocabulary = new Vocabulary(() => readWords(folder, read));
    this.#ajv = new Ajv2020({
      allErrors: true,
      verbose: true,
      strict: false,
      validateSchema: false,
      addUsedSchema: false,
      ...quickToCompile,
      code: { ...quickToCompile.code, regExp: Object.assign(patternOf, { code: 'patternOf' }) },
    });
    const { validate } = fullFormats['date-time'] as { validate: (text: string) => boolean };
    this.#ajv.addFormat('date-time', (text) => text.length <= longestText && validate(text));
    this.#ajv.addKeyword({
      keyword: 'openEnum',
      compile: (values: unknown[]) => {
        const known = new Set(values);
        return (value: unknown) => known.has(value) || typeof value === 'object';
      },
      errors: false,
    });
    for (const keyword of annotations) this.#ajv.addKeyword(keyword);
    for (const keyword of ['addedLater', 'removedBefore'])
      this.#ajv.addKeyword({ keyword, validate: () => false, errors: false });
    addElementKeywords(this.#ajv, (elements, schema, pointer) => this.#validateElements(elements, schema, pointer));
  }

  /** Validates a value with the schema at a place, in time and memory that its errors do not multiply. Throws `CONTRACT_FILE`. */
  validate(place: string, value: unknown): ValidationResult {
    const validator = this.validator(place);
    this.#errorsLeft = mostErrors;
    this.#unlisted = 0;
    try {
      if (validator(value)) return { errors: [], unlisted: 0, isIncomplete: false };
      const gathered = new Gathered(this.#numbers);
      gathered.add(validator.errors ?? []);
      return {
        errors: gathered.errors,
        unlisted: this.#unlisted + gathered.unlisted,
        isIncomplete: this.#errorsLeft <= 0,
      };
    } finally {
      this.#errorsLeft = Number.POSITIVE_INFINITY;
    }
  }

  /** Compiles the schema at a place (`users/user.schema.json#/$defs/list`). Throws `CONTRACT_FILE`. */
  validator(place: string): ValidateFunction {
    const known = this.#validators.get(place);
    if (known) return known;
    const [file = '', fragment] = place.split('#');
    this.document(file);
    let compiled: ValidateFunction | undefined;
    try {
      compiled = this.#ajv.getSchema(base + file + (fragment ? `#${fragment}` : ''));
    } catch (cause) {
      throw new ContractsError(
        'CONTRACT_FILE',
        `contracts/${file} does not compile (${String(cause)}): correct the schema.`,
        { cause },
      );
    }
    if (!compiled)
      throw new ContractsError('CONTRACT_FILE', `contracts/${place} does not exist: correct what refers to it.`);
    this.#validators.set(place, compiled);
    return compiled;
  }

  /** Makes a schema known that is part of a data file. It cannot refer to other schemas. */
  addInline(place: string, schema: Schema): void {
    if (this.#validators.has(place)) return;
    this.#index(schema, place);
    this.#validators.set(place, this.#ajv.compile(schema));
    // Elements of lists are validated with a validator of their own.
    if (schema.items !== undefined) this.addInline(`${place}/items`, schema.items);
  }

  /** The schema object at a place, references of the document followed no further. Throws `CONTRACT_FILE`. */
  at(place: string): Schema {
    const known = this.#schemas.get(place);
    if (known) return known;
    const { file, fragment } = partsOfPlace(place);
    const node = valueAt(this.document(file) as unknown, fragment);
    if (typeof node !== 'object' || node === null)
      throw new ContractsError('CONTRACT_FILE', `contracts/${place} does not exist: correct what refers to it.`);
    this.#schemas.set(place, node as Schema);
    return node as Schema;
  }

  /** The schema that a `$ref` written inside `from` leads to. */
  follow(from: Schema, ref: string): Schema {
    const file = this.placeOf(from).split('#')[0] ?? '';
    return this.at(resolvePlace(file, ref));
  }

  /** Where a schema object stands: `users/user.schema.json#/properties/id`. */
  placeOf(schema: object): string {
    return this.#places.get(schema) ?? 'contracts';
  }

  /** A whole schema file, checked against the meta-schema, and everything that it refers to. */
  document(file: string): Schema {
    const known = this.#documents.get(file);
    if (known) return known;
    const written = this.#read(file) as Schema;
    this.#validateWithMeta(file, written, 'meta/contract.schema.json');
    const document = this.step && hasOtherMarks(this.step, written) ? schemaIn(this.step, written) : written;
    if (document.$id !== base + file)
      throw new ContractsError(
        'CONTRACT_FILE',
        `contracts/${file} names itself ${String(document.$id)}: its $id must be ${base}${file}.`,
      );
    this.#documents.set(file, document);
    this.#ajv.addSchema(document);
    for (const ref of this.#index(document, `${file}#`)) this.document(resolvePlace(file, ref).split('#')[0] ?? '');
    return document;
  }

  /** Whether the contracts folder has a file. */
  has(file: string): boolean {
    return existsSync(join(this.#folder, file));
  }

  /** Reads a data file of contracts/ and validates it with a meta-schema. Throws `CONTRACT_FILE` with the first error. */
  data(file: string, meta: string): unknown {
    const data = this.#read(file);
    this.#validateWithMeta(file, data, meta);
    return data;
  }

  #validateWithMeta(file: string, data: unknown, meta: string): void {
    if (this.#isValid) return;
    const validate = this.#metaValidator(meta);
    if (validate(data)) return;
    const error = validate.errors?.find((e) => e.keyword !== 'if') ?? validate.errors?.[0];
    const named = Object.values(error?.params ?? {})[0];
    throw new ContractsError(
      'CONTRACT_FILE',
      `contracts/${file} is not a contract: ${error?.instancePath || 'its top'} ${error?.message ?? 'is wrong'}${named === undefined ? '' : ` (${JSON.stringify(named)})`}; contracts/${meta} says what is allowed.`,
    );
  }

  #validateElements(
    elements: Iterable<[string | number, unknown]>,
    schema: object,
    pointer: string,
  ): GatheredError[] | undefined {
    const validator = this.validator(this.placeOf(schema));
    let gathered: Gathered | undefined;
    for (const [key, value] of elements) {
      if (validator(value)) continue;
      const errors = validator.errors ?? [];
      gathered ??= new Gathered(this.#numbers);
      gathered.add(errors, `${pointer}/${escapeSegment(String(key))}`, `${pointer}/*`);
      this.#errorsLeft -= errors.length;
      if (this.#errorsLeft <= 0) break;
    }
    this.#unlisted += gathered?.unlisted ?? 0;
    return gathered?.errors;
  }

  #metaValidator(meta: string): ValidateFunction {
    const known = this.#validators.get(meta);
    if (known) return known;
    const compiled = this.#metaAjv.compile(this.#read(meta) as object);
    this.#validators.set(meta, compiled);
    return compiled;
  }

  /** Notes where each schema object stands, and returns the references in it. */
  #index(node: unknown, place: string): string[] {
    if (typeof node !== 'object' || node === null) return [];
    if (!Array.isArray(node)) this.#places.set(node, place);
    return Object.entries(node).flatMap(([key, value]) =>
      key === '$ref' && typeof value === 'string' ? [value] : this.#index(value, `${place}/${escapeSegment(key)}`),
    );
  }
}

/** The names and values of all schemas of a contracts folder; and the names, values and paths of Okta's own documents. */
function readWords(folder: string, read: (file: string) => unknown): Words {
  const documents = existsSync(join(folder, 'vocabulary.json'))
    ? (read('vocabulary.json') as Record<keyof Words, string[]>)
    : { names: [], values: [], paths: [] };
  const words = { names: new Set(documents.names), values: new Set(documents.values), paths: documents.paths };
  for (const file of listSchemas(folder)) addWordsOf(read(file), words);
  return words;
}

/** The places that references lead to, by file and reference. Only contracts have references, so that there are few. */
const resolvedPlaces = new Map<string, string>();

/** The file and the pointer of a place. A property of the pointer can contain `#`, such as `x5t#S256`. */
export function partsOfPlace(place: string): { file: string; fragment: string } {
  const at = place.indexOf('#');
  return at < 0 ? { file: place, fragment: '' } : { file: place.slice(0, at), fragment: place.slice(at + 1) };
}

/** The place that a reference written in `file` leads to, both relative to the contracts folder. */
export function resolvePlace(file: string, ref: string): string {
  const key = `${file} ${ref}`;
  let place = resolvedPlaces.get(key);
  if (place === undefined) {
    place = new URL(ref, base + file).href.slice(base.length).replace(/%24/g, '$');
    resolvedPlaces.set(key, place);
  }
  return place;
}
