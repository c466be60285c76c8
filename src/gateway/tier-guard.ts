import type { Catalogue } from '../contract/catalogue.js';
import { createMatcher, type Matcher } from '../contract/match.js';
import { bodyOf } from '../traffic/readers/entry.js';
import type { Json, Tier } from '../words.js';
import type { Passed } from './forward.js';

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);
/** A token is asked for by POST, and changes nothing. */
const token = /^\/oauth2\/v1\/token(\?|$)/;

/** Tells which requests of a client its tier forbids. */
export class TierGuard {
  readonly #tier: Tier;
  readonly #match: Matcher;
  /** Templates whose POST makes an object: another path leads to the one that was made. */
  readonly #makers: Set<string>;
  /** Objects that were made through this gateway. */
  readonly #made = new Set<string>();

  /** @param tier `read`: nothing is changed; `write`: only what was made through this gateway is; `org`: anything may be */
  constructor(tier: Tier, catalogue: Pick<Catalogue, 'operations'>) {
    this.#tier = tier;
    this.#match = createMatcher(catalogue);
    const operations = [...catalogue.operations.values()];
    const parents = new Set(operations.flatMap(({ template }) => /^(.+)\/\{[^}]+\}$/.exec(template)?.[1] ?? []));
    this.#makers = new Set(
      operations
        .filter(({ method, template }) => method === 'POST' && !template.includes('{') && parents.has(template))
        .map(({ template }) => template),
    );
  }

  /** Why a request must not be sent; `undefined` where it may. @param path with its query */
  refusal(method: string, path: string): string | undefined {
    if (this.#tier === 'org' || reads.has(method) || (method === 'POST' && token.test(path))) return undefined;
    const what = `${method} ${path.split('?')[0]} was not sent`;
    if (this.#tier === 'read') return `${what}: the read tier only reads`;
    if (this.#makes(method, path) || this.#isOfOwn(path)) return undefined;
    return `${what}: the write tier changes only what was made through this gateway`;
  }

  /** Learns from an answer which object a request made. */
  learn({ method, path, status, headers, body }: Passed): void {
    if (this.#tier !== 'write' || status >= 300 || !this.#makes(method, path)) return;
    let made: Json | undefined;
    try {
      made = bodyOf(body, headers);
    } catch {
      // The check says that it cannot be read.
    }
    if (typeof made === 'object' && made !== null && 'id' in made && typeof made.id === 'string')
      this.#made.add(made.id);
  }

  #makes(method: string, path: string): boolean {
    return method === 'POST' && this.#makers.has(this.#match(method, path)?.template ?? '');
  }

  /** The first object that a path names is the one that a request to it changes. */
  #isOfOwn(path: string): boolean {
    const segments = (path.split('?')[0] ?? '').split('/');
    const first = segments.find((segment) => this.#made.has(segment) || looksLikeId(segment));
    return first !== undefined && this.#made.has(first);
  }
}

/** Okta's ids are long and have digits; no fixed part of a path is and has. */
function looksLikeId(segment: string): boolean {
  return segment.length >= 15 && /\d/.test(segment);
}
