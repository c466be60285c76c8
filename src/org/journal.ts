import {
  closeSync,
  existsSync,
  fsync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Json } from '../words.js';

const sync = promisify(fsync);

/** One request of those that remove an object: `DELETE /api/v1/groups/{id}` with `{id}` for its id, other parameters filled in. */
export interface Removal {
  request: string;
  body?: Json;
}

/** How an object is removed, and found again by its name when its id never arrived: data, so that another process can do it. */
export interface Recipe {
  kind: string;
  name: string;
  /** What removes it, in order. */
  remove: Removal[];
  /** It is the org's, and what is here puts back how it was. */
  changes?: true;
  /** Where its kind is listed: path with query, the list's property (if any), pointer to the name, property of the id. */
  find?: { path: string; list?: string; name: string; id: string };
}

type Entry =
  | { event: 'run'; org: string; pid: number; ppid: number }
  | ({ event: 'intended'; intent: string } & Recipe)
  | { event: 'made'; intent: string; id: string }
  | { event: 'removed' | 'refused'; intent: string };

/** What a journal still holds of an org. */
export interface Leftover {
  intent: string;
  recipe: Recipe;
  id?: string;
}

/** The objects that a run makes, on disk before they are asked for, so that nothing is forgotten when the run is killed. */
export class Journal {
  readonly #file: string;
  readonly #handle: number;
  readonly #open = new Map<string, Leftover>();
  #saving: Promise<void> | undefined;
  #count = 0;

  /** @param folder where journals lie @param run the run's id @param org the org's URL */
  constructor(
    folder: string,
    readonly run: string,
    org: string,
  ) {
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, `${run}.ndjson`);
    this.#handle = openSync(this.#file, 'a', 0o600);
    this.#write({ event: 'run', org, pid: process.pid, ppid: process.ppid });
  }

  /** Notes that an object is about to be made. Returns the intent's name. */
  intend(recipe: Recipe): string {
    this.#count += 1;
    const intent = `${this.run}-${this.#count}`;
    this.#write({ event: 'intended', intent, ...recipe });
    this.#open.set(intent, { intent, recipe });
    return intent;
  }

  /** The id of an object is known: of one that was created, or of one of the org that is about to be changed. */
  made(intent: string, id: string): void {
    this.#write({ event: 'made', intent, id });
    const open = this.#open.get(intent);
    if (open) open.id = id;
  }

  /** The org refused to make it, or it is gone. */
  settled(intent: string, event: 'removed' | 'refused'): void {
    this.#write({ event, intent });
    this.#open.delete(intent);
  }

  /**
   * Settles when everything that was written so far would survive a failure of the whole machine; that the process is
   * killed, it survives at once. Who waits together waits for one write of the disk.
   */
  async safe(): Promise<void> {
    this.#saving ??= setImmediate().then(() => {
      this.#saving = undefined;
      return sync(this.#handle);
    });
    await this.#saving;
  }

  /** Whether an object may be created under this intent: it is in the journal. */
  isIntended(intent: string): boolean {
    return this.#open.has(intent);
  }

  /** Closes the journal; an empty one leaves no file behind. Returns how many objects are left. */
  close(): number {
    closeSync(this.#handle);
    if (this.#open.size === 0) rmSync(this.#file, { force: true });
    return this.#open.size;
  }

  #write(entry: Entry): void {
    writeSync(this.#handle, `${JSON.stringify(entry)}\n`);
  }
}

/** Reads a journal: the org it is for, the process that wrote it and that one's parent, and what it left. A cut last line is passed over. */
export function readJournal(file: string): { org: string; pid: number; ppid: number; leftovers: Leftover[] } {
  const left = new Map<string, Leftover>();
  let org = '';
  let pid = 0;
  let ppid = 0;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    let entry: Entry;
    try {
      entry = JSON.parse(line) as Entry;
    } catch {
      continue;
    }
    if (entry.event === 'run') ({ org, pid, ppid } = entry);
    else if (entry.event === 'intended')
      left.set(entry.intent, {
        intent: entry.intent,
        recipe: {
          kind: entry.kind,
          name: entry.name,
          remove: entry.remove,
          ...(entry.changes ? { changes: true as const } : {}),
          ...(entry.find ? { find: entry.find } : {}),
        },
      });
    else if (entry.event === 'made') {
      const open = left.get(entry.intent);
      if (open) open.id = entry.id;
    } else left.delete(entry.intent);
  }
  return { org, pid, ppid, leftovers: [...left.values()] };
}

/** Journals that lie in a folder. */
export function listJournals(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .map((name) => join(folder, name));
}

/** The processes below a parent that are writing journals in a folder. */
export function workersOf(folder: string, parent: number): number[] {
  return listJournals(folder)
    .map(readJournal)
    .filter((journal) => journal.ppid === parent)
    .map((journal) => journal.pid);
}
