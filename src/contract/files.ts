import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContractsError } from '../domain/errors.js';

/** Reads a JSON file of a contracts folder. Throws `CONTRACT_FILE`, naming the file as `contracts/…`. */
export function readContractFile(folder: string, file: string): unknown {
  let text: string;
  try {
    text = readFileSync(join(folder, file), 'utf8');
  } catch (cause) {
    throw new ContractsError(
      'CONTRACT_FILE',
      `contracts/${file} cannot be read: restore the file, or remove what refers to it.`,
      { cause },
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ContractsError('CONTRACT_FILE', `contracts/${file} is not JSON (${why}): correct or restore the file.`, {
      cause,
    });
  }
}

/** The resources that have a room below contracts/, in alphabetical order. */
export function listResources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'operations.json')))
    .map((entry) => entry.name)
    .sort();
}

/** All schema files of a contracts folder, relative to it. */
export function listSchemas(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'meta')
    .flatMap((entry) => listFiles(folder, entry.name, '.schema.json'));
}

/** Files of a resource whose name ends in `ending`, relative to the contracts folder. */
export function listFiles(folder: string, room: string, ending: string): string[] {
  const path = join(folder, room);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${room}/${name}`);
}
