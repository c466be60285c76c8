import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContractsError } from '../domain/errors.js';
import type { Json } from '../domain/json.js';
import { redacted } from '../domain/redaction.js';
import type { SdkResult } from '../domain/sdk.js';
import { cleanUpAtExit } from '../io/signals.js';
import { AdapterProcess } from './adapter-process.js';
import { type Answer, answerOf, textsOf, withoutSecrets, withoutTexts } from './answers.js';
import { type Launch, launchOf } from './launch.js';
import type { SdkSpec } from './spec.js';

/** Bounds of the process of an adapter, which tests shorten. */
export interface SdkBounds {
  /** Milliseconds for one response. */
  responseMs: number;
  /** Milliseconds until the adapter is ready. */
  startMs: number;
}

/** What an SDK made of one response. */
export interface SdkReading extends SdkResult {
  /** The path template of the SDK; unset if it has no method for the operation. */
  operation?: string;
}

interface Job {
  id: number;
  line: string;
  body: Json;
  settle: (answer: Answer | undefined) => void;
}

const defaultBounds: SdkBounds = { responseMs: 10_000, startMs: 60_000 };
/** Responses that an adapter has at the same time. */
const mostAtOnce = 64;
/** Responses after which an adapter that could not process them is not started again. */
const mostDeaths = 3;
const longestLine = 64 * 1024 * 1024;

/** Starts the adapter of an SDK. Throws `INPUT` with one sentence if it cannot start. */
export async function startSdk(spec: SdkSpec, bounds: Partial<SdkBounds> = {}): Promise<SdkReader> {
  return SdkReader.start(spec, await launchOf(spec), { ...defaultBounds, ...bounds });
}

