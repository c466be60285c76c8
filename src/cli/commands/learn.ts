import { dirname } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { addToShapes, readShapes, renderShapes, shapesFile } from '../../assess/shapes/file.js';
import { forget } from '../../assess/shapes/forget.js';
import { surroundings } from '../../config/load.js';
import { loadCatalogue } from '../../contract/catalogue.js';
import { requireOperation } from '../../contract/named.js';
import { ContractsError } from '../../domain/errors.js';
import { callOf } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { makeFolder, writeFiles } from '../../io/files.js';
import { formats } from '../../recordings/read.js';
import { defineCommand } from '../command.js';
import { shapesOf } from '../history.js';
import type { Streams } from '../streams.js';

export const define = () =>
  defineCommand('learn')
    .description(
      'Learns from recordings which shapes an org returns, without values, and adds them to a file. Each run on a live org does the same. What the org always did and no longer does is reported as drift.',
    )
    .argument('[file...]', 'recordings, or shapes of other runs; with --forget, a pointer such as /*/_links')
    .option('--out <file>', 'file of shapes; default: reports/shapes.ndjson')
    .option('--forget <operation>', 'accept what the org does now: forget the locations at these pointers')
    .addOption(new Option('--format <format>', 'format of the recordings').choices(formats).default('auto' as const))
    .addHelpText(
      'after',
      `
Examples:
  ${callOf('learn')} recordings/ --out reports/shapes.ndjson
  ${callOf('learn')} --forget 'GET /api/v1/users' '/*/_links/suspend'

Exit code: 0 learned or forgotten, 2 nothing could be.`,
    );

/** Learns from recordings, or forgets locations. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, streams: Streams): Promise<number> {
  const { out, forget: operation, format } = command.opts();
  const file = out ?? shapesFile(surroundings().reports);
  const catalogue = loadCatalogue();
  if (command.args.length === 0)
    throw new ContractsError(
      'INPUT',
      operation
        ? 'No pointer given: name a location, such as /*/_links.'
        : 'No recording given: name a file or a folder.',
    );
  if (operation !== undefined) {
    const { id } = requireOperation(catalogue.operations, operation, '--forget names');
    const { shapes, forgotten } = forget(readShapes(file), id, command.args);
    if (forgotten === 0)
      throw new ContractsError(
        'INPUT',
        `${file} has no ${command.args.join(' or ')} of ${id}: copy both from the report.`,
      );
    writeFiles('Shapes', { [file]: renderShapes(shapes) });
    streams.out.write(`${countOf(forgotten, 'locations')} of ${id} forgotten.\n`);
    return 0;
  }
  const learned = await shapesOf(command.args, catalogue, streams, format);
  makeFolder(dirname(file));
  addToShapes(file, learned);
  const orgs = new Set(learned.map(({ org }) => org)).size;
  const responses = learned.reduce((sum, { n }) => sum + n, 0);
  streams.out.write(
    `Learned from ${countOf(responses, 'responses')} of ${countOf(orgs, 'orgs')}: ${countOf(learned.length, 'shapes')} in ${file}.\n`,
  );
  return 0;
}
