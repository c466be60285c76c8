import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ContractsError } from '../../domain/errors.js';
import { faultOf, writeFiles } from '../../io/files.js';
import { mergeShapes } from './merge.js';
import { bounds, type Shape } from './model.js';

/** The file of shapes in a folder of reports. */
export function shapesFile(folder: string): string {
  return join(folder, 'shapes.ndjson');
}

/** The shapes of a file; none if it does not exist. Lines for the same operation are added up, so that files can be concatenated. Throws `INPUT`. */
export function readShapes(file: string): Shape[] {
  if (!existsSync(file)) return [];
  if (statSync(file).size > bounds.bytes)
    throw new ContractsError('INPUT', `${file} is larger than ${bounds.bytes / 1024 / 1024} MB: ${remedy}.`);
  const lines = readFileSync(file, 'utf8').split('\n');
  return mergeShapes(
    lines.flatMap((line, i) => (line.trim() === '' ? [] : [shapeOf(line, `${file}, line ${i + 1},`)])),
  );
}

const remedy = 'delete the file, and it is learned again';

function shapeOf(line: string, where: string): Shape {
  let shape: unknown;
  try {
    shape = JSON.parse(line);
  } catch {
    shape = undefined;
  }
  const fault = shape === undefined ? 'it is not JSON' : faultOf('shapes', shape);
  if (fault) throw new ContractsError('INPUT', `${where} is not a valid shape (${fault}): ${remedy}.`);
  return shape as Shape;
}

/** Whether a file contains shapes, and no recording. */
export function isShapesFile(file: string): boolean {
  try {
    if (!statSync(file).isFile()) return false;
    const handle = openSync(file, 'r');
    try {
      const begin = Buffer.alloc(40);
      return /^\{"version":\d+,"org":/.test(begin.toString('utf8', 0, readSync(handle, begin)));
    } finally {
      closeSync(handle);
    }
  } catch {
    return false;
  }
}

/** The text of a file of shapes. */
export function renderShapes(shapes: readonly Shape[]): string {
  return shapes.map((shape) => `${JSON.stringify(shape)}\n`).join('');
}

/** Adds what a run learned to a file of shapes, which stays within its bound. Throws `INPUT`. */
export function addToShapes(file: string, learned: readonly Shape[]): void {
  writeFiles('Shapes', { [file]: renderShapes(withinBound(mergeShapes([...readShapes(file), ...learned]))) });
}

/** Leaves out the largest lines until the file is small enough to be read again. @param most bytes of the file */
export function withinBound(shapes: readonly Shape[], most: number = bounds.bytes): Shape[] {
  const sizes = new Map(shapes.map((shape) => [shape, Buffer.byteLength(JSON.stringify(shape)) + 1]));
  let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  for (const [shape, size] of [...sizes].sort(([, a], [, b]) => b - a)) {
    if (total <= most) break;
    sizes.delete(shape);
    total -= size;
  }
  return shapes.filter((shape) => sizes.has(shape));
}
