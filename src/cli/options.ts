import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ContractsError } from '../domain/errors.js';
import { unknownName } from '../io/suggest.js';

/** Reads the arguments of a command. Throws `INPUT` with one sentence where they are wrong. */
export function readArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const [, option] = /^Unknown option '(-[^']*)'/.exec(why) ?? [];
    const message =
      option === undefined ? `${why}. See --help.` : unknownOption(option, Object.keys(config.options ?? {}));
    throw new ContractsError('INPUT', message, { cause });
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
