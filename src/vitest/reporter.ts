import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node';
import { type Surroundings, surroundings } from '../config/load.js';
import { output } from '../io/output.js';

/** Reports a run or merged shards at its end. */
export default class ContractReporter implements Reporter {
  readonly #write: (text: string) => void;
  readonly #command: (line: string) => void;
  readonly #around: () => Surroundings;
  readonly #isPart: boolean;
  #started = Date.now();
  #vitest: Vitest | undefined;
  #end: Promise<typeof import('./run-end.js')> | undefined;

  /** @param options `isPart`: vitest merges this run with others later, so that it writes no reports */
  constructor(options: { write?: (text: string) => void; around?: () => Surroundings; isPart?: boolean } = {}) {
    this.#write = options.write ?? ((text) => output.out(`${text}\n`));
    this.#command = options.write ?? ((line) => output.command(line));
    this.#isPart = options.isPart ?? false;
    // Read later, because invalid settings are reported when the run starts.
    this.#around = options.around ?? surroundings;
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunStart(): void {
    this.#started = Date.now();
  }

  /** Loads the module that reports the end of a run. This process is idle by now: the worker has sent the first requests. */
  onTestModuleCollected(): void {
    this.#end ??= import('./run-end.js');
  }

  async onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): Promise<void> {
    const { RunEnd } = await (this.#end ?? import('./run-end.js'));
    const end = new RunEnd({
      vitest: this.#vitest,
      started: this.#started,
      write: this.#write,
      command: this.#command,
      around: this.#around,
      isPart: this.#isPart,
    });
    await end.report(modules, errors);
  }
}
