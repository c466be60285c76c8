// @ts-nocheck
import { closeSync, constants, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ContractsError } from '../../domain/errors.js';
import { faultOf, reasonOf, writeAll } from '../../io/files.js';
import type { JournalLine, Leftover } from './journal.js';
import { isSamePlace, type ProcessId } from './processes.js';

type Header = Extract<JournalLine, { event: 'run' }>;

/** The content of a journal file. */
export interface ReadJournal {
  file: string;
  /** The first line; `undefined` if it cannot be read. */
  run?: { run: string; org: string; process: ProcessId };
  /** The org of a journal that another version of the program wrote. */
  outdated?: string;
  /** When the file was last updated, in milliseconds since 1970. */
  updated: number;
  /** Objects that are not removed yet, in the order of their creation. */
  leftovers: Leftover[];
  /** Ids of removed objects. */
  removed: Set<string>;
  /** The number of lines that are not JSON. A truncated last line does not count: its request was never sent. */
  corrupt: number;
  /** The number of objects whose entries a run would not write. */
  invalid: number;
  /** The last line is truncated. */
  isTruncated: boolean;
}

/** Reads a journal. Its content is not trusted: only lines that match the schema count. */
export function readJournal(file: string): ReadJournal {
  const read: ReadJournal = {
    file,
    updated: statSync(file).mtimeMs,
    leftovers: [],
    removed: new Set(),
    corrupt: 0,
    invalid: 0,
    isTruncated: false,
  };
  const open = new Map<string, Leftover>();
  const invalid = new Set<string>();
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const [i, text] of lines.entries()) {
    if (text === '') continue;
    const line = parse(text);
    if (line === undefined) {
      if (i < lines.length - 1) read.corrupt += 1;
      else read.isTruncated = true;
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
    // An object that was only changed still exists.
    if (line.event === 'removed' && known?.id && !known.recipe.changes) removed.add(known.id);
    open.delete(line.intent);
  }
}

function isOfRun(intent: string, { run }: ReadJournal): boolean {
  return run !== undefined && intent.startsWith(`${run.run}-`);
}

/** Records in the journal of an ended run that an object is removed. Does nothing if the journal does not exist. */
export function recordRemoved({ file, isTruncated }: ReadJournal, intent: string): void {
  // The new line would become part of the truncated one.
  if (isTruncated) return;
  let handle: number | undefined;
  try {
    // No O_CREAT: another sweep may have deleted the file.
    handle = openSync(file, constants.O_WRONLY | constants.O_APPEND);
    writeAll(handle, `${JSON.stringify({ event: 'removed', intent })}\n`);
  } catch {
    // The next sweep detects that the object does not exist.
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Lists the journals in a folder. Throws `JOURNAL` if it cannot be read. */
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

/** Reads the journals in a folder, except journals that another sweep deletes meanwhile. Throws `JOURNAL`. */
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

/** Deletes a journal. Throws `JOURNAL`. */
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
    `The journal ${place} cannot be ${done} (${reasonOf(cause)}): change its permissions.`,
    { cause },
  );
}

/** The pids of the child processes of a parent that write journals in a folder. */
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
