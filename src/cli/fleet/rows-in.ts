import { existsSync, readFileSync } from 'node:fs';

/** The rows of an NDJSON file that a fleet wrote; none without a file. A line that is damaged is left out. */
export function rowsIn<T>(file: string): T[] {
  return linesIn(file).flatMap((line) => parsed<T>(line) ?? []);
}

/** The lines of a file, without empty ones; none without a file. */
export function linesIn(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
}

/** The JSON of a line; `undefined` if it is damaged. */
export function parsed<T>(line: string): T | undefined {
  try {
    return JSON.parse(line) as T;
  } catch {
    return undefined;
  }
}
