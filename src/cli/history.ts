import { isShapesFile, readShapes } from '../assess/shapes/file.js';
import { mergeShapes } from '../assess/shapes/merge.js';
import type { Shape } from '../assess/shapes/model.js';
import { OwnHistory } from '../assess/shapes/own-history.js';
import type { Catalogue } from '../contract/catalogue.js';
import { createCheck } from '../contract/check.js';
import { createMatcher } from '../contract/match.js';
import { ContractsError } from '../domain/errors.js';
import { eachOnce, realPathOf, recordingsAt } from '../recordings/files.js';
import { type Format, readRecording } from '../recordings/read.js';
import type { Streams } from './streams.js';

/** Faults that are reported; the others are counted. */
const printedFaults = 20;

/** The shapes in files: those that earlier runs stored, and those of recordings. A file that is named twice counts once. Throws `INPUT` if there are none. */
export async function shapesOf(
  paths: readonly string[],
  catalogue: Catalogue,
  streams: Pick<Streams, 'in' | 'err'>,
  format: Format = 'auto',
): Promise<Shape[]> {
  const stored = [...new Set(paths.filter(isShapesFile).map(realPathOf))];
  const history = new OwnHistory(catalogue, []);
  const match = createMatcher(catalogue);
  const check = createCheck(catalogue);
  const faults: string[] = [];
  let [exchanges, furtherFaults] = [0, 0];
  const named = paths.filter((path) => !isShapesFile(path)).flatMap((path) => recordingsAt(path, streams.in));
  for (const recording of eachOnce(named, stored))
    for await (const entry of recording.kind === 'fault'
      ? [recording]
      : readRecording(recording.open(), format, recording.bodies)) {
      if (entry.kind === 'exchange') {
        const { exchange } = entry;
        exchanges += 1;
        const operation = match(exchange.request.method, exchange.request.url);
        if (operation) history.learn(operation, exchange, check(operation, exchange));
        continue;
      }
      const place = 'place' in entry && entry.place ? `, ${entry.place}:` : '';
      if (faults.length < printedFaults) faults.push(`${recording.name}${place} ${entry.fault}.`);
      else furtherFaults += 1;
    }
  if (furtherFaults > 0) faults.push(`${furtherFaults} more entries cannot be read.`);
  const shapes = mergeShapes([...stored.flatMap(readShapes), ...history.learned]);
  if (shapes.length === 0 && exchanges === 0 && faults.length > 0) throw new ContractsError('INPUT', faults.join('\n'));
  for (const fault of faults) streams.err.write(`${fault}\n`);
  if (shapes.length === 0)
    throw new ContractsError(
      'INPUT',
      `${paths.join(', ')}: no successful response of an operation with a contract; name recordings of the org, or a shapes.ndjson.`,
    );
  return shapes;
}
