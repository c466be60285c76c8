import { closeSync, fsync, futimesSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ContractsError } from '../../domain/errors.js';
import type { Json } from '../../domain/json.js';
import type { OperationId } from '../../domain/operation.js';
import { reasonOf, writeAll } from '../../io/files.js';
import { heartbeatMs, type ProcessId, thisProcess } from './processes.js';

const sync = promisify(fsync);

/** A request that removes an object or restores a setting. A query value `{id}` is replaced with the object's id. */
export interface Removal {
  operation: OperationId;
  query?: Record<string, string>;
  body?: Json;
}

/** The values of a setting before and after a change of a run. */
export interface Restore {
  read: OperationId;
  /** The properties before the change; null for a missing property. */
  was: Json;
  /** The properties after the change: one of these. */
  set: Json[];
}

/** How to remove an object, and find it by name if its id is unknown. Contains no paths, so that a journal cannot redirect a request. */
export interface Recipe {
  /** The name of the object: prefix, run id and a number. */
  name: string;
  /** The value that identifies the object in a list, if it is derived from the name. */
  mark?: string;
  /** Values of path parameters other than the object's own id: the ids of its parents. */
  values: Record<string, string>;
  /** The requests that remove it, in order. */
  remove: Removal[];
  /** The object belongs to the org, and `remove` restores its previous state. */
  changes?: true;
  /** How to recognise the change, so that later changes of others are not overwritten. */
  restore?: Restore;
  /** A value that the org accepts instead of the object's id: the login of a user. */
  alias?: string;
  /** Intents whose objects must not be removed before this one: a policy without its group would apply to everyone. */
  needs?: string[];
  /** The list that contains the object: the property of the list (if any), pointer to the name, property or pointer of the id. */
  find?: { operation: OperationId; query?: Record<string, string>; list?: string; name: string; id: string };
}

/** One line of a journal. `schemas/journal.schema.json` describes it. */
export type JournalLine =
  | { event: 'run'; version: 2; run: string; org: string; process: ProcessId }
  | ({ event: 'intended'; intent: string } & Recipe)
  | { event: 'made'; intent: string; id: string }
  /** Written immediately before the request that changes a setting. Before it, the run has not changed the setting. */
  | { event: 'sent'; intent: string }
  /** The org accepted the restore of a setting, but has not returned the previous value yet. */
  | { event: 'restored'; intent: string }
  | { event: 'removed' | 'refused'; intent: string };

/** An object in a journal that is not removed yet. */
export interface Leftover {
  intent: string;
  recipe: Recipe;
  id?: string;
  /** The change of a setting was sent. */
  isSent?: boolean;
  /** The org accepted its restore: its current value is not from the run. */
  isRestored?: boolean;
}

/** Records on disk the objects that a run creates, before it sends the requests, so that they are known after a kill. */
export class Journal {
  readonly #file: string;
  readonly #handle: number;
  readonly #open = new Map<string, Leftover>();
  readonly #writeTo: typeof writeSync;
  readonly #heartbeat: NodeJS.Timeout;
  #saving: Promise<void> | undefined;
  #count = 0;
  #failure: ContractsError | undefined;
  /** Called once, when the journal can no longer be written. */
  onFailure: () => void = () => undefined;

  /**
   * Throws `JOURNAL` if it cannot be written.
   * @param folder of all journals @param run the run's id @param org the org's URL @param write replaces `writeSync` in tests
   */
  constructor(
    folder: string,
    readonly run: string,
    org: string,
    write: typeof writeSync = writeSync,
  ) {
    this.#writeTo = write;
    try {
      this.#file = join(makeFolderOf(folder), `${run}.ndjson`);
      this.#handle = openSync(this.#file, 'a', 0o600);
    } catch (cause) {
      throw cannotWrite(folder, cause);
    }
    this.#write({ event: 'run', version: 2, run, org, process: thisProcess() });
    this.#heartbeat = setInterval(() => this.#touch(), heartbeatMs);
    this.#heartbeat.unref();
  }

  /** The reason that the journal can no longer be written; no object may be created after that. */
  get failure(): ContractsError | undefined {
    return this.#failure;
  }

  /**
   * Records that an object will be created. Returns the name of the intent. Throws `JOURNAL` if it cannot be recorded: the
   * request must not be sent then.
   */
  intend(recipe: Recipe): string {
    if (this.#failure) throw this.#failure;
    this.#count += 1;
    const intent = `${this.run}-${this.#count}`;
    this.#write({ event: 'intended', intent, ...recipe });
    this.#open.set(intent, { intent, recipe });
    return intent;
  }

  /** Records the id of a created object, or of an object of the org that will be changed. */
  made(intent: string, id: string): void {
    const open = this.#open.get(intent);
    if (open) open.id = id;
    this.#note({ event: 'made', intent, id });
  }

  /** Records that the change of a setting is sent. If a run is killed before, the setting is not restored. */
  sent(intent: string): void {
    this.#note({ event: 'sent', intent });
  }

  /** Records that the org accepted the restore of a setting. After a kill it must not be restored a second time. */
  restored(intent: string): void {
    this.#note({ event: 'restored', intent });
  }

  /** Records that the org refused to create an object, or that it is removed. */
  settled(intent: string, event: 'removed' | 'refused'): void {
    this.#open.delete(intent);
    this.#note({ event, intent });
  }

  /**
   * Resolves when everything written so far is on disk and survives a power failure. (A kill of the process it survives
   * immediately.) Concurrent callers share one `fsync`.
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

  /** Closes the journal, and deletes it if no object is left. Returns the number of objects left. */
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

  /** Writes the state of an object. If that fails, the run still has the object in memory, and removes it. */
  #note(line: JournalLine): void {
    try {
      this.#write(line);
    } catch {
      // `failure` contains the reason, and the run ends.
    }
  }

  #fail(cause: unknown): ContractsError {
    const isFirst = this.#failure === undefined;
    this.#failure ??= cannotWrite(this.#file, cause);
    if (isFirst) this.onFailure();
    return this.#failure;
  }

  /** Updates the heartbeat, which shows other machines that this run is running. */
  #touch(): void {
    try {
      const now = new Date();
      futimesSync(this.#handle, now, now);
    } catch {
      // The next line that is written updates it, too.
    }
  }
}

/** Checks that journals can be written to a folder, before anything is sent. Throws `JOURNAL`. */
export function checkFolder(folder: string, write: typeof writeSync = writeSync): void {
  let file = '';
  let handle: number | undefined;
  try {
    file = join(makeFolderOf(folder), `check-${process.pid}.tmp`);
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

/** Makes a folder. Its path is absolute: if the working directory was removed, Node.js never returns from making a relative one. */
function makeFolderOf(folder: string): string {
  const path = resolve(folder);
  mkdirSync(path, { recursive: true });
  return path;
}

function cannotWrite(place: string, cause: unknown): ContractsError {
  return new ContractsError(
    'JOURNAL',
    `The journal cannot be written to ${place} (${reasonOf(cause)}): free disk space, or run in a writable folder.`,
    { cause },
  );
}
