import { ContractsError } from '../domain/errors.js';

/** The exit code of a command whose output was closed by its reader (SIGPIPE in shells). */
export const closedPipe = 141;

/** Writes to a stream that its reader can close (`| head`), which is not an error. */
export class Output {
  readonly #stream: NodeJS.WritableStream;
  #error: NodeJS.ErrnoException | undefined;
  #waiting = '';

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
    stream.on('error', this.#failed);
  }

  /** Whether the reader closed the stream. Throws `INPUT` if writing failed for another reason, such as a full disk. */
  get isClosed(): boolean {
    if (this.#error && this.#error.code !== 'EPIPE')
      throw new ContractsError('INPUT', `The output cannot be written (${this.#error.code}).`, { cause: this.#error });
    return this.#error !== undefined;
  }

  /** Adds a text to the next `flush`: a write for each line would take more time than the check. */
  add(text: string): void {
    this.#waiting += text;
  }

  /** Writes what was added, and waits until the stream accepts more. */
  async flush(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = '';
    if (text === '' || this.#error) return;
    await new Promise<void>((resolve) => this.#stream.write(text, () => resolve()));
  }

  readonly #failed = (error: Error): void => {
    this.#error ??= error;
  };
}
