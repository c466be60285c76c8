import type { Schema } from '../../src/contract/model.js';
import { segmentsOf } from '../../src/domain/json.js';
import type { DocumentObject, NamedOperation, OktaDocument } from '../document.js';
import { type RequestSchema, RequestWriter } from '../request-contract.js';
import { formOf } from '../request-forms.js';
import { SharedSchemas } from '../request-sharing.js';

/** Writes contract schemas from a document: what it states, without a comparison. */
export class DocumentedSchemas {
  readonly #requests: OktaDocument;
  readonly #responses: OktaDocument;
  readonly writer: RequestWriter;

  constructor(document: OktaDocument, edition: string) {
    this.#requests = document;
    this.#responses = document.withoutReadOnly();
    this.writer = new RequestWriter(edition);
  }

  /** The document of a part: responses contain what requests only read. */
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
    return this.writer.write(undefined, formOf(document, schema));
  }

  /** The schema of a whole response or request. */
  body(operation: NamedOperation, part: string): RequestSchema | undefined {
    const document = this.documentOf(part);
    const schema = part === 'request' ? document.requestSchema(operation) : document.responseSchema(operation, part);
    return schema && this.writer.write(undefined, formOf(document, schema));
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

/** A name for a body that no component describes: method, last words of the path, and part. */
function nameOf(id: string): string {
  const [method = '', path = '', part = ''] = id.split(' ');
  const words = path.split('/').filter((word) => word !== '' && !word.startsWith('{'));
  return [method.toLowerCase(), ...words.slice(-2), part === 'request' ? 'request' : 'response'].join(' ');
}
