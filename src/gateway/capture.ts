/** The largest body that is kept for its check: no answer of the API comes near to it. */
const largestBody = 16 * 1024 * 1024;

/** Keeps a copy of a body that streams past; of one that is too large, nothing. */
export class Capture {
  #chunks: Uint8Array[] = [];
  #size = 0;

  add(chunk: Uint8Array): void {
    this.#size += chunk.byteLength;
    if (this.isTooLarge) this.#chunks = [];
    else this.#chunks.push(chunk);
  }

  get isTooLarge(): boolean {
    return this.#size > largestBody;
  }

  /** The body in memory of its own, so that it can be handed to another thread; `undefined` where there was none. */
  bytes(): Uint8Array<ArrayBuffer> | undefined {
    if (this.#size === 0 || this.isTooLarge) return undefined;
    const whole = new Uint8Array(this.#size);
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, at);
      at += chunk.byteLength;
    }
    return whole;
  }
}