/** Passes responses to one SDK: the process of its adapter, which is started again if it ends. */
export class SdkReader {
  readonly spec: SdkSpec;
  name = '';
  version = '';
  /** Why no more responses are passed to the SDK, as a sentence. */
  stopped: string | undefined;
  readonly #launch: Launch;
  readonly #bounds: SdkBounds;
  readonly #home = mkdtempSync(join(tmpdir(), 'okta-contracts-sdk-'));
  readonly #cancelCleanUp = cleanUpAtExit(() => {
    this.#process?.kill('is no longer needed');
    this.#removeHome();
  });
  #process: AdapterProcess | undefined;
  /** Settles when an adapter that ended has been started again. */
  #starting: Promise<void> | undefined;
  readonly #waiting: Job[] = [];
  readonly #sent = new Map<number, Job>();
  #atOnce = mostAtOnce;
  #isFull = false;
  #isClosing = false;
  #deaths = 0;
  #lastId = 0;
  #timer: NodeJS.Timeout | undefined;

  private constructor(spec: SdkSpec, launch: Launch, bounds: SdkBounds) {
    this.spec = spec;
    this.#launch = launch;
    this.#bounds = bounds;
  }

  static async start(spec: SdkSpec, launch: Launch, bounds: SdkBounds): Promise<SdkReader> {
    const reader = new SdkReader(spec, launch, bounds);
    const error = await reader.#start();
    if (error === undefined) return reader;
    await reader.close();
    throw new ContractsError('INPUT', `The SDK ${spec.text} cannot be used: ${error.replace(/\.$/, '')}.`);
  }

  /**
   * Passes a response to the SDK. Resolves with `undefined` if the adapter has stopped.
   * @param operation the method, and the path template of the contract or the requested path @param body without its secrets
   */
  async read(operation: string, status: number, body: Json): Promise<SdkReading | undefined> {
    if (this.stopped !== undefined) return undefined;
    const { name, version } = this;
    this.#lastId += 1;
    const id = this.#lastId;
    // A secret has a length that satisfies the rules of SDKs.
    const text = JSON.stringify({ id, operation, status, body }).replaceAll(`"${redacted}"`, `"${longSecret}"`);
    if (text.length > longestLine) return { name, version, result: 'unknown operation', findings: [tooLong] };
    const answer = await new Promise<Answer | undefined>((settle) => {
      this.#waiting.push({ id, line: text, body, settle });
      this.#send();
    });
    if (!answer) return undefined;
    const texts = answer.findings.length > 0 ? textsOf(body) : new Set<string>();
    return {
      ...{ name, version, result: answer.result },
      findings: answer.findings.map((place) => withoutTexts(place, texts)),
      ...(answer.operation === undefined ? {} : { operation: answer.operation }),
    };
  }

  /** Ends the adapter. All responses must have been read. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    await this.#starting;
    await this.#process?.end();
    this.#cancelCleanUp();
    this.#removeHome();
  }

  #removeHome(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** Starts the process. Returns why it cannot. */
  async #start(): Promise<string | undefined> {
    const { adapter, ready } = await AdapterProcess.start({
      launch: this.#launch,
      home: this.#home,
      startMs: this.#bounds.startMs,
      onLine: (line) => this.#receive(line),
      onEnd: (why) => this.#ended(why),
    });
    if ('error' in ready) return ready.error;
    this.#process = adapter;
    this.name = ready.name;
    this.version = ready.version;
    return undefined;
  }

  #send(): void {
    if (!this.#process && this.#waiting.length > 0) this.#starting ??= this.#startAgain();
    while (this.#process && !this.#isFull && this.#sent.size < this.#atOnce) {
      const job = this.#waiting.shift();
      if (!job) return;
      if (this.#sent.size === 0) this.#expectAnswer();
      this.#sent.set(job.id, job);
      this.#isFull = !this.#process.write(job.line);
      if (this.#isFull)
        this.#process.onceDrained(() => {
          this.#isFull = false;
          this.#send();
        });
    }
  }

  #receive(line: string): void {
    const received = answerOf(line);
    const job = received && this.#sent.get(received.id);
    if (!job) return;
    this.#sent.delete(job.id);
    clearTimeout(this.#timer);
    if (this.#sent.size > 0) this.#expectAnswer();
    job.settle(received.answer ? withoutSecrets(received.answer, job.body) : failedBecause('gave an invalid answer'));
    this.#send();
  }

  #expectAnswer(): void {
    const { responseMs } = this.#bounds;
    this.#timer = setTimeout(() => this.#process?.kill(`took longer than ${responseMs / 1000} seconds`), responseMs);
  }

  /** The process has ended. If one response was the reason, that is reported; else responses are passed one by one from now on. */
  #ended(why: string): void {
    clearTimeout(this.#timer);
    this.#process = undefined;
    this.#isFull = false;
    if (this.#isClosing) return;
    const [first, ...others] = this.#sent.values();
    this.#sent.clear();
    if (first && others.length > 0) this.#waiting.unshift(first, ...others);
    else {
      this.#deaths += 1;
      first?.settle(failedBecause(why));
    }
    this.#atOnce = 1;
    if (this.#deaths >= mostDeaths) this.#stop(`ended ${mostDeaths} times, the last time because it ${why}`);
    else this.#send();
  }

  async #startAgain(): Promise<void> {
    const error = await this.#start();
    this.#starting = undefined;
    if (error === undefined) this.#send();
    else this.#stop(`could not be started again: ${error}`);
  }

  #stop(why: string): void {
    this.stopped = `The adapter ${why.replace(/\.$/, '')}.`;
    for (const { settle } of [...this.#sent.values(), ...this.#waiting.splice(0)]) settle(undefined);
    this.#sent.clear();
  }
}

const longSecret = redacted.repeat(8);
const tooLong = { pointer: '', cause: 'other', message: 'The response is too large to be passed to the SDK' } as const;

function failedBecause(why: string): Answer {
  return { result: 'failed', findings: [{ pointer: '', cause: 'other', message: `The adapter ${why}` }] };
}
