import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The memory for new objects, in bytes. V8 would use twice as much, which saves hardly any time. */
const youngSpace = 16_000_000;

/** Only an unusually large item needs more, in bytes. */
const mostUsed = 85_000_000;

/** Keeps the heap of a process small that checks recordings of any size. V8 favors speed over memory. */
export class SmallHeap {
  #isGrown = false;

  constructor() {
    // V8 would let the heap grow to several times of what is in use.
    setFlagsFromString('--heap-growing-percent=50');
    // What is loaded at the start stays in use. The space for new objects must not grow for it.
    setFlagsFromString('--semi-space-growth-factor=1');
  }

  /** To be called from time to time: lets the space for new objects grow to its size, and frees what a large item needed. */
  fit(): void {
    if (getHeapStatistics().used_heap_size > mostUsed) collectGarbage();
    if (this.#isGrown) return;
    const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    this.#isGrown = (space?.space_size ?? youngSpace) >= youngSpace;
    setFlagsFromString(`--semi-space-growth-factor=${this.#isGrown ? 1 : 2}`);
  }
}

let collect: (() => void) | undefined;

/** Frees unused memory now. For rare moments at which much of it is unused and much more is needed. */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
