import { closeSync, constants, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ContractsError } from '../../domain/errors.js';
import { faultOf, reasonOf, writeAll } from '../../io/files.js';
import type { JournalLine, Leftover } from './journal.js';
import { isSamePlace, type ProcessId } from './processes.js';

type Header = Extract<JournalLine, { event: 'run' }>;

/** What a journal file contains. */
export interface ReadJournal {
  file: string;
  /** The first line; `undefined` where it cannot be read. */
  run?: { run: string; org: string; process: ProcessId };
  /** The org that it belongs to, where another version of the program wrote it. */
  outdated?: string;
  /** When it was last updated, in milliseconds since 1970. */
  updated: number;
  /** Objects that are not removed yet, in the order in which they were made. */
  leftovers: Leftover[];
  /** Ids of objects that are removed. */
  removed: Set<string>;
  /** Lines that are not JSON. A cut last line does not count: its request was never sent. */
  corrupt: number;
  /** Objects that are recorded in a way that no run records them. */
  invalid: number;
  /** The process ended while it wrote the last line. */
  isCut: boolean;
}

/** Reads a journal. Its content is not trusted: only lines that follow the schema count. */
export function readJournal(file: string): ReadJournal {
  const read: ReadJournal = {
    file,
    updated: statSync(file).mtimeMs,
    leftovers: [],
    removed: new Set(),
    corrupt: 0,
    invalid: 0,
    isCut: false,
  };
  const open = new Map<string, Leftover>();
  const invalid = new Set<string>();
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const [i, text] of lines.entries()) {
    if (text === '') continue;
    const line = parse(text);
    if (line === undefined) {
      if (i < lines.length - 1) read.corrupt += 1;
      else read.isCut = true;
    } else if (i === 0) readHeader(line, read);
    else if (faultOf('journal', line) !== undefined || (line as JournalLine).event === 'run')
      invalid.add(String((line as { intent?: unknown } | null)?.intent ?? `line ${i}`));
    else apply(line as Exclude<JournalLine, Header>, open, read.removed);
  }
  read.invalid = invalid.size;
  read.leftovers = [...open.values()].filter(({ intent }) => !invalid.has(intent) && isOfRun(intent, read));
  read.invalid += [...open.keys()].filter((intent) => !invalid.has(intent) && !isOfRun(intent, read)).length;
  return read;
}

function readHeader(line: unknown, read: ReadJournal): void {
  const { event, version, org } = (line ?? {}) as { event?: unknown; version?: unknown; org?: unknown };
  if (faultOf('journal', line) === undefined && event === 'run') {
    const { run, org: ofOrg, process } = line as Header;
    read.run = { run, org: ofOrg, process };
  } else if (event === 'run' && version !== 2) read.outdated = String(org);
  else read.corrupt += 1;
}

function apply(line: Exclude<JournalLine, Header>, open: Map<string, Leftover>, removed: Set<string>): void {
  const known = open.get(line.intent);
  if (line.event === 'intended') {
    const { event: _, intent, ...recipe } = line;
    open.set(intent, { intent, recipe });
  } else if (line.event === 'sent') {
    if (known) known.isSent = true;
  } else if (line.event === 'made') {
    if (known) known.id = line.id;
  } else if (line.event === 'restored') {
    if (known) known.isRestored = true;
  } else {
    // What was only changed still exists.
    if (line.event === 'removed' && known?.id && !known.recipe.changes) removed.add(known.id);
    open.delete(line.intent);
  }
}

function isOfRun(intent: string, { run }: ReadJournal): boolean {
  return run !== undefined && intent.startsWith(`${run.run}-`);
}

/** Records in the journal of an ended run that an object is removed. Does nothing where the journal is gone. */
export function recordRemoved({ file, isCut }: ReadJournal, intent: string): void {
  // It would become a part of the cut line.
  if (isCut) return;
  let handle: number | undefined;
  try {
    // A file that another sweep has deleted is not created again.
    handle = openSync(file, constants.O_WRONLY | constants.O_APPEND);
    writeAll(handle, `${JSON.stringify({ event: 'removed', intent })}\n`);
  } catch {
    // The next sweep finds that the object is gone.
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** The journals in a folder. Throws `JOURNAL` where it cannot be read. */
export function listJournals(folder: string): string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ndjson'))
      .map(({ name }) => join(folder, name));
  } catch (cause) {
    throw cannotUse('read', folder, cause);
  }
}

/** Reads the journals in a folder; those that another sweep deletes meanwhile are left out. Throws `JOURNAL`. */
export function readJournals(folder: string): ReadJournal[] {
  return listJournals(folder).flatMap((file) => {
    try {
      return [readJournal(file)];
    } catch (cause) {
      if ((cause as { code?: string }).code === 'ENOENT') return [];
      throw cannotUse('read', file, cause);
    }
  });
}

/** Deletes a journal that is not needed any more. Throws `JOURNAL`. */
export function deleteJournal({ file }: ReadJournal): void {
  try {
    rmSync(file, { force: true });
  } catch (cause) {
    throw cannotUse('deleted', file, cause);
  }
}

function cannotUse(done: string, place: string, cause: unknown): ContractsError {
  return new ContractsError(
    'JOURNAL',
    `The journal ${place} cannot be ${done} (${reasonOf(cause)}): change who may read and write it.`,
    { cause },
  );
}

/** The processes of this machine below a parent that are writing journals in a folder. */
export function workersOf(folder: string, parent: number): number[] {
  return readJournals(folder)
    .map(({ run }) => run?.process)
    .filter((process) => process !== undefined && process.ppid === parent && isSamePlace(process))
    .map((process) => process?.pid ?? 0);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
