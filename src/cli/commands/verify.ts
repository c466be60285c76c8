import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chosenBy } from '../../config/chosen-step.js';
import { inheritedEnvironment } from '../../config/load.js';
import { loadCatalogue } from '../../contract/catalogue.js';
import { endWithSignals } from '../../io/signals.js';
import { readUsedBy } from '../../recordings/used-by.js';
import { collect, defineCommand, sdkFailsHelp, sdkHelp, stepHelp, usedByHelp } from '../command.js';
import type { Streams } from '../streams.js';
import { fullText } from '../view.js';
import { checkVitestOptions, vitestProgram } from '../vitest-options.js';

export const forwardsRest = true;

export const define = () =>
  defineCommand('verify')
    .usage('[suite...] [options] [options of vitest]')
    .description(
      `Checks an org against the contracts, operation by operation. Without settings it checks the reference org, which runs on this machine. To check your own org, set

  OKTA_CLIENT_ORGURL=https://your-org.oktapreview.com
  OKTA_CLIENT_TOKEN=00...

in the environment, in .env in the working directory, or in an okta.yaml of Okta's SDKs. The default tier only reads. With OKTA_CONTRACTS_TIERS=write a run also creates objects, checks them and removes them. README.md lists all settings.`,
    )
    .argument('[suite...]', 'suites whose names contain this text: users, policies, brands')
    .option('--from <edition>', stepHelp.from)
    .option('--to <edition>', stepHelp.to)
    .option('--waivers <file>', 'file of accepted findings')
    .option('--baseline <file>', 'report.json of an earlier run: only new findings fail')
    .option('--used-by <file>', usedByHelp)
    .option('--reports <folder>', 'folder for the reports; default: reports')
    .option('--sdk <sdk>', sdkHelp, collect)
    .option('--sdk-fails', sdkFailsHelp)
    .option('--full', fullText)
    .allowUnknownOption()
    .addHelpText(
      'after',
      `
All other options are passed to vitest, for example:
  -t <operation>  only these operations: -t 'GET /api/v1/users'
  --shard <part>  only a part of the suites: --shard=1/2 runs the first half

Exit code: 0 passed, 1 violations, too few operations verified or objects left
on the org, 2 the run could not start or was stopped.`,
    );

// vitest's default loader writes next to the configuration, but the folder of an installed package may be read-only.
const configLoader = ['--configLoader', 'runner'];

/** The suites' own folder: of the sources, or of the build. */
const suitesRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** The arguments of Node.js that run all contract suites. */
export function suitesProgram(): string[] {
  return [vitestProgram(), 'run', '--root', suitesRoot, ...configLoader];
}

/**
 * Runs the contract suites in a process of their own. Returns its exit code.
 * @param args of vitest @param settings over those of this process
 * @param options `reports`: where to write them; `isAlone`: no setting of this process or of `.env` counts; `isQuiet`: the run
 * prints only errors, as one that is alone does
 */
export async function runVitest(
  args: string[],
  settings: Record<string, string>,
  options: { reports?: string; isAlone?: boolean; isQuiet?: boolean } = {},
): Promise<number> {
  const child = spawn(process.execPath, [...suitesProgram(), ...args], {
    stdio: options.isAlone || options.isQuiet ? ['ignore', 'ignore', 'inherit'] : 'inherit',
    env: {
      ...inheritedEnvironment(options.isAlone ?? false),
      ...settings,
      ...(options.reports ? { OKTA_CONTRACTS_REPORTS: options.reports } : {}),
    },
  });
  return endWithSignals(child);
}

/** Runs the contract suites with the remaining arguments as vitest's. Returns the exit code. Throws `INPUT`. */
export async function run(command: ReturnType<typeof define>, _: Streams, rest: string[]): Promise<number> {
  const { from, to, waivers, baseline, reports, usedBy, full, sdk, sdkFails } = command.opts();
  checkVitestOptions(
    command.args,
    command.options.map((option) => option.name()),
  );
  const settings = {
    ...(from === undefined ? {} : { OKTA_CONTRACTS_FROM: from }),
    ...(to === undefined ? {} : { OKTA_CONTRACTS_TO: to }),
    ...(waivers === undefined ? {} : { OKTA_CONTRACTS_WAIVERS: waivers }),
    ...(baseline === undefined ? {} : { OKTA_CONTRACTS_BASELINE: baseline }),
    ...(reports === undefined ? {} : { OKTA_CONTRACTS_REPORTS: reports }),
    ...(usedBy === undefined ? {} : { OKTA_CONTRACTS_USED_BY: usedBy }),
    ...(sdk === undefined ? {} : { OKTA_CONTRACTS_SDK: sdk.join(',') }),
    ...(sdkFails ? { OKTA_CONTRACTS_SDK_FAILS: 'true' } : {}),
    ...(full ? { OKTA_CONTRACTS_FULL: 'true' } : {}),
  };
  // An invalid file is reported before the run, and not after it.
  if (usedBy !== undefined) await readUsedBy(usedBy, loadCatalogue(undefined, chosenBy({ from, to })));
  return runVitest(rest.length > 0 ? [...command.args, '--', ...rest] : command.args, settings);
}
