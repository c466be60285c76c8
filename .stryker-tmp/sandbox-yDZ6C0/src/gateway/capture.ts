/** The largest body that is copied. No response of the API is nearly as large. */
// @ts-nocheck

const largestBody = 16 * 1024 * 1024;

/** Copies a body while it is forwarded. A body that is too large is not kept. */
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

  /** The body in a buffer of its own, which can be transferred to another thread; `undefined` if there is none. */
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
