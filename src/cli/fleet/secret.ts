import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { namedVariable } from '../../config/environment.js';
import { ContractsError } from '../../domain/errors.js';
import { registerSecret } from '../../io/output.js';

/** Where a secret is read from. */
export type SecretSource = { env: string } | { file: string } | { command: string[] };

const commandMs = 60_000;

/**
 * Reads a secret, and keeps it out of all output. Throws `CONFIG` with one sentence that contains no part of it.
 * @param folder paths and commands are relative to it @param what names the secret: `token`
 */
export async function readSecret(source: SecretSource, folder: string, what: string): Promise<string> {
  const secret = (await textOf(source, folder, what)).trim();
  if (secret === '') throw fault(`The ${what} is empty`, source);
  registerSecret(secret);
  return secret;
}

async function textOf(source: SecretSource, folder: string, what: string): Promise<string> {
  if ('env' in source) {
    const text = namedVariable(source.env);
    if (text === undefined) throw fault(`The ${what} is not set`, source);
    return text;
  }
  try {
    if ('file' in source) return readFileSync(resolve(folder, source.file), 'utf8');
    const [program = '', ...args] = source.command;
    const { stdout } = await promisify(execFile)(program, args, { cwd: folder, timeout: commandMs });
    return stdout;
  } catch (cause) {
    // What a command printed can contain the secret.
    const { code, killed } = cause as { code?: string | number; killed?: boolean };
    throw fault(
      `The ${what} cannot be read (${killed ? 'no output in 60 seconds' : (code ?? 'unknown reason')})`,
      source,
    );
  }
}

/** Names a source. It contains no argument of a command, which can be a secret. */
export function placeOf(source: SecretSource): string {
  if ('env' in source) return `the environment variable ${source.env}`;
  return 'file' in source ? `the file ${source.file}` : `the command ${source.command[0]}`;
}

function fault(what: string, source: SecretSource): ContractsError {
  const hint =
    'env' in source
      ? 'set it'
      : 'file' in source
        ? 'correct the file or its path'
        : 'run the command, and correct what it reports';
  return new ContractsError('CONFIG', `${what}: its source is ${placeOf(source)}; ${hint}.`);
}
