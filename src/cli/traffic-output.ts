import { ContractsError } from '../domain/errors.js';

/** The exit code of a command whose output nobody reads any more: what a shell says of SIGPIPE. */
export const closedPipe = 141;

/** Writes to a stream that may be closed by its reader (`| head`), which is no fault. */
export class Output {
  readonly #stream: NodeJS.WritableStream;
  #error: NodeJS.ErrnoException | undefined;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
    stream.on('error', this.#failed);
  }

  /** Whether the reader closed the stream. Throws `INPUT` where writing failed for another reason, such as a full disk. */
  get isClosed(): boolean {
    if (this.#error && this.#error.code !== 'EPIPE')
      throw new ContractsError('INPUT', `The output cannot be written (${this.#error.code}).`, { cause: this.#error });
    return this.#error !== undefined;
  }

  /** Writes, and waits until the stream takes more. */
  async write(text: string): Promise<void> {
    if (this.#error) return;
    await new Promise<void>((resolve) => this.#stream.write(text, () => resolve()));
  }

  readonly #failed = (error: Error): void => {
    this.#error ??= error;
  };
}
