import type { Json } from '../domain/json.js';

/** More ids than the responses of any run carry. */
const most = 200_000;

/**
 * The ids in the responses of a run, in the order in which they arrived: what an org showed before a request to create an object
 * cannot be the object that the request created.
 */
export class SeenIds {
  readonly #first = new Map<string, number>();
  readonly #most: number;
  #responses = 0;

  /** @param limit how many ids are kept at most */
  constructor(limit = most) {
    this.#most = limit;
  }

  /** The number of responses so far. */
  get now(): number {
    return this.#responses;
  }

  /** Keeps the ids of a response, wherever they are in it: values, links and names of resources. */
  add(body: Json | undefined): void {
    this.#responses += 1;
    // Not recursive: a response may be nested deeper than the stack.
    const open: (Json | undefined)[] = [body];
    while (open.length > 0) {
      const node = open.pop();
      if (typeof node === 'string') this.#addText(node);
      else if (typeof node === 'object' && node !== null) for (const value of Object.values(node)) open.push(value);
    }
  }

  /** Whether an id was in one of the first responses. When there are too many to keep, every id counts as seen. */
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
