import { ContractsError } from '../domain/errors.js';
import { callOf } from '../io/call-of.js';
import { output } from '../io/output.js';
import { unknownName } from '../io/suggest.js';
import type { Streams } from './streams.js';

/** What the module of a command exports. */
interface Command {
  /** The text of `--help`. */
  usage: string;
  /** Does the command's work. Returns the exit code. Throws a `ContractsError` where what it was given is wrong. */
  run(args: string[], streams: Streams): Promise<number>;
}

const commands = new Map<string, { does: string; load: () => Promise<Command> }>([
  ['verify', { does: 'checks an org against the contracts', load: () => import('./commands/verify.js') }],
  [
    'traffic',
    { does: 'checks recorded exchanges (HAR, cassettes, NDJSON)', load: () => import('./commands/traffic.js') },
  ],
  ['gateway', { does: 'checks the requests of your own client', load: () => import('./commands/gateway.js') }],
  ['org', { does: 'starts the reference org', load: () => import('./commands/org.js') }],
  [
    'sweep',
    { does: 'removes objects that interrupted runs left on an org', load: () => import('./commands/sweep.js') },
  ],
  ['report', { does: 'shows a saved report', load: () => import('./commands/report.js') }],
  ['waive', { does: 'accepts findings until a date', load: () => import('./commands/waive.js') }],
  ['compare', { does: 'compares two orgs', load: () => import('./commands/compare.js') }],
]);

/** Runs a command. Returns the exit code: 0 passed, 1 a contract is violated, 2 it could not do its work (one sentence on `err`). */
export async function main(args: string[], raw: Streams): Promise<number> {
  const streams = { in: raw.in, out: output.through(raw.out), err: output.through(raw.err) };
  const [name = '--help', ...rest] = args;
  if (name === '--version' || name === '-v') {
    const { version } = await import('../io/version.js');
    streams.out.write(`${version}\n`);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    streams.out.write(usage());
    return 0;
  }
  try {
    const command = commands.get(name);
    const names = [...commands.keys()];
    if (!command)
      throw new ContractsError('INPUT', unknownName('command', name, names, `Use one of ${names.join(', ')}.`));
    const { usage, run } = await command.load();
    // What stands after -- is for somebody else.
    const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
    if (!own.includes('--help') && !own.includes('-h')) return await run(rest, streams);
    streams.out.write(usage);
    return 0;
  } catch (error) {
    if (error instanceof ContractsError) streams.err.write(`${error.message}\n`);
    // Node would show it as it is, and end with the exit code of a broken contract.
    else streams.err.write(`Internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
    return 2;
  }
}

function usage(): string {
  const lines = [...commands].map(([name, { does }]) => `  ${callOf(name).replace(/ --$/, '').padEnd(27)}${does}`);
  return `Checks an Okta org, recorded traffic or a client against the contracts of the
Admin Management API, edition 2025.08.0.

${lines.join('\n')}

Help for a command: ${callOf('verify')} --help
`;
}
