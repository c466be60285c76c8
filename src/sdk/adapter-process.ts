import { type ChildProcess, spawn } from 'node:child_process';
import { adapterEnvironment } from '../config/environment.js';
import { type Ready, readyOf, sentence } from './answers.js';
import { isolation } from './isolation.js';
import type { Launch } from './launch.js';

/** The longest line of an adapter. An answer has at most 50 findings. */
const longestLine = 4 * 1024 * 1024;
/** What is kept of standard error, for the message that an adapter cannot start. */
const keptErrors = 4096;
/** Lines that may precede the first one of the protocol: SDKs print warnings. */
const linesBeforeReady = 100;

/** How to start the process, and whom to tell what happens. */
export interface AdapterOptions {
  launch: Launch;
  /** Its home and its working directory: an empty folder. */
  home: string;
  /** Milliseconds until the first line. */
  startMs: number;
  /** Called with each line after the first one. */
  onLine: (line: string) => void;
  /** Called once, when the process has ended, if it was ready. @param why continues a sentence that starts with the adapter */
  onEnd: (why: string) => void;
}

/** One process of an adapter: lines in, lines out. It has no token, no network where the system allows that, and bounded memory. */
export class AdapterProcess {
  readonly #child: ChildProcess;
  readonly #options: AdapterOptions;
  readonly #ended: Promise<void>;
  #settleStart: ((result: Ready) => void) | undefined;
  #linesBefore = 0;
  #isReady = false;
  #rest = '';
  #errors = '';
  #killedBecause: string | undefined;

  private constructor(options: AdapterOptions) {
    this.#options = options;
    const { launch, home } = options;
    const [program = '', ...args] = [...isolation(), launch.program, ...launch.args];
    this.#child = spawn(program, args, {
      cwd: home,
      env: { ...adapterEnvironment(home), ...launch.env },
      stdio: 'pipe',
      // A group of its own, so that programs which the adapter starts end with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const { stdin, stdout, stderr } = this.#child;
    // The end of the process is reported by `close`.
    stdin?.on('error', () => undefined);
    stdout?.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (this.#errors.length < keptErrors) this.#errors += text.slice(0, keptErrors);
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error: NodeJS.ErrnoException) =>
        this.#finish(`cannot be started (${error.code})`, resolve),
      );
      this.#child.once('close', (code, signal) =>
        this.#finish(this.#killedBecause ?? `ended (${signal ?? `exit code ${code}`})`, resolve),
      );
    });
  }

  /** Starts the process, and waits for its first line. */
  static async start(options: AdapterOptions): Promise<{ adapter: AdapterProcess; ready: Ready }> {
    const adapter = new AdapterProcess(options);
    const timer = setTimeout(() => adapter.kill('did not start in time'), options.startMs);
    const ready = await new Promise<Ready>((resolve) => {
      adapter.#settleStart = resolve;
    });
    clearTimeout(timer);
    if ('error' in ready) await adapter.end();
    return { adapter, ready };
  }

  /** Writes a line. Returns whether the process takes more lines now. */
  write(line: string): boolean {
    return this.#child.stdin?.write(`${line}\n`) ?? false;
  }

  /** Calls once when the process takes more lines. */
  onceDrained(listener: () => void): void {
    this.#child.stdin?.once('drain', listener);
  }

  /** Ends the process at once. @param why continues a sentence that starts with the adapter */
  kill(why: string): void {
    this.#killedBecause ??= why;
    const { pid } = this.#child;
    try {
      if (pid === undefined || process.platform === 'win32') this.#child.kill('SIGKILL');
      else process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }

  /** Lets the process finish what it has read, but not longer than two seconds. */
  async end(): Promise<void> {
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.kill('did not end in time'), 2000);
    await this.#ended;
    clearTimeout(timer);
  }

  #read(text: string): void {
    if (this.#killedBecause !== undefined) return;
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
    if (this.#rest.length > longestLine) this.kill('wrote a line of more than 4 MB');
  }

  #line(line: string): void {
    if (line.length > longestLine) {
      this.kill('wrote a line of more than 4 MB');
      return;
    }
    if (!this.#settleStart) {
      this.#options.onLine(line);
      return;
    }
    const ready = readyOf(line);
    this.#linesBefore += 1;
    if (ready) this.#started(ready);
    else if (this.#linesBefore > linesBeforeReady) this.kill('does not follow the protocol of adapters');
  }

  #started(ready: Ready): void {
    this.#settleStart?.(ready);
    this.#settleStart = undefined;
    this.#isReady = !('error' in ready);
  }

  #finish(why: string, resolve: () => void): void {
    const last = sentence(this.#errors.trim().split('\n').at(-1) ?? '');
    if (this.#settleStart) this.#started({ error: `its adapter ${why}${last === '' ? '' : `: ${last}`}` });
    else if (this.#isReady) this.#options.onEnd(why);
    this.#isReady = false;
    resolve();
  }
}
