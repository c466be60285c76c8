import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ContractsError } from './errors.js';

/** Reads the arguments of a command. Throws `INPUT` with one sentence where they are wrong. */
export function readArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ContractsError('INPUT', `${why}. See --help.`, { cause });
  }
}
