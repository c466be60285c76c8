import type { OperationContract, Schema } from '../src/contract/model.js';
import type { DocumentObject, OktaDocument } from './document.js';
import { type RequestSchema, RequestWriter } from './request-contract.js';
import { applyDecision, type RequestDecision } from './request-decisions.js';
import { formOf } from './request-forms.js';
import { SharedSchemas } from './request-sharing.js';

/** The content of contracts/request-decisions.json. */
export interface RequestDecisions {
  decisions: RequestDecision[];
}

/** The request of an operation, as operations.json has it. */
export interface OperationRequest {
  request?: string;
  contentTypes?: string[];
  query?: Record<string, RequestSchema>;
  requiredQuery?: string[];
  headers?: Record<string, RequestSchema>;
  requiredHeaders?: string[];
}

interface Sources {
  before: OktaDocument;
  after: OktaDocument;
  edition: string;
  decisions: readonly RequestDecision[];
  /** The decisions that changed something, by index. */
  used: Set<number>;
}

/** Writes the requests of one resource. */
export class RequestsOfResource {
  readonly #resource: string;
  readonly #sources: Sources;
  readonly #writer: RequestWriter;

  constructor(resource: string, sources: Sources) {
    this.#resource = resource;
    this.#sources = sources;
    this.#writer = new RequestWriter(sources.edition);
  }

  /** The schema file of the resource, and the request of each operation. */
  write(operations: readonly OperationContract[]): {
    schema: object | undefined;
    requests: Map<string, OperationRequest>;
  } {
    const bodies = new Map<string, RequestSchema>();
    for (const operation of operations) {
      const body = this.#body(operation);
      if (body) bodies.set(operation.id, body);
    }
    const shared = new SharedSchemas(this.#writer.names, this.#writer.variants);
    for (const body of bodies.values()) shared.count(body, true);
    const roots = new Map([...bodies].map(([id, body]) => [id, shared.root(body)] as const));
    const requests = new Map(
      operations.map((operation) => {
        const root = roots.get(operation.id);
        return [
          operation.id,
          {
            ...(root && { request: `requests.schema.json#/$defs/${root}` }),
            ...this.#contentTypes(operation),
            ...this.#query(operation),
            ...this.#headers(operation),
          },
        ];
      }),
    );
    if (bodies.size === 0) return { schema: undefined, requests };
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `https://okta-contracts.example/${this.#resource}/requests.schema.json`,
      title: 'Request bodies. Written by npm run requests',
      $defs: Object.fromEntries(Object.entries(shared.defs).sort(([a], [b]) => (a < b ? -1 : 1))),
    };
    return { schema, requests };
  }

  #body(operation: OperationContract): RequestSchema | undefined {
    const { before, after, edition } = this.#sources;
    const [was, is] = [before.requestSchema(operation), after.requestSchema(operation)];
    const [old, now] = [was && formOf(before, was), is && formOf(after, is)];
    const form = now ?? old;
    if (!form) return undefined;
    const body = this.#writer.write(now ? old : undefined, form);
    if (!now && after.operation(operation)) body.removedIn = edition;
    if (!this.#writer.names.has(body)) this.#writer.names.set(body, nameOf(operation));
    this.#decide(operation, '', (decision) => applyDecision(body, decision));
    return body;
  }

