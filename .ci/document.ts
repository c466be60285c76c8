import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import type { ResponseAspect } from '../src/contract/evidence.js';
import type { OperationContract } from '../src/contract/model.js';

/** An operation, with or without a contract. */
export type NamedOperation = Pick<OperationContract, 'id' | 'method' | 'template'>;

/** An object of an OpenAPI document. */
export type DocumentObject = { [key: string]: DocumentObject } & { $ref?: string } & Record<string, unknown>;

/** One alternative of a schema: the value of its discriminating property. */
export interface Variant {
  property: string;
  value: string;
}

/**
 * How a document describes an assertion: it states it, it implies it (a type without `nullable` formally excludes null), it
 * contradicts it, or it has nothing at this location.
 */
export type Statement = 'states' | 'implies' | 'contradicts' | 'silent';

/** Okta's OpenAPI document of an edition. */
export class OktaDocument {
  readonly #root: DocumentObject;
  readonly #paths = new Map<string, DocumentObject>();
  readonly #known = new Map<string, DocumentObject[]>();

  /** @param source the file of the document, `.yaml.gz`, or its content */
  constructor(source: string | DocumentObject) {
    this.#root =
      typeof source === 'string'
        ? parse(gunzipSync(readFileSync(source)).toString('utf8'), { maxAliasCount: -1 })
        : source;
    for (const [path, item] of Object.entries(this.#root.paths as Record<string, DocumentObject>))
      this.#paths.set(blank(path), item);
  }

  /** All operations of the document. */
  operations(): NamedOperation[] {
    const methods = ['get', 'post', 'put', 'patch', 'delete'];
    return Object.entries(this.#root.paths as Record<string, DocumentObject>).flatMap(([template, item]) =>
      methods
        .filter((method) => method in item)
        .map((method) => method.toUpperCase())
        .map((method) => ({ id: `${method} ${template}` as OperationContract['id'], method, template })),
    );
  }

  /** The document as it describes responses: they contain the properties that are read-only in requests. */
  withoutReadOnly(): OktaDocument {
    const visit = (node: unknown): unknown => {
      if (Array.isArray(node)) return node.map(visit);
      if (typeof node !== 'object' || node === null) return node;
      const kept = Object.entries(node).filter(([key, value]) => key !== 'readOnly' || value !== true);
      return Object.fromEntries(kept.map(([key, value]) => [key, visit(value)]));
    };
    return new OktaDocument(visit(this.#root) as DocumentObject);
  }

  /** The tags of the document, each with its title. */
  get tags(): ReadonlyMap<string, string> {
    const tags = (this.#root.tags as unknown as { name: string; 'x-displayName'?: string }[] | undefined) ?? [];
    return new Map(tags.map((tag) => [tag.name, tag['x-displayName'] ?? tag.name]));
  }

  /** The description of an operation; names of path parameters do not matter. */
  operation({ method, template }: Pick<OperationContract, 'method' | 'template'>): DocumentObject | undefined {
    return this.#paths.get(blank(template))?.[method.toLowerCase()];
  }

  /** The schemas of a response, or of the `request`, at a pointer: one for each alternative that has this location. `*` stands for elements. */
  schemasAt(operation: NamedOperation, status: string, pointer: string): DocumentObject[] {
    const key = `${operation.id} ${status} ${pointer}`;
    const known = this.#known.get(key);
    if (known) return known;
    const found = pointer === '' ? this.#rootOf(operation, status) : this.#below(operation, status, pointer);
    this.#known.set(key, found);
    return found;
  }

  /** The statuses that an operation documents. `default` and ranges such as `4XX` are not statuses. */
  statuses(operation: NamedOperation): string[] {
    const named = Object.keys((this.operation(operation)?.responses as DocumentObject | undefined) ?? {});
    return named.filter((status) => /^[1-5]\d\d$/.test(status));
  }

  /** The media types of a response; `undefined` if the operation does not document the status. */
  mediaTypes(operation: NamedOperation, status: string): string[] | undefined {
    const response = (this.operation(operation)?.responses as DocumentObject | undefined)?.[status];
    return response && Object.keys((this.resolve(response)?.content as DocumentObject | undefined) ?? {});
  }

  /** The schema of a response; of another success where the document does not have the status. */
  responseSchema(operation: NamedOperation, status: string): DocumentObject | undefined {
    const responses = this.operation(operation)?.responses as DocumentObject | undefined;
    const successes = Object.keys(responses ?? {}).filter((code) => code.startsWith('2'));
    return this.#jsonSchema(responses?.[status] ?? responses?.[successes[0] ?? '']);
  }

  /** The examples of a response. */
  examples(operation: NamedOperation, status: string): unknown[] {
    const responses = this.operation(operation)?.responses as DocumentObject | undefined;
    const content = (this.resolve(responses?.[status])?.content ?? {}) as Record<string, DocumentObject>;
    return Object.values(content).flatMap(({ example, examples = {} }) => {
      const named = Object.values(examples as Record<string, DocumentObject>).map((one) => this.resolve(one)?.value);
      return [example as unknown, ...named].filter((value) => value !== undefined);
    });
  }

  /** The parameters of an operation, those of its path included. */
  parameters(operation: NamedOperation): DocumentObject[] {
    const path = this.#paths.get(blank(operation.template));
    return [path?.parameters, this.operation(operation)?.parameters].flatMap(
      (list) => (list as DocumentObject[] | undefined) ?? [],
    );
  }

  /** The schema of a request. */
  requestSchema(operation: NamedOperation): DocumentObject | undefined {
    return this.#jsonSchema(this.operation(operation)?.requestBody);
  }

  #jsonSchema(reference: DocumentObject | undefined): DocumentObject | undefined {
    const content = this.resolve(reference)?.content as DocumentObject | undefined;
    const type = Object.keys(content ?? {}).find((name) => /^application\/([a-z-]+\+)?json$/.test(name));
    return content?.[type ?? '']?.schema as DocumentObject | undefined;
  }

  #rootOf(operation: NamedOperation, status: string): DocumentObject[] {
    return this.alternatives(
      status === 'request' ? this.requestSchema(operation) : this.responseSchema(operation, status),
    );
  }

  #below(operation: NamedOperation, status: string, pointer: string): DocumentObject[] {
    const cut = pointer.lastIndexOf('/');
    const key = pointer
      .slice(cut + 1)
      .replace(/~1/g, '/')
      .replace(/~0/g, '~');
    return this.schemasAt(operation, status, pointer.slice(0, cut)).flatMap((schema) => {
      const next =
        key === '*'
          ? [schema.items, schema.additionalProperties as DocumentObject | undefined]
          : [(schema.properties as DocumentObject | undefined)?.[key] as DocumentObject | undefined];
      return next.flatMap((one) => (typeof one === 'object' ? this.alternatives(one) : []));
    });
  }

  resolve(reference: DocumentObject | undefined): DocumentObject | undefined {
    let found = reference;
    while (typeof found?.$ref === 'string')
      found = found.$ref
        .slice(2)
        .split('/')
        .reduce(
          (node: DocumentObject | undefined, key) => node?.[key.replace(/~1/g, '/').replace(/~0/g, '~')],
          this.#root,
        );
    return found;
  }

  /**
   * A schema and all that it may be instead, or is as well: `allOf`, `oneOf`, `anyOf` and the types of a discriminator; of a
   * discriminator that has the variant, only this one.
   */
  alternatives(
    schema: DocumentObject | undefined,
    variant?: Variant,
    seen = new Set<DocumentObject>(),
  ): DocumentObject[] {
    const own = this.resolve(schema);
    if (own === undefined || seen.has(own)) return [];
    seen.add(own);
    const mapping = (own.discriminator?.mapping as Record<string, string> | undefined) ?? {};
    const isChosen =
      variant !== undefined &&
      (own.discriminator?.propertyName as unknown) === variant.property &&
      Object.hasOwn(mapping, variant.value);
    const types = (isChosen ? [mapping[variant.value]] : Object.values(mapping)).map(
      ($ref) => ({ $ref }) as DocumentObject,
    );
    const lists = isChosen ? [own.allOf] : [own.allOf, own.oneOf, own.anyOf];
    const parts = lists.flatMap((list) => (list as DocumentObject[] | undefined) ?? []);
    return [own, ...[...parts, ...types].flatMap((part) => this.alternatives(part, variant, seen))];
  }
}

/** How the schemas of a document at a location describe an assertion of a contract. */
export function statementOf(
  keyword: string,
  expected: unknown,
  at: readonly DocumentObject[],
  parents: readonly DocumentObject[],
  property: string,
): Statement {
  if (keyword === 'required') {
    if (parents.some(({ required }) => Array.isArray(required) && required.includes(property))) return 'states';
    return 'silent';
  }
  if (at.length === 0) return 'silent';
  if (keyword === 'null') {
    const nullable = at.map((schema) => schema.nullable as unknown);
    return nullable.includes(true) ? 'contradicts' : nullable.includes(false) ? 'states' : 'implies';
  }
  if (keyword === 'type') {
    const types = new Set(at.flatMap(typesOf));
    if (types.size === 0) return 'silent';
    const accepted = [expected].flat() as string[];
    return [...types].every((type) => accepted.includes(type) || (type === 'integer' && accepted.includes('number')))
      ? 'states'
      : 'contradicts';
  }
  if (keyword === 'format') return at.some(({ format }) => format === expected) ? 'states' : 'silent';
  if (keyword === 'enum' || keyword === 'const') {
    const documented = at.flatMap((schema) => (Array.isArray(schema.enum) ? (schema.enum as unknown[]) : []));
    if (documented.length === 0) return 'silent';
    const accepted = keyword === 'const' ? [expected] : (expected as unknown[]);
    return documented.every((value) => accepted.includes(value))
      ? 'states'
      : keyword === 'const'
        ? 'silent'
        : 'contradicts';
  }
  return at.some((schema) => schema[keyword] === expected) ? 'states' : 'silent';
}

/** How a document describes what a contract states about whole responses; `undefined` if the contract does not state it. */
export const responseStatements: Record<
  ResponseAspect,
  (document: OktaDocument, operation: OperationContract) => Statement | undefined
> = {
  status: (document, operation) =>
    consensus(
      document
        .statuses(operation)
        .filter((status) => status < '400')
        .map((status) => status in operation.answers),
    ),
  body: (document, operation) => {
    const asserted = Object.entries(operation.answers).filter(([, { body }]) => body !== 'any');
    if (asserted.length === 0) return undefined;
    return consensus(
      asserted.flatMap(([status, { schema }]) => {
        const types = document.mediaTypes(operation, status);
        return types === undefined ? [] : [types.length > 0 === (schema !== undefined)];
      }),
    );
  },
  'content-type': (document, operation) => {
    const asserted = Object.entries(operation.answers).filter(([, { schema }]) => schema !== undefined);
    if (asserted.length === 0) return undefined;
    return consensus(
      asserted.flatMap(([status]) => {
        const types = document.mediaTypes(operation, status) ?? [];
        return types.length === 0 ? [] : [types.some((type) => /\bjson\b/.test(type))];
      }),
    );
  },
};

/** The statement of a document that agrees with a contract, or does not, about several statuses. */
function consensus(agreements: readonly boolean[]): Statement {
  if (agreements.length === 0) return 'silent';
  return agreements.includes(false) ? 'contradicts' : 'states';
}

/** The types that a schema allows; of one without `type`, what its other keywords are about. */
export function typesOf({ type, properties, additionalProperties, items }: DocumentObject): string[] {
  if (typeof type === 'string') return [type];
  if (properties !== undefined || typeof additionalProperties === 'object') return ['object'];
  return items === undefined ? [] : ['array'];
}

/** A path without the names of its parameters. */
export function blank(path: string): string {
  return path.replace(/\{[^}]+\}/g, '{}');
}
