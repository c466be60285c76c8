import { closeSync, fsync, futimesSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ContractsError } from '../../domain/errors.js';
import type { Json } from '../../domain/json.js';
import type { OperationId } from '../../domain/operation.js';
import { reasonOf, writeAll } from '../../io/files.js';
import { heartbeatMs, type ProcessId, thisProcess } from './processes.js';

const sync = promisify(fsync);

/** One request of those that remove an object, or restore what was changed. A query value `{id}` stands for the object's id. */
export interface Removal {
  operation: OperationId;
  query?: Record<string, string>;
  body?: Json;
}

/** The state of what a run changes: properties of the response that reads it. */
export interface Restore {
  read: OperationId;
  /** The properties before the change; null for one that did not exist. */
  was: Json;
  /** The properties after it: one of these. */
  set: Json[];
}

/** How an object is removed, and found by its name when its id is unknown. It contains no paths: a journal cannot redirect a request. */
export interface Recipe {
  /** The name that the run gave the object: prefix, run and a number. */
  name: string;
  /** What identifies the object in a list, where that is not the name itself but derived from it. */
  mark?: string;
  /** Values of path parameters other than the object's own id: the ids of the objects that contain it. */
  values: Record<string, string>;
  /** The requests that remove it, in order. */
  remove: Removal[];
  /** It belongs to the org, and `remove` restores its previous state. */
  changes?: true;
  /** How a change is recognised, so that nothing is restored that somebody else has changed since. */
  restore?: Restore;
  /** A value that the org accepts in place of the object's id: the login of a user. */
  alias?: string;
  /** Intents whose objects stay as long as this one exists: a policy without its group would apply to everyone. */
  needs?: string[];
  /** The list that contains it: the list's property (if any), pointer to the name, property (or pointer) of the id. */
  find?: { operation: OperationId; query?: Record<string, string>; list?: string; name: string; id: string };
}

/** One line of a journal. `schemas/journal.schema.json` describes it. */
export type JournalLine =
  | { event: 'run'; version: 2; run: string; org: string; process: ProcessId }
  | ({ event: 'intended'; intent: string } & Recipe)
  | { event: 'made'; intent: string; id: string }
  /** The request that changes a setting is sent now. Until then, the value of the setting is not the run's. */
  | { event: 'sent'; intent: string }
  /** The org confirmed the restore of a setting; that it shows the previous value is not seen yet. */
  | { event: 'restored'; intent: string }
  | { event: 'removed' | 'refused'; intent: string };

/** An object that is recorded in a journal and not removed yet. */
export interface Leftover {
  intent: string;
  recipe: Recipe;
  id?: string;
  /** The change of a setting was sent, or a failure of the machine may have lost the record of it. */
  isSent?: boolean;
  /** The org confirmed its restore: what it shows now is no longer the run's. */
  isRestored?: boolean;
}

/** The objects that a run makes, on disk before they are asked for, so that nothing is forgotten when the run is killed. */
export class Journal {
  readonly #file: string;
  readonly #handle: number;
  readonly #open = new Map<string, Leftover>();
  readonly #writeTo: typeof writeSync;
  readonly #heartbeat: NodeJS.Timeout;
  #saving: Promise<void> | undefined;
  #count = 0;
  #failure: ContractsError | undefined;
  /** Called once, when the journal cannot be written any more. */
  onFailure: () => void = () => undefined;

  /**
   * Throws `JOURNAL` where it cannot be written.
   * @param folder of all journals @param run the run's id @param org the org's URL @param write replaces the system's own write
   */
  constructor(
    folder: string,
    readonly run: string,
    org: string,
    write: typeof writeSync = writeSync,
  ) {
    this.#writeTo = write;
    this.#file = join(folder, `${run}.ndjson`);
    try {
      mkdirSync(folder, { recursive: true });
      this.#handle = openSync(this.#file, 'a', 0o600);
    } catch (cause) {
      throw cannotWrite(folder, cause);
    }
    this.#write({ event: 'run', version: 2, run, org, process: thisProcess() });
    this.#heartbeat = setInterval(() => this.#touch(), heartbeatMs);
    this.#heartbeat.unref();
  }

