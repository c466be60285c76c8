import { createCommand } from '@commander-js/extra-typings';
import { ContractsError } from '../domain/errors.js';
import { callAlone, callOf } from '../io/call-of.js';
import { output } from '../io/output.js';
import { unknownName } from '../io/suggest.js';
import { type CommandModule, parseArguments } from './command.js';
import type { Streams } from './streams.js';

const commands = new Map<string, { summary: string; load: () => Promise<CommandModule> }>([
  ['verify', { summary: 'checks an org against the contracts', load: () => import('./commands/verify.js') }],
  [
    'traffic',
    {
      summary: 'checks recorded exchanges (HAR, cassettes, mocks, NDJSON)',
      load: () => import('./commands/traffic.js'),
    },
  ],
  ['learn', { summary: 'learns from recordings what an org returns', load: () => import('./commands/learn.js') }],
  ['gateway', { summary: 'checks the requests of your own client', load: () => import('./commands/gateway.js') }],
  ['org', { summary: 'starts the reference org', load: () => import('./commands/org.js') }],
  [
    'sweep',
    { summary: 'removes objects that interrupted runs left on an org', load: () => import('./commands/sweep.js') },
  ],
  ['report', { summary: 'shows a saved report', load: () => import('./commands/report.js') }],
  ['waive', { summary: 'accepts findings until a date', load: () => import('./commands/waive.js') }],
  ['accept', { summary: 'accepts the current state of an org', load: () => import('./commands/accept.js') }],
  ['notify', { summary: 'sends what is new since the last run', load: () => import('./commands/notify.js') }],
  ['editions', { summary: 'lists the editions of the API', load: () => import('./commands/editions.js') }],
  ['compare', { summary: 'compares two orgs', load: () => import('./commands/compare.js') }],
  ['sdk', { summary: 'shows what an SDK upgrade breaks', load: () => import('./commands/sdk.js') }],
  ['fleet', { summary: 'verifies many orgs, and queries their reports', load: () => import('./commands/fleet.js') }],
]);

/** Runs a command. Returns the exit code: 0 passed, 1 violations, 2 the command failed (with one sentence on `err`). */
export async function main(args: string[], raw: Streams): Promise<number> {
  const streams = { in: raw.in, out: output.through(raw.out), err: output.through(raw.err) };
  const [name = '--help', ...rest] = args;
  if (name === '--version' || name === '-v') {
    const { version } = await import('../io/version.js');
    streams.out.write(`${version}\n`);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    writeOverview(streams);
    return 0;
  }
  try {
    return await runCommand(name, rest, streams);
  } catch (error) {
    if (error instanceof ContractsError) streams.err.write(`${error.message}\n`);
    // Node.js would print the error unredacted and end with exit code 1, which means violations.
    else streams.err.write(`Internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
    return 2;
  }
}

async function runCommand(name: string, args: string[], streams: Streams): Promise<number> {
  const entry = commands.get(name);
  const names = [...commands.keys()];
  if (!entry) throw new ContractsError('INPUT', unknownName('command', name, names, `Use one of ${names.join(', ')}.`));
  const loaded = await entry.load();
  const part = loaded.parts?.get(args[0] ?? '');
  if (part) return runModule(await part(), args.slice(1), streams);
  return runModule(loaded, args, streams);
}

async function runModule({ define, run, forwardsRest }: CommandModule, args: string[], streams: Streams) {
  const end = forwardsRest && args.includes('--') ? args.indexOf('--') : args.length;
  const command = define();
  if (!parseArguments(command, args.slice(0, end), streams)) return 0;
  return run(command, streams, args.slice(end + 1));
}

/** Writes the help without a command: all commands with what they do. */
function writeOverview({ out }: Streams): void {
  const program = createCommand(callOf('<command>'))
    .usage('[options]')
    .description(
      'Checks an Okta org, recorded traffic or a client against the contracts of the Admin Management API, edition 2025.08.0 by default.',
    )
    .helpOption(false)
    .helpCommand(false)
    .configureHelp({ helpWidth: 80, subcommandTerm: (command) => callAlone(command.name()) })
    .configureOutput({ writeOut: (text) => void out.write(text) })
    .addHelpText('after', `\nHelp for a command: ${callOf('verify')} --help`);
  for (const [name, { summary }] of commands) program.command(name).summary(summary);
  program.outputHelp();
}
