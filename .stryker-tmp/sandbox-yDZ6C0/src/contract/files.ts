// @ts-nocheck
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
      `contracts/${file} cannot be read. Restore the file, or remove the references to it.`,
      { cause },
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ContractsError(
      'CONTRACT_FILE',
      `contracts/${file} is not valid JSON (${why}). Correct or restore the file.`,
      {
        cause,
      },
    );
  }
}

/** The resources of a contracts folder (the folders that have an operations.json), in alphabetical order. */
export function listResources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'operations.json')))
    .map((entry) => entry.name)
    .sort();
}

/** The schema files of all resources, relative to the contracts folder. */
export function listSchemas(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'meta')
    .flatMap((entry) => listFiles(folder, entry.name, '.schema.json'));
}

/** The files of a folder whose names end in `ending`, relative to the contracts folder. */
export function listFiles(folder: string, subfolder: string, ending: string): string[] {
  const path = join(folder, subfolder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${subfolder}/${name}`);
}