  /** Why the journal cannot be written any more; nothing may be made after that. */
  get failure(): ContractsError | undefined {
    return this.#failure;
  }

  /** Records that an object is about to be made. Returns the name of the intent. Throws `JOURNAL` where that cannot be recorded: nothing may be sent then. */
  intend(recipe: Recipe): string {
    if (this.#failure) throw this.#failure;
    this.#count += 1;
    const intent = `${this.run}-${this.#count}`;
    this.#write({ event: 'intended', intent, ...recipe });
    this.#open.set(intent, { intent, recipe });
    return intent;
  }

  /** The id of an object is known: of one that was created, or of one of the org that is about to be changed. */
  made(intent: string, id: string): void {
    const open = this.#open.get(intent);
    if (open) open.id = id;
    this.#note({ event: 'made', intent, id });
  }

  /** The change of a setting is sent now. After a kill before this, the setting is not restored: its value is somebody else's. */
  sent(intent: string): void {
    this.#note({ event: 'sent', intent });
  }

  /** The org confirmed the restore of a setting. A kill before it is seen must not restore it a second time. */
  restored(intent: string): void {
    this.#note({ event: 'restored', intent });
  }

  /** The org refused to make it, or it is gone. */
  settled(intent: string, event: 'removed' | 'refused'): void {
    this.#open.delete(intent);
    this.#note({ event, intent });
  }

  /**
   * Settles when everything that was written so far would survive a failure of the whole machine; that the process is
   * killed, it survives at once. Who waits together waits for one write of the disk.
   */
  async safe(): Promise<void> {
    this.#saving ??= setImmediate().then(() => {
      this.#saving = undefined;
      return sync(this.#handle).catch((cause: unknown) => {
        throw this.#fail(cause);
      });
    });
    await this.#saving;
  }

  /** Whether an object that is not removed yet depends on this one. */
  isNeeded(intent: string): boolean {
    return [...this.#open.values()].some(({ recipe }) => recipe.needs?.includes(intent));
  }

  isIntended(intent: string): boolean {
    return this.#open.has(intent);
  }

  /** Closes the journal; an empty one leaves no file behind. Returns how many objects are left. */
  close(): number {
    clearInterval(this.#heartbeat);
    closeSync(this.#handle);
    if (this.#open.size === 0) rmSync(this.#file, { force: true });
    return this.#open.size;
  }

  #write(line: JournalLine): void {
    try {
      writeAll(this.#handle, `${JSON.stringify(line)}\n`, this.#writeTo);
    } catch (cause) {
      throw this.#fail(cause);
    }
  }

  /** Writes what became of an object. Where that fails, the run still knows the object, and removes it. */
  #note(line: JournalLine): void {
    try {
      this.#write(line);
    } catch {
      // `failure` says why, and the run ends.
    }
  }

  #fail(cause: unknown): ContractsError {
    const isFirst = this.#failure === undefined;
    this.#failure ??= cannotWrite(this.#file, cause);
    if (isFirst) this.onFailure();
    return this.#failure;
  }

  /** Tells other machines that this run has not ended. */
  #touch(): void {
    try {
      const now = new Date();
      futimesSync(this.#handle, now, now);
    } catch {
      // The next line that is written does the same.
    }
  }
}

/** Checks that journals can be written to a folder, before anything is sent. Throws `JOURNAL`. */
export function checkFolder(folder: string, write: typeof writeSync = writeSync): void {
  const file = join(folder, `check-${process.pid}.tmp`);
  let handle: number | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    handle = openSync(file, 'w', 0o600);
    writeAll(handle, ' '.repeat(16_384), write);
  } catch (cause) {
    throw cannotWrite(folder, cause);
  } finally {
    if (handle !== undefined) {
      closeSync(handle);
      rmSync(file, { force: true });
    }
  }
}

function cannotWrite(place: string, cause: unknown): ContractsError {
  return new ContractsError(
    'JOURNAL',
    `The journal cannot be written to ${place} (${reasonOf(cause)}): make room, or run in a folder that can be written.`,
    { cause },
  );
}
