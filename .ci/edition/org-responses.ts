import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { matcherOf } from '../../src/contract/match.js';
import { orgOf, readRecorded } from '../assertion-evidence.js';
import { blank, type NamedOperation } from '../document.js';

/** A successful response of an org. */
export interface OrgResponse {
  org: string;
  /** Orgs of one kind are related: one test suite set them up. */
  kind: string;
  /** Someone published it, and may have replaced dates and other values. */
  isPublished: boolean;
  status: string;
  body: unknown;
}

/** Successful responses of orgs with a body, by operation. */
export class OrgResponses {
  readonly #byOperation = new Map<string, OrgResponse[]>();

  /** Reads the recordings of a folder. Examples of documents are no responses of an org. */
  static async read(folder: string, operations: Iterable<NamedOperation>): Promise<OrgResponses> {
    const responses = new OrgResponses();
    const match = matcherOf(operations);
    for (const name of ['real-orgs', 'other-orgs']) {
      const file = join(folder, `${name}.ndjson.gz`);
      if (!existsSync(file)) continue;
      for await (const one of readRecorded(file)) {
        const { request, response } = one;
        if (one.class === 'documentation-example' || response.status >= 400 || response.body === undefined) continue;
        const operation = match(request.method, request.url);
        if (!operation) continue;
        const { status, body } = response;
        const isPublished = one.class !== undefined;
        responses.#add(operation, { ...orgOf(one), isPublished, status: String(status), body });
      }
    }
    return responses;
  }

  #add({ id }: NamedOperation, response: OrgResponse): void {
    const list = this.#byOperation.get(blank(id)) ?? [];
    this.#byOperation.set(blank(id), list);
    list.push(response);
  }

  of({ id }: Pick<NamedOperation, 'id'>): readonly OrgResponse[] {
    return this.#byOperation.get(blank(id)) ?? [];
  }

  /** The responses of all other orgs. */
  without(org: string): OrgResponses {
    const others = new OrgResponses();
    for (const [id, list] of this.#byOperation)
      others.#byOperation.set(
        id,
        list.filter((one) => one.org !== org),
      );
    return others;
  }
}
