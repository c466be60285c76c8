import type { Output } from './traffic-output.js';

/** Faults of one file that are printed; the others are counted. */
const printedFaults = 20;

/** Prints the faults of a recording. */
export class FaultList {
  readonly #name: string;
  readonly #err: Output;
  #count = 0;

  constructor(name: string, err: Output) {
    this.#name = name;
    this.#err = err;
  }

  add({ place, fault }: { place?: string; fault: string }): void {
    this.#count += 1;
    if (this.#count <= printedFaults) this.#err.add(`${this.#name}${place ? `, ${place}:` : ''} ${fault}.\n`);
  }

  end(): void {
    if (this.#count > printedFaults)
      this.#err.add(`${this.#name}: ${this.#count - printedFaults} more entries cannot be read.\n`);
  }
}
