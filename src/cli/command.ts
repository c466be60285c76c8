import {
  CommanderError,
  type CommandUnknownOpts,
  createCommand,
  InvalidArgumentError,
} from '@commander-js/extra-typings';
import { ContractsError } from '../domain/errors.js';
import { callOf } from '../io/call-of.js';
import { unknownName } from '../io/suggest.js';
import type { Streams } from './streams.js';

/** The exports of the module of a command. It is loaded only if the command is used. */
export interface CommandModule {
  /** Defines the arguments, options and help of the command. */
  define(): CommandUnknownOpts;
  /**
   * Runs the command. Returns the exit code. Throws a `ContractsError` for wrong input.
   * @param rest the arguments after `--`, if `forwardsRest` is set
   */
  run(command: CommandUnknownOpts, streams: Streams, rest: string[]): Promise<number>;
  /** Arguments after `--` are for another program and are not parsed. */
  forwardsRest?: boolean;
  /** Commands that are named by the first argument: `fleet report`. */
  parts?: Map<string, () => Promise<CommandModule>>;
}

/** The help of `--used-by`. */
export const usedByHelp =
  'show only what this client uses: its HAR file, cassette or NDJSON, a report.json of gateway or traffic, or a list of operations';

/** The help of `--sdk`. */
export const sdkHelp =
  'also pass each response to this SDK, as it is installed: python, python:PATH, node, node:PATH, go:PATH or exec:PROGRAM; repeatable';

/** The help of `--sdk-fails`. */
export const sdkFailsHelp = 'exit code 1 if an SDK cannot read a response';

/** Collects the values of an option that can be repeated. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** The help of `--from` and `--to`. */
export const stepHelp = {
  from: 'edition that your code was written for; default: 2024.08.3',
  to: 'edition to compare with; default: 2025.08.0',
};

/** A new command. Its help has at most 80 columns, and its errors are thrown. */
export function defineCommand(name: string) {
  return createCommand(callOf(name))
    .helpOption('-h, --help', 'show this help')
    .configureHelp({ helpWidth: 80 })
    .showSuggestionAfterError(false)
    .exitOverride();
}

/** Parses the arguments of a command, or writes its help. Returns whether the command is to run. Throws `INPUT` with one sentence. */
export function parseArguments(command: CommandUnknownOpts, args: string[], { out }: Pick<Streams, 'out'>): boolean {
  requireValues(command, args);
  try {
    command
      .configureOutput({ writeOut: (text) => void out.write(text), writeErr: () => {} })
      .parse(args, { from: 'user' });
    return true;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return false;
    // commander reports a missing option first, which is often the misspelled one.
    const isAboutNames = ['commander.unknownOption', 'commander.missingMandatoryOptionValue'].includes(error.code);
    const unknown = isAboutNames ? command.parseOptions(args).unknown[0] : undefined;
    const sentence = unknown ? unknownOptionOf(command, unknown) : `${sentenceOf(error.message)} See --help.`;
    throw new ContractsError('INPUT', sentence, { cause: error });
  }
}

/** The sentence for an option that is unknown. @param known names of options, without dashes */
export function unknownOption(option: string, known: readonly string[]): string {
  return unknownName(
    'option',
    option,
    [...known, 'help'].map((name) => `--${name}`),
    'See --help.',
  );
}

/** A port to listen on. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (text.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('Use a number from 0 to 65535.');
  return port;
}

/** Rejects an option that takes another option as its value: the value was probably forgotten. */
function requireValues({ options }: CommandUnknownOpts, args: string[]): void {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  for (const [i, arg] of args.slice(0, end).entries()) {
    const option = options.find(({ long, required }) => long === arg && required);
    const value = args[i + 1];
    // A negative number is a value.
    if (option && i + 1 < end && /^-(?!\d+$)./.test(value ?? ''))
      throw new ContractsError('INPUT', `Option \`${option.flags}\` argument missing. See --help.`);
  }
}

function unknownOptionOf({ options }: CommandUnknownOpts, arg: string): string {
  const known = options.map((option) => option.name());
  const [option = ''] = arg.split('=');
  return [...known, 'help'].includes(option.slice(2))
    ? `Option \`${option}\` takes no value. See --help.`
    : unknownOption(option, known);
}

/** An error of commander as a sentence of this program: capitalized, with names in backticks. */
function sentenceOf(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replace(/'([^']*)'/g, '`$1`')
    .replace(/\.?$/, '.');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
