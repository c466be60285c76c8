// @ts-nocheck
import type { Json } from '../domain/json.js';

/** More ids than the responses of any run contain. */
const most = 200_000;

/**
 * The ids in the responses of a run, in order of arrival. An id that the org returned before a create request cannot be the id
 * of the created object.
 */
export class SeenIds {
  readonly #first = new Map<string, number>();
  readonly #most: number;
  #responses = 0;

  /** @param limit the maximum number of ids to store */
  constructor(limit = most) {
    this.#most = limit;
  }

  /** The number of responses so far. */
  get now(): number {
    return this.#responses;
  }

  /** Stores the ids of a response at any location: values, links and resource names. */
  add(body: Json | undefined): void {
    this.#responses += 1;
    // Not recursive, because a response can be nested deeper than the stack allows.
    const open: (Json | undefined)[] = [body];
    while (open.length > 0) {
      const node = open.pop();
      if (typeof node === 'string') this.#addText(node);
      else if (typeof node === 'object' && node !== null) for (const value of Object.values(node)) open.push(value);
    }
  }

  /** Whether one of the first `responses` responses contained an id. After the limit is reached, every id counts as seen. */
  has(id: string, responses: number): boolean {
    if (this.#first.size >= this.#most) return true;
    return (this.#first.get(id) ?? Number.POSITIVE_INFINITY) <= responses;
  }

  #addText(text: string): void {
    if (text.length > 2048) return;
    for (const [id] of text.matchAll(/[\w-]{15,64}/g)) {
      if (this.#first.size >= this.#most) return;
      if (!this.#first.has(id)) this.#first.set(id, this.#responses);
    }
  }
}
