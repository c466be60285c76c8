import type { Schema } from '../../src/contract/model.js';
import { segmentsOf } from '../../src/domain/json.js';
import type { DocumentObject, NamedOperation, OktaDocument } from '../document.js';
import { type RequestSchema, RequestWriter } from '../request-contract.js';
import { type Form, formOf } from '../request-forms.js';
import { SharedSchemas } from '../request-sharing.js';

/** Writes contract schemas from a document: what it states, without a comparison. */
export class DocumentedSchemas {
  readonly #requests: OktaDocument;
  readonly #responses: OktaDocument;
  readonly writer: RequestWriter;

  constructor(document: OktaDocument, edition: string) {
    this.#requests = document;
    this.#responses = document.ofResponses();
    this.writer = new RequestWriter(edition);
  }

  /** The document of a part: responses contain what is read-only in requests, and nothing that is write-only. */
  documentOf(part: string): OktaDocument {
    return part === 'request' ? this.#requests : this.#responses;
  }

  /** The schema of a location, or `undefined` if the document does not describe it. @param part `request`, or a status */
  at(operation: NamedOperation, part: string, pointer: string): RequestSchema | undefined {
    const document = this.documentOf(part);
    const key = segmentsOf(pointer).at(-1);
    const parents = document.schemasAt(operation, part, pointer.slice(0, pointer.lastIndexOf('/')));
    const described = new Set(
      key === undefined || key === '*'
        ? document.schemasAt(operation, part, pointer).slice(0, 1)
        : parents.flatMap(({ properties }) => (properties?.[key] as DocumentObject | undefined) ?? []),
    );
    const [first, ...others] = described;
    if (!first) return undefined;
    const schema = others.length === 0 ? first : ({ anyOf: [first, ...others] } as unknown as DocumentObject);
    const form = formOf(document, schema);
    return form.isReadOnly ? { readOnly: true } : this.#written(part, form);
  }

  /** The schema of a whole response or request. */
  body(operation: NamedOperation, part: string): RequestSchema | undefined {
    const document = this.documentOf(part);
    const schema = part === 'request' ? document.requestSchema(operation) : document.responseSchema(operation, part);
    return schema && this.#written(part, formOf(document, schema));
  }

  /** An org may return values that no document lists; it does not accept them. All contracts share the schema of a link. */
  #written(part: string, form: Form): RequestSchema {
    const schema = this.writer.write(undefined, form);
    if (part !== 'request') asResponse(schema, new Set());
    return schema;
  }

  /** Gives each body a name in `$defs`, and writes equal schemas once. */
  share(bodies: ReadonlyMap<string, RequestSchema>): { names: Map<string, string>; defs: Record<string, Schema> } {
    for (const [id, body] of bodies) if (!this.writer.names.has(body)) this.writer.names.set(body, nameOf(id));
    const shared = new SharedSchemas(this.writer.names, this.writer.variants);
    for (const body of bodies.values()) shared.count(body, true);
    const names = new Map([...bodies].map(([id, body]) => [id, shared.root(body)] as const));
    return { names, defs: shared.defs as Record<string, Schema> };
  }
}

/** Changes a schema of the writer to one of a response, in place: the writer knows schemas by identity. */
function asResponse(schema: Schema, done: Set<Schema>): void {
  if (done.has(schema)) return;
  done.add(schema);
  const link = linkOf(schema);
  if (link) {
    for (const name of Object.keys(schema)) delete schema[name as keyof Schema];
    schema.$ref = link;
    return;
  }
  if (schema.enum) {
    schema.openEnum = schema.enum;
    delete schema.enum;
  }
  for (const value of Object.values(schema.properties ?? {})) asResponse(value, done);
  for (const part of [schema.items, schema.additionalProperties, schema.then])
    if (typeof part === 'object') asResponse(part, done);
  for (const branch of schema.allOf ?? []) asResponse(branch, done);
}

/** The shared schema of a link that states the same. */
function linkOf({ properties, required }: Schema): string | undefined {
  if (!required?.includes('href') || !properties?.hints?.properties?.allow?.items?.type) return undefined;
  const names = Object.keys(properties).sort().join(' ');
  if (names === 'hints href') return '../shared/link.schema.json#/$defs/plain';
  return names === 'hints href name templated type' ? '../shared/link.schema.json' : undefined;
}

/** A name for a body that no component describes: method, last words of the path, and part. */
function nameOf(id: string): string {
  const [method = '', path = '', part = ''] = id.split(' ');
  const words = path.split('/').filter((word) => word !== '' && !word.startsWith('{'));
  return [method.toLowerCase(), ...words.slice(-2), part === 'request' ? 'request' : 'response'].join(' ');
}
