import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '../../config/load.js';
import { ContractsError } from '../../domain/errors.js';
import { callOf } from '../../io/call-of.js';
import { endWithSignals } from '../../io/signals.js';
import { checkVitestOptions, vitestProgram } from '../vitest-options.js';

export const usage = `${callOf('verify')} [SUITE…] [-t OPERATION] [OPTION…]

Checks an org against the contracts, operation by operation. Without settings it
checks the reference org, which runs on this machine. To check your own org, set

  OKTA_CLIENT_ORGURL=https://your-org.oktapreview.com
  OKTA_CLIENT_TOKEN=00...

in the environment, in .env in the working directory, or in an okta.yaml of
Okta's SDKs. The default tier only reads. With OKTA_CONTRACTS_TIERS=write a run
also creates objects, checks them and removes them. README.md lists all
settings.

  SUITE       suites whose names contain SUITE: users, policies, brands …
  -t          operations: -t 'GET /api/v1/users'
  --waivers   file of accepted findings
  --baseline  report.json of an earlier run: only new findings fail
  --reports   folder for the reports; default: reports
  --shard     run a part of the suites: --shard=1/2 runs the first half

All other options are passed to vitest. Exit code: 0 passed, 1 violations, too
few operations verified or objects left on the org, 2 the run could not start
or was stopped.
`;

// An installed package may be nobody's to write, and vitest's usual way to read its configuration writes beside it.
const configLoader = ['--configLoader', 'runner'];

/** The suites' own folder: of the sources, or of the build. */
const suitesRoot = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Runs the contract suites in a process of their own. Returns its exit code.
 * @param args of vitest @param settings over those of this process
 * @param options `reports`: where to write them; `isAlone`: no setting of this process or of `.env` counts
 */
export async function runVitest(
  args: string[],
  settings: Record<string, string>,
  options: { reports?: string; isAlone?: boolean } = {},
): Promise<number> {
  const child = spawn(process.execPath, [vitestProgram(), 'run', '--root', suitesRoot, ...configLoader, ...args], {
    stdio: options.isAlone ? ['ignore', 'ignore', 'inherit'] : 'inherit',
    env: {
      ...inheritedEnvironment(options.isAlone ?? false),
      ...settings,
      ...(options.reports ? { OKTA_CONTRACTS_REPORTS: options.reports } : {}),
    },
  });
  return endWithSignals(child);
}

/** The contract suites, with vitest's own arguments and a few more. Returns their exit code. Throws `INPUT`. */
export async function run(args: string[]): Promise<number> {
  const settings: Record<string, string> = {};
  const rest: string[] = [];
  const own: Record<string, string> = {
    '--baseline': 'OKTA_CONTRACTS_BASELINE',
    '--waivers': 'OKTA_CONTRACTS_WAIVERS',
    '--reports': 'OKTA_CONTRACTS_REPORTS',
  };
  for (let i = 0; i < args.length; i += 1) {
    const [name = '', value] = (args[i] ?? '').split(/=(.*)/s);
    const variable = own[name];
    if (variable === undefined) rest.push(args[i] ?? '');
    else if (value !== undefined) settings[variable] = value;
    else {
      const next = args[i + 1];
      if (next === undefined || next.startsWith('-'))
        throw new ContractsError('INPUT', `${name} needs a path: write ${name} reports/report.json.`);
      settings[variable] = next;
      i += 1;
    }
  }
  checkVitestOptions(
    rest,
    Object.keys(own).map((name) => name.slice(2)),
  );
  return runVitest(rest, settings);
}
