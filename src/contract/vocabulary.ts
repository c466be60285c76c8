import { createHash } from 'node:crypto';
import { isObject } from '../domain/json.js';

const mediaTypes = new Set([
  'application/hal+json',
  'application/javascript',
  'application/json',
  'application/jwk-set+json',
  'application/octet-stream',
  'application/pdf',
  'application/problem+json',
  'application/samlmetadata+xml',
  'application/scim+json',
  'application/x-www-form-urlencoded',
  'application/xhtml+xml',
  'application/xml',
  'application/yaml',
  'application/zip',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/svg+xml',
  'multipart/form-data',
  'text/css',
  'text/csv',
  'text/html',
  'text/javascript',
  'text/plain',
  'text/xml',
]);

/**
 * Identifies a text without showing it: equal texts have equal hashes, in every run. It is this short so that a list of
 * possible texts always has many with the same hash.
 */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 4);
}

/** An error code as it may be shown: all of Okta's have this form, which leaves room for three digits. */
export function showErrorCode(code: unknown): string {
  if (typeof code !== 'string' || code === '') return 'no error code';
  return /^E0000\d{3}$/.test(code) ? code : `an unknown error code (#${hashOf(code)})`;
}

/** A content type as it may be shown, without its parameters. */
export function showMediaType(type: string): string {
  const name = (type.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (name === '') return 'no content type';
  return mediaTypes.has(name) ? name : `an unknown content type (#${hashOf(name)})`;
}

/** Names of properties and constant values that Okta chose. Everything else may have been chosen by people. */
export interface Words {
  names: ReadonlySet<string>;
  values: ReadonlySet<string>;
  /** Path templates of Okta's operations, with a contract or without. */
  paths: readonly string[];
}

/** Shows Okta's own names and values, and of others no more than a hash. The words are read when they are first needed. */
export class Vocabulary {
  readonly #read: () => Words;
  #words: Words | undefined;

  constructor(read: () => Words) {
    this.#read = read;
  }

  /** The name of a property, as it may be shown. */
  name(name: string): string {
    return this.#known.names.has(name) ? name : `unknown-${hashOf(name)}`;
  }

  /** Whether Okta chose the name of a property. */
  hasName(name: string): boolean {
    return this.#known.names.has(name);
  }

  /** Whether a text is one of Okta's constants. */
  hasValue(value: unknown): value is string {
    return typeof value === 'string' && this.#known.values.has(value);
  }

  /** Path templates of Okta's operations, with a contract or without. */
  get paths(): readonly string[] {
    return this.#known.paths;
  }

  get #known(): Words {
    this.#words ??= this.#read();
    return this.#words;
  }
}

/** Collects the names and values that a schema, or a part of one, has at any depth. */
export function addWordsOf(schema: unknown, words: { names: Set<string>; values: Set<string> }): void {
  if (Array.isArray(schema)) for (const part of schema) addWordsOf(part, words);
  if (!isObject(schema)) return;
  const { properties, required, enum: closed, openEnum, const: constant, ...parts } = schema as Record<string, unknown>;
  // A property may itself have the name of a keyword.
  if (typeof properties === 'object' && properties !== null)
    for (const [name, part] of Object.entries(properties)) {
      words.names.add(name);
      addWordsOf(part, words);
    }
  for (const name of listOf(required)) words.names.add(name);
  for (const value of [...listOf(closed), ...listOf(openEnum), ...listOf([constant])]) words.values.add(value);
  for (const part of Object.values(parts)) addWordsOf(part, words);
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
