import { isShapesFile, readShapes } from '../assess/shapes/file.js';
import { mergeShapes } from '../assess/shapes/merge.js';
import type { Shape } from '../assess/shapes/model.js';
import { OwnHistory } from '../assess/shapes/own-history.js';
import type { Catalogue } from '../contract/catalogue.js';
import { createCheck } from '../contract/check.js';
import { createMatcher } from '../contract/match.js';
import { ContractsError } from '../domain/errors.js';
import { recordingsAt } from '../recordings/files.js';
import { type Format, readRecording } from '../recordings/read.js';
import type { Streams } from './streams.js';

/** Faults that are printed; the others are counted. */
const printedFaults = 20;

/** The shapes in files: those that earlier runs stored, and those of recordings. Throws `INPUT` if there are none. */
export async function shapesOf(
  paths: readonly string[],
  catalogue: Catalogue,
  streams: Pick<Streams, 'in' | 'err'>,
  format: Format = 'auto',
): Promise<Shape[]> {
  const stored = paths.filter(isShapesFile);
  const history = new OwnHistory(catalogue, []);
  const match = createMatcher(catalogue);
  const check = createCheck(catalogue);
  let faults = 0;
  const recordings = paths.filter((path) => !stored.includes(path)).flatMap((path) => recordingsAt(path, streams.in));
  for (const recording of recordings)
    for await (const entry of recording.kind === 'fault'
      ? [recording]
      : readRecording(recording.open(), format, recording.bodies)) {
      if (entry.kind === 'exchange') {
        const { exchange } = entry;
        const operation = match(exchange.request.method, exchange.request.url);
        if (operation) history.learn(operation, exchange, check(operation, exchange));
        continue;
      }
      faults += 1;
      const place = 'place' in entry && entry.place ? `, ${entry.place}:` : '';
      if (faults <= printedFaults) streams.err.write(`${recording.name}${place} ${entry.fault}.\n`);
    }
  const shapes = mergeShapes([...stored.flatMap(readShapes), ...history.learned]);
  if (shapes.length === 0)
    throw new ContractsError(
      'INPUT',
      `${paths.join(', ')}: no successful response of an operation with a contract; name recordings of the org, or a shapes.ndjson.`,
    );
  return shapes;
}
