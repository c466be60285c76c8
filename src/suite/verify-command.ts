import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inheritedEnvironment } from '../config.js';
import { ContractsError } from '../errors.js';
import { ownFile } from '../files.js';

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
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--root', ownFile(), ...args], {
    stdio: options.isAlone ? ['ignore', 'ignore', 'inherit'] : 'inherit',
    env: {
      ...inheritedEnvironment(options.isAlone ?? false),
      ...settings,
      ...(options.reports ? { OKTA_CONTRACTS_REPORTS: options.reports } : {}),
    },
  });
  // Ctrl-C reaches the run, which ends in order; this process waits for it.
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  try {
    return await new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  } finally {
    process.off('SIGINT', ignore);
  }
}

/** The command `verify`: the contract suites, with vitest's own arguments and a few more. Returns its exit code. */
export async function verifyCommand(args: string[]): Promise<number> {
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
  return runVitest(rest, settings);
}
