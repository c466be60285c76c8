import { resolvePlace } from '../../src/contract/schemas.js';
import type { NamedOperation, OktaDocument } from '../document.js';
import type { ContractFiles } from './contract-files.js';

/** The components of a document whose contract schemas exist already: operations with the same component share its schema. */
export class KnownComponents {
  readonly #document: OktaDocument;
  readonly #places = new Map<string, Set<string>>();

  constructor(document: OktaDocument, files: ContractFiles) {
    this.#document = document;
    for (const { id, resource, entry } of files.operations.values()) {
      const [method = '', template = ''] = id.split(' ');
      const operation = { id, method, template } as NamedOperation;
      for (const [status, { schema }] of Object.entries(entry.answers)) {
        const name = schema && this.#nameOf(operation, status);
        if (!name) continue;
        const known = this.#places.get(name) ?? new Set();
        this.#places.set(name, known.add(resolvePlace(`${resource}/operations.json`, schema)));
      }
    }
  }

  /** The schema of a response, relative to a resource; `undefined` if no contract has it, or several differ. */
  placeOf(operation: NamedOperation, status: string, resource: string): string | undefined {
    const name = this.#nameOf(operation, status);
    const [place, ...others] = (name && this.#places.get(name)) || [];
    if (!place || others.length > 0) return undefined;
    return place.startsWith(`${resource}/`) ? place.slice(resource.length + 1) : `../${place}`;
  }

  /** The component of a response: `Group`, or `Group[]` for a list. */
  #nameOf(operation: NamedOperation, status: string): string | undefined {
    if (!this.#document.statuses(operation).includes(status)) return undefined;
    const schema = this.#document.responseSchema(operation, status);
    const items = schema?.items;
    const reference = schema?.$ref ?? items?.$ref;
    return reference && `${reference.slice(reference.lastIndexOf('/') + 1)}${items ? '[]' : ''}`;
  }
}
