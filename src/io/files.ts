import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { parse as parseYaml } from 'yaml';
import { ContractsError } from '../domain/errors.js';
import { output } from './output.js';
import { ownContractsFolder } from './package-root.js';

const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

/** The kinds of files that have a JSON Schema in schemas/. */
export type FileKind = 'report' | 'waivers' | 'accepted' | 'history' | 'shapes' | 'journal' | 'notified' | 'inventory';

const validators = new Map<FileKind, ValidateFunction>();

/** The path of a file of this package, both in a clone and in a build. */
export function ownFile(...path: string[]): string {
  return join(dirname(ownContractsFolder()), ...path);
}

/** Reads a file as text. Throws `INPUT` with one sentence. @param kind used in the message: `waivers file` */
export function readText(kind: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ContractsError('INPUT', `${file} cannot be read: name ${withArticle(kind)} that exists.`, { cause });
  }
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** Reads a JSON or YAML file and validates it with its schema. Throws `INPUT` with one sentence: what is wrong, and where. */
export function readFileOf(
  kind: FileKind,
  file: string,
  upgrade: (data: unknown) => unknown = (data) => data,
): unknown {
  const text = readText(`${kind} file`, file);
  let data: unknown;
  try {
    data = /^\.ya?ml$/.test(extname(file)) ? parseYaml(text) : JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new ContractsError('INPUT', `${file} cannot be parsed (${why}): correct or restore the file.`, { cause });
  }
  data = upgrade(data);
  const fault = faultOf(kind, data);
  if (fault)
    throw new ContractsError('INPUT', `${file} is not a valid ${kind} file: ${fault}; schemas/${kind}.schema.json.`);
  return data;
}

/** Describes the first error of data that should match the schema of a kind; `undefined` if it is valid. */
export function faultOf(kind: FileKind, data: unknown): string | undefined {
  const validate = validatorOf(kind);
  if (validate(data)) return undefined;
  const error = validate.errors?.find(({ keyword }) => keyword !== 'if') ?? validate.errors?.[0];
  const more = Object.values(error?.params ?? {})[0];
  return `${error?.instancePath || 'its top'} ${error?.message ?? 'is wrong'}${typeof more === 'string' && !error?.message?.includes(more) ? ` (${more})` : ''}`;
}

/** Makes the folder that reports are to be written to. Throws `INPUT` where it cannot be. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new ContractsError(
      'INPUT',
      `Reports cannot be written to ${folder} (${reasonOf(cause)}): name another folder.`,
      { cause },
    );
  }
}

/** Writes the complete text, because one system call may write only a part. Throws the system's error. @param write replaces `writeSync` in tests */
export function writeAll(handle: number, text: string, write: typeof writeSync = writeSync): void {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; ) {
    const written = write(handle, bytes, from, bytes.length - from);
    if (written === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' });
    from += written;
  }
}

/**
 * Writes files atomically: a reader sees the old or the new content, never a part. If one file cannot be
 * written, no file is replaced. Throws `INPUT` with one sentence.
 * @param kind used in the message: `Reports` @param files text by path @param write replaces `writeSync` in tests
 */
export function writeFiles(kind: string, files: Record<string, string>, write: typeof writeSync = writeSync): void {
  const temporary = (file: string) => `${file}.${process.pid}.tmp`;
  const started: string[] = [];
  try {
    for (const [file, text] of Object.entries(files)) {
      const handle = openSync(temporary(file), 'w');
      started.push(temporary(file));
      try {
        writeAll(handle, output.clean(text), write);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    }
    for (const file of Object.keys(files)) renameSync(temporary(file), file);
  } catch (cause) {
    for (const file of started) rmSync(file, { force: true });
    const [folder = '.'] = Object.keys(files).map((file) => dirname(file));
    throw new ContractsError(
      'INPUT',
      `${kind} cannot be written to ${folder} (${reasonOf(cause)}): free disk space, or choose another folder.`,
      { cause },
    );
  }
}

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'a part of the path is not a folder',
};

/** The reason that a file could not be written, in a few words. */
export function reasonOf(cause: unknown): string {
  const { code } = cause as { code?: string };
  return (code && reasons[code]) ?? code ?? 'unknown reason';
}

function validatorOf(kind: FileKind): ValidateFunction {
  const known = validators.get(kind);
  if (known) return known;
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv, ['date', 'date-time']);
  const compiled = ajv.compile(JSON.parse(readFileSync(ownFile('schemas', `${kind}.schema.json`), 'utf8')) as object);
  validators.set(kind, compiled);
  return compiled;
}
