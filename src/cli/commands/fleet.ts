import { availableParallelism, totalmem } from 'node:os';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { surroundings } from '../../config/load.js';
import { ContractsError } from '../../domain/errors.js';
import { callOf } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { makeFolder } from '../../io/files.js';
import { type CommandModule, defineCommand } from '../command.js';
import { recordInventory } from '../fleet/inventories.js';
import { type FleetOrg, type Inventory, readInventory, secretNames, withTag } from '../fleet/inventory.js';
import { writeMetrics } from '../fleet/metrics.js';
import { matrixOf, partOf } from '../fleet/parts.js';
import { isRemote } from '../fleet/query.js';
import { renderFleet, renderResult } from '../fleet/render.js';
import type { OrgResult } from '../fleet/result.js';
import { runFleet } from '../fleet/run-fleet.js';
import type { Streams } from '../streams.js';

export const parts = new Map<string, () => Promise<CommandModule>>([
  ['report', () => import('./fleet-report.js')],
  ['notify', () => import('./fleet-notify.js')],
  ['prune', () => import('./fleet-prune.js')],
]);

const defaults = { out: 'fleet', memory: 512, minutes: 30 };

export const define = () =>
  defineCommand('fleet')
    .usage(
      '<inventory> [options]\n       … report <folder> [options]\n       … notify <folder> [options]\n       … prune <folder> [options]',
    )
    .description(
      'Verifies the orgs of an inventory, each in a process of its own: an org that does not respond affects no other. docs/fleet.md describes the inventory and the reports. `fleet report --help` is about queries over orgs and days, `fleet notify --help` about notifications, `fleet prune --help` about removing old reports.',
    )
    .argument('<inventory>', 'the orgs, as YAML or JSON: schemas/inventory.schema.json')
    .option('--out <folder>', `folder for the reports, by org and day; default: ${defaults.out}`)
    .option('--metrics <folder>', 'also write the metrics of each org there, for the node exporter')
    .option('--tag <tag>', 'only the orgs with this tag')
    .option('--concurrency <number>', 'orgs at a time; default: by processors and memory', wholeNumber)
    .option('--memory <mb>', `heap of each process in MB; default: ${defaults.memory}`, wholeNumber)
    .option('--minutes <number>', `how long one org may take; default: ${defaults.minutes}`, wholeNumber)
    .option('--continue', 'leave out orgs that were verified today, after a fleet run that was stopped')
    .option('--matrix', 'print a matrix for GitHub Actions, and verify nothing')
    .option('--index <number>', 'only one part of the orgs, from 0: the index of a pod or job', index)
    .option('--of <number>', 'number of parts; with --matrix: at most so many jobs', wholeNumber)
    .addHelpText(
      'after',
      `
Examples:
  ${callOf('fleet')} orgs.yaml --out reports/fleet
  ${callOf('fleet')} orgs.yaml --index $JOB_COMPLETION_INDEX --of 20

Exit code: 0 all orgs passed, 1 violations, or an org could not be verified, 2
the inventory or an option is invalid.`,
    );

/** Verifies the orgs of an inventory. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, { out, err }: Streams): Promise<number> {
  const [file] = command.processedArgs;
  const values = command.opts();
  const inventory = readInventory(file);
  const tagged = withTag(inventory.orgs, values.tag);
  if (values.matrix) {
    out.write(`${JSON.stringify(matrixOf(tagged, values.of))}\n`);
    return 0;
  }
  const orgs = partNamed(tagged, values);
  const { columns } = surroundings();
  if (orgs.length === 0) {
    out.write(`This part of the fleet has no orgs: the inventory has ${countOf(tagged.length, 'orgs')}.\n`);
    return 0;
  }
  const { settings, concurrency } = settingsOf(inventory, values);
  recordInventory(settings.out, file, inventory, settings.day);
  err.write(`Verifying ${countOf(orgs.length, 'orgs')}, ${Math.min(concurrency, orgs.length)} at a time …\n`);
  const options = { concurrency, isContinued: values.continue ?? false };
  const { results, interrupted } = await runFleet(orgs, settings, options, (result) => {
    err.write(`${renderResult(result, columns)}\n`);
    writeMetricsOf(result, orgs, { folder: values.metrics, out: settings.out }, err);
  });
  out.write(`${renderFleet(results, columns)}\n`);
  if (interrupted !== undefined) {
    err.write(
      `Interrupted: ${countOf(orgs.length - results.length, 'orgs')} not verified; --continue verifies them.\n`,
    );
    return interrupted;
  }
  return results.every(({ result }) => result === 'passed') ? 0 : 1;
}

/** A file that cannot be written stops no run. */
function writeMetricsOf(
  result: OrgResult,
  orgs: readonly FleetOrg[],
  { folder, out }: { folder: string | undefined; out: string },
  err: NodeJS.WritableStream,
): void {
  const org = orgs.find(({ name }) => name === result.org);
  if (folder === undefined || !org) return;
  try {
    writeMetrics(folder, out, result, org);
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    err.write(`${error.message}\n`);
  }
}

type Values = ReturnType<ReturnType<typeof define>['opts']>;

function partNamed(orgs: FleetOrg[], { index: part, of }: Values): FleetOrg[] {
  if (part === undefined && of === undefined) return orgs;
  if (part === undefined || of === undefined)
    throw new ContractsError('INPUT', 'Use --index and --of together, or --of with --matrix. See --help.');
  return partOf(orgs, part, of);
}

function settingsOf(inventory: Inventory, values: Values) {
  const { out = defaults.out, memory = defaults.memory, minutes = defaults.minutes } = values;
  if (isRemote(out))
    throw new ContractsError(
      'INPUT',
      `--out ${out} is not a folder of this machine: write to a folder, and copy it to the bucket after the run.`,
    );
  makeFolder(out);
  // A run is two processes. A container has less memory than its machine. More runs than processors would only wait for each other.
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  const most = Math.min(availableParallelism(), Math.floor(bytes / (2 * memory * 1024 * 1024)));
  const day = new Date().toISOString().slice(0, 10);
  const settings = { folder: inventory.folder, out, day, memory, minutes, secretNames: secretNames(inventory) };
  return { settings, concurrency: values.concurrency ?? Math.max(1, most) };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d{1,6}$/.test(text) || number < 1) throw new InvalidArgumentError('Use a whole number above 0.');
  return number;
}

function index(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('Use a whole number, 0 or above.');
  return Number(text);
}
