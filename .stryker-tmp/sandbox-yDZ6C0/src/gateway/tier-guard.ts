// @ts-nocheck
import type { Catalogue } from '../contract/catalogue.js';
import type { RawResponse } from '../domain/exchange.js';
import { asObject, type Json } from '../domain/json.js';
import type { Tier } from '../domain/operation.js';
import { unpackedBody } from '../io/unpack.js';
import { nameOf, type Target } from './target.js';

const reads = new Set(['GET', 'HEAD']);
/** Larger responses are not parsed, because all requests wait meanwhile. No object of Okta is nearly as large. */
const largestObject = 1024 * 1024;
/** The format of Okta's ids. Names that people choose for a path are usually shorter or have no digit. */
const idFormat = /^(?=.*\d)[\w-]{15,64}$/;

/** Decides which requests of a client its tier forbids. */
export class TierGuard {
  readonly #tier: Tier;
  /** Templates whose POST creates an object: `TEMPLATE/{id}` exists as well. */
  readonly #collections: Set<string>;
  /** Ids of objects created through this gateway, each with the template of its collection. */
  readonly #created = new Map<string, string>();

  /** @param tier `read`: only reads; `write`: changes only objects created through this gateway; `org`: all requests */
  constructor(tier: Tier, catalogue: Pick<Catalogue, 'operations'>) {
    this.#tier = tier;
    const operations = [...catalogue.operations.values()];
    const parents = new Set(operations.flatMap(({ template }) => /^(.+)\/\{[^}]+\}$/.exec(template)?.[1] ?? []));
    this.#collections = new Set(
      operations
        .filter(({ method, template }) => method === 'POST' && !template.includes('{') && parents.has(template))
        .map(({ template }) => template),
    );
  }

  /** Why a request must not be sent; `undefined` if it may. */
  refusal(target: Target): string | undefined {
    const { method, parameters } = target;
    if (this.#tier === 'org' || reads.has(method)) return undefined;
    const refused = `${nameOf(target)} was not sent`;
    if (this.#tier === 'read') return `${refused}: the read tier only reads`;
    if (isTokenRequest(target) || this.#creates(target)) return undefined;
    // A request changes the first object of its path.
    const [first] = parameters;
    if (first !== undefined && this.#isCreated(first, target)) return undefined;
    return `${refused}: the write tier changes only objects created through this gateway`;
  }

  /** Learns from a response which object a request created. */
  learn({ status, headers, body }: RawResponse<Uint8Array | undefined>, target: Target): void {
    if (this.#tier !== 'write' || status >= 300 || !this.#creates(target)) return;
    const unpacked = unpackedBody(body, headers, largestObject);
    if (unpacked.kind !== 'text') return;
    let created: Json | undefined;
    try {
      created = JSON.parse(unpacked.text) as Json;
    } catch {
      // The check reports a body that is not JSON.
    }
    const { id } = asObject(created);
    if (typeof id === 'string' && idFormat.test(id)) this.#created.set(id, target.operation?.template ?? '');
  }

  /**
   * Whether an object was created here. An id that came with a new group is not accepted as the id of a user: the org could
   * return any id.
   */
  #isCreated(id: string, { path, operation }: Target): boolean {
    const collection = this.#created.get(id);
    if (collection === undefined) return false;
    const [before = ''] = (operation?.template ?? path).split(operation ? '/{' : `/${encodeURIComponent(id)}`);
    return before === collection || !this.#collections.has(before);
  }

  #creates({ operation }: Target): boolean {
    return operation?.method === 'POST' && this.#collections.has(operation.template);
  }
}

/** A token request is a POST that changes nothing. */
function isTokenRequest({ method, path }: Target): boolean {
  return method === 'POST' && /^\/oauth2\/v1\/token(\?|$)/.test(path);
}
