import { createReadStream, type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { chunkSize } from './source.js';
import { bodiesFolder, bodiesOf } from './wiremock.js';

/** A recording that can be opened, or why it cannot be. `bodies`: the folder of the bodies that a WireMock mapping names. */
export type Recording =
  | { kind: 'recording'; name: string; open: () => Readable; bodies?: string }
  | { kind: 'fault'; name: string; fault: string };

const endings = /\.(ndjson|jsonl|json|har|ya?ml)(\.gz)?$/;
/** Streams of the shell, such as `<(zcat file)`. Other FIFOs are refused: they can wait for a writer forever. */
const openedByShell = /^\/(dev|proc\/self)\/(fd\/\d+|stdin)$/;

/** The recordings of a path: the file, the files in the folder, or standard input for `-`. */
export function recordingsAt(path: string, standardInput: Readable): Recording[] {
  if (path === '-') return [{ kind: 'recording', name: 'standard input', open: () => standardInput }];
  const found = statusOf(path);
  if (typeof found === 'string') return [{ kind: 'fault', name: path, fault: found }];
  if (!found.isDirectory()) return [recordingAt(path, found)];
  const recordings = [...walk(path, new Set())].sort((a, b) => (a.name < b.name ? -1 : 1));
  const fault = 'has no recordings: name a folder with .har, .yaml, .json or .ndjson files';
  return recordings.length > 0 ? recordings : [{ kind: 'fault', name: path, fault }];
}

/** Recordings without those of a file that was named before, also through a link. @param before files that were read already */
export function eachOnce(recordings: readonly Recording[], before: readonly string[] = []): Recording[] {
  const seen = new Set(before.map(realPathOf));
  return recordings.filter(({ name }) => {
    const path = realPathOf(name);
    return !seen.has(path) && seen.add(path);
  });
}

/** The path of a file after its links; the same path if there is no such file. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function recordingAt(name: string, found: Stats): Recording {
  if (!found.isFile() && !(found.isFIFO() && openedByShell.test(name)))
    return { kind: 'fault', name, fault: 'is not a file: use - to read a stream from standard input' };
  if (found.isFile() && found.size === 0 && !openedByShell.test(name))
    return { kind: 'fault', name, fault: 'is empty' };
  return {
    kind: 'recording',
    name,
    open: () => createReadStream(name, { highWaterMark: chunkSize }),
    bodies: bodiesOf(name),
  };
}

/** The recordings in a folder. Symbolic links are followed; no folder is read twice. */
function* walk(folder: string, seen: Set<string>): Generator<Recording> {
  let entries: Dirent[];
  try {
    const real = realpathSync(folder);
    if (seen.has(real)) return;
    seen.add(real);
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    yield { kind: 'fault', name: folder, fault: explain(cause) };
    return;
  }
  for (const entry of entries.filter(({ name }) => name !== bodiesFolder)) {
    const name = join(folder, entry.name);
    const isRecording = endings.test(entry.name);
    if (entry.isDirectory()) yield* walk(name, seen);
    else if (isRecording || entry.isSymbolicLink()) {
      const found = statusOf(name);
      if (typeof found === 'string') {
        if (isRecording) yield { kind: 'fault', name, fault: found };
      } else if (found.isDirectory()) yield* walk(name, seen);
      else if (isRecording) yield recordingAt(name, found);
    }
  }
}

/** The file status of a path after its links, or why it cannot be read. */
function statusOf(path: string): Stats | string {
  try {
    return statSync(path);
  } catch (cause) {
    return explain(cause);
  }
}

function explain(cause: unknown): string {
  const { code = '' } = cause as { code?: string };
  if (code === 'ENOENT') return 'cannot be read: name a file that exists';
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read: this account has no access to it';
  if (code === 'ELOOP') return 'cannot be read: its symbolic links form a loop';
  return `cannot be read (${code})`;
}
