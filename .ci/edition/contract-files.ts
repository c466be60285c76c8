import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { listResources } from '../../src/contract/files.js';
import type { AnswerContract, Category, Schema } from '../../src/contract/model.js';
import { resolvePlace } from '../../src/contract/schemas.js';
import { escapeSegment, segmentsOf, valueAt } from '../../src/domain/json.js';
import { blank } from '../document.js';

/** An entry of operations.json as it is written. */
export interface WrittenEntry {
  category: Category;
  note?: string;
  addedIn?: string;
  removedIn?: string;
  oauthScopes: string[];
  request?: string;
  contentTypes?: string[];
  query?: Record<string, Schema>;
  requiredQuery?: string[];
  headers?: Record<string, Schema>;
  requiredHeaders?: string[];
  answers: Record<string, AnswerContract>;
  errors?: number[];
  addedErrors?: Record<string, string>;
}

/** An operation under contract. */
export interface WrittenOperation {
  id: string;
  resource: string;
  entry: WrittenEntry;
}

/** A schema in a file of contracts/. */
export interface Located {
  /** `users/user.schema.json#/properties/id`. */
  place: string;
  schema: Schema;
  /** The object that has the property. */
  parent?: Schema;
  property?: string;
}

interface OperationsFile {
  $schema: string;
  title: string;
  operations: Record<string, WrittenEntry>;
}

/** The files of contracts/, changed in memory and written together. */
export class ContractFiles {
  readonly #folder: string;
  readonly #data = new Map<string, unknown>();
  readonly #changed = new Set<string>();
  readonly operations = new Map<string, WrittenOperation>();

  constructor(folder: string) {
    this.#folder = folder;
    for (const resource of listResources(folder))
      for (const [id, entry] of Object.entries(this.operationsFile(resource).operations))
        this.operations.set(blank(id), { id, resource, entry });
  }

  /** The content of a file, to be changed in place. */
  json(file: string): unknown {
    if (!this.#data.has(file)) this.#data.set(file, JSON.parse(readFileSync(join(this.#folder, file), 'utf8')));
    return this.#data.get(file);
  }

  operationsFile(resource: string): OperationsFile {
    return this.json(`${resource}/operations.json`) as OperationsFile;
  }

  has(file: string): boolean {
    return this.#data.has(file) || existsSync(join(this.#folder, file));
  }

  /** Makes a file, or marks a file as changed. */
  change(file: string, content?: unknown): void {
    if (content !== undefined) this.#data.set(file, content);
    this.#changed.add(file);
  }

  get changed(): string[] {
    return [...this.#changed].sort();
  }

  /** The size of all changes in bytes. */
  get growth(): number {
    const sizeOf = (file: string) => {
      const path = join(this.#folder, file);
      return existsSync(path) ? JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))).length : 0;
    };
    return this.changed.reduce((sum, file) => sum + JSON.stringify(this.json(file)).length - sizeOf(file), 0);
  }

  /** The schemas of a value: of the schema at a place and of what it refers to, with all conditions. */
  spread(from: Located, seen = new Set<Schema>()): Located[] {
    const { schema, place } = from;
    if (seen.has(schema)) return [];
    seen.add(schema);
    const inside = (part: Schema | undefined, at: string) =>
      part ? this.spread({ schema: part, place: `${place}/${at}` }, seen) : [];
    return [
      from,
      ...(schema.$ref ? this.spread(this.at(resolvePlace(place.split('#')[0] ?? '', schema.$ref)), seen) : []),
      ...(schema.allOf ?? []).flatMap((part, n) => inside(part, `allOf/${n}`)),
      ...inside(schema.then, 'then'),
      ...inside(schema.else, 'else'),
    ];
  }

  at(place: string): Located {
    const [file = '', fragment = ''] = place.split('#');
    return { place: `${file}#${fragment}`, schema: valueAt(this.json(file), fragment) as unknown as Schema };
  }

  /** The schemas at a pointer below the schema of a place. */
  locate(place: string, pointer: string): Located[] {
    let found = [this.at(place)];
    for (const key of segmentsOf(pointer))
      found = found.flatMap((one) => this.spread(one)).flatMap((one) => childrenOf(one, key));
    return found;
  }

  /** Writes all changes, or none. @param check throws if the new contracts are invalid */
  save(check: (folder: string) => void): void {
    if (this.#changed.size === 0) return;
    const folder = resolve(this.#folder);
    const made = mkdtempSync(`${folder}.new-`);
    try {
      cpSync(folder, made, { recursive: true });
      for (const file of this.#changed) {
        mkdirSync(dirname(join(made, file)), { recursive: true });
        writeFileSync(join(made, file), `${JSON.stringify(this.json(file), null, 2)}\n`);
      }
      check(made);
      const old = `${made}.old`;
      renameSync(folder, old);
      renameSync(made, folder);
      rmSync(old, { recursive: true });
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  }
}

function childrenOf({ schema, place }: Located, key: string): Located[] {
  if (key === '*') {
    const { items, additionalProperties } = schema;
    return [
      ...(items ? [{ schema: items, place: `${place}/items` }] : []),
      ...(typeof additionalProperties === 'object'
        ? [{ schema: additionalProperties, place: `${place}/additionalProperties` }]
        : []),
    ];
  }
  const child = Object.hasOwn(schema.properties ?? {}, key) ? schema.properties?.[key] : undefined;
  return child
    ? [{ schema: child, place: `${place}/properties/${escapeSegment(key)}`, parent: schema, property: key }]
    : [];
}