  /** Applies the decisions about the body or the parameters of an operation. */
  #decide({ id }: OperationContract, start: '' | '?' | 'header ', apply: (decision: RequestDecision) => boolean): void {
    for (const [index, decision] of this.#sources.decisions.entries()) {
      if (!decision.operations.includes(id) || startOf(decision) !== start) continue;
      if (apply(decision)) this.#sources.used.add(index);
    }
  }

  #contentTypes(operation: OperationContract): Pick<OperationRequest, 'contentTypes'> {
    const content = contentOf(this.#sources.after, operation);
    const types = Object.keys(content ?? {});
    return types.length === 0 || types.includes('application/json') ? {} : { contentTypes: types };
  }

  #query(operation: OperationContract): Pick<OperationRequest, 'query' | 'requiredQuery'> {
    const { properties, required } = this.#parameters(operation, 'query', '?');
    return { ...(properties && { query: properties }), ...(required && { requiredQuery: required }) };
  }

  #headers(operation: OperationContract): Pick<OperationRequest, 'headers' | 'requiredHeaders'> {
    const { properties, required } = this.#parameters(operation, 'header', 'header ');
    return { ...(properties && { headers: properties }), ...(required && { requiredHeaders: required }) };
  }

  /** The parameters of one kind, each with its schema, and the names of those that a request must have. */
  #parameters(
    operation: OperationContract,
    kind: 'query' | 'header',
    start: '?' | 'header ',
  ): { properties?: Record<string, RequestSchema>; required?: string[] } {
    const { before, after, edition } = this.#sources;
    const [was, is] = [parametersOf(before, operation, kind), parametersOf(after, operation, kind)];
    const query: Record<string, RequestSchema> = {};
    for (const name of [...new Set([...is.keys(), ...was.keys()])].sort()) {
      const [old, now] = [was.get(name), is.get(name)];
      const schema = now ? this.#writer.parameter(old && formOf(before, old.schema), formOf(after, now.schema)) : {};
      if (now && (now.deprecated as unknown) === true) schema.deprecated = true;
      if (!old && before.operation(operation)) schema.addedIn = edition;
      if (!now && after.operation(operation)) schema.removedIn = edition;
      const isNew = (now?.required as unknown) === true && old !== undefined && (old.required as unknown) !== true;
      if (isNew) schema.requiredIn = edition;
      query[name] = schema;
    }
    const requiredQuery = [...is].filter(([, one]) => (one.required as unknown) === true).map(([name]) => name);
    const root: RequestSchema = {
      properties: query as Record<string, Schema>,
      required: requiredQuery,
      unevaluatedProperties: false,
    };
    this.#decide(operation, start, (decision) =>
      applyDecision(root, { ...decision, pointer: decision.pointer.replace(start, '/') }),
    );
    return {
      ...(Object.keys(query).length > 0 && { properties: root.properties as Record<string, RequestSchema> }),
      ...(root.required && root.required.length > 0 && { required: root.required }),
    };
  }
}

type Parameter = DocumentObject & { schema: DocumentObject };

/** The start of a pointer: what a decision is about. */
function startOf({ pointer }: RequestDecision): '' | '?' | 'header ' {
  return pointer.startsWith('?') ? '?' : pointer.startsWith('header ') ? 'header ' : '';
}

/** OpenAPI describes these headers elsewhere: as media types and security. */
const notParameters = new Set(['accept', 'content-type', 'authorization']);

/** The parameters of an operation in one part of requests, those of its path included. */
function parametersOf(
  document: OktaDocument,
  operation: OperationContract,
  kind: 'query' | 'header',
): Map<string, Parameter> {
  const found = new Map<string, Parameter>();
  for (const reference of document.parameters(operation)) {
    const parameter = document.resolve(reference);
    if (!parameter || (parameter.in as unknown) !== kind) continue;
    if (kind === 'header' && notParameters.has(String(parameter.name).toLowerCase())) continue;
    const schema = parameter.schema ?? document.resolve(parameter.content?.['application/json'])?.schema ?? {};
    found.set(String(parameter.name), { ...parameter, schema } as Parameter);
  }
  return found;
}

function contentOf(document: OktaDocument, operation: OperationContract): DocumentObject | undefined {
  return document.resolve(document.operation(operation)?.requestBody)?.content;
}

/** A name for a body that no component describes: method and last words of the path. */
function nameOf({ method, template }: OperationContract): string {
  const words = template.split('/').filter((word) => word !== '' && !word.startsWith('{'));
  return [method.toLowerCase(), ...words.slice(-2)].join(' ');
}
