import type { Catalogue } from '../contract/catalogue.js';
import type { Json } from '../domain/json.js';
import type { Tier } from '../domain/operation.js';
import { unpackedBody } from '../io/unpack.js';
import type { Passed } from './forward.js';
import { nameOf, type Target } from './target.js';

const reads = new Set(['GET', 'HEAD']);
/** All requests wait while an answer is read here; no object of Okta comes near to it. */
const largestObject = 1024 * 1024;
/** Every id that Okta makes has this form. No name that a person chooses for a path is that long without being odd. */
const idFormat = /^(?=.*\d)[\w-]{15,64}$/;

/** Tells which requests of a client its tier forbids. */
export class TierGuard {
  readonly #tier: Tier;
  /** Templates whose POST makes an object: another path leads to the one that was made. */
  readonly #makers: Set<string>;
  /** Objects that were made through this gateway: each id with the path of the collection that it was made in. */
  readonly #made = new Map<string, string>();

  /** @param tier `read`: nothing is changed; `write`: only what was made through this gateway is; `org`: anything may be */
  constructor(tier: Tier, catalogue: Pick<Catalogue, 'operations'>) {
    this.#tier = tier;
    const operations = [...catalogue.operations.values()];
    const parents = new Set(operations.flatMap(({ template }) => /^(.+)\/\{[^}]+\}$/.exec(template)?.[1] ?? []));
    this.#makers = new Set(
      operations
        .filter(({ method, template }) => method === 'POST' && !template.includes('{') && parents.has(template))
        .map(({ template }) => template),
    );
  }

  /** Why a request must not be sent; `undefined` where it may. */
  refusal(target: Target): string | undefined {
    const { method, parameters } = target;
    if (this.#tier === 'org' || reads.has(method)) return undefined;
    const what = `${nameOf(target)} was not sent`;
    if (this.#tier === 'read') return `${what}: the read tier only reads`;
    if (isTokenRequest(target) || this.#makes(target)) return undefined;
    // The first object that a path names is the one that a request to it changes.
    const [first] = parameters;
    if (first !== undefined && this.#isMade(first, target)) return undefined;
    return `${what}: the write tier changes only what was made through this gateway`;
  }

  /** Learns from an answer which object a request made. */
  learn({ status, headers, body }: Pick<Passed, 'status' | 'headers' | 'body'>, target: Target): void {
    if (this.#tier !== 'write' || status >= 300 || !this.#makes(target)) return;
    const unpacked = unpackedBody(body, headers, largestObject);
    if (unpacked.kind !== 'text') return;
    let made: Json | undefined;
    try {
      made = JSON.parse(unpacked.text) as Json;
    } catch {
      // The check reports an answer that cannot be read.
    }
    if (typeof made !== 'object' || made === null || !('id' in made)) return;
    if (typeof made.id === 'string' && idFormat.test(made.id))
      this.#made.set(made.id, target.operation?.template ?? '');
  }

  /** Whether an object was made here. An id that a group was made with names no user: the org chose it. */
  #isMade(id: string, { path, operation }: Target): boolean {
    const collection = this.#made.get(id);
    if (collection === undefined) return false;
    const [before = ''] = (operation?.template ?? path).split(operation ? '/{' : `/${encodeURIComponent(id)}`);
    return before === collection || !this.#makers.has(before);
  }

  #makes({ operation }: Target): boolean {
    return operation?.method === 'POST' && this.#makers.has(operation.template);
  }
}

/** A token is asked for by POST, and changes nothing. */
function isTokenRequest({ method, path }: Target): boolean {
  return method === 'POST' && /^\/oauth2\/v1\/token(\?|$)/.test(path);
}
