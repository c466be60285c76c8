import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { namedVariable } from '../../config/environment.js';
import { ContractsError } from '../../domain/errors.js';
import { registerSecret } from '../../io/output.js';

/** Where a secret is read from. */
export type SecretSource = { env: string } | { file: string } | { command: string[] };

const commandMs = 60_000;
/** Far more than a key needs, and less than one variable of an environment can contain. */
const mostBytes = 64 * 1024;

/**
 * Reads a secret, and keeps it out of all output. Throws `CONFIG` with one sentence that contains no part of it.
 * @param folder paths and commands are relative to it @param what names the secret: `token` @param interrupt ends a command
 */
export async function readSecret(
  source: SecretSource,
  folder: string,
  what: string,
  interrupt?: AbortSignal,
): Promise<string> {
  const secret = (await textOf(source, folder, what, interrupt)).trim();
  if (secret === '') throw fault(`The ${what} is empty`, source);
  // No environment can contain it. A text in UTF-16, as PowerShell writes it, has many.
  if (secret.includes('\0')) throw fault(`The ${what} is not text in UTF-8`, source);
  registerSecret(secret);
  return secret;
}

async function textOf(
  source: SecretSource,
  folder: string,
  what: string,
  interrupt: AbortSignal | undefined,
): Promise<string> {
  if ('env' in source) {
    const text = namedVariable(source.env);
    if (text === undefined) throw fault(`The ${what} is not set`, source);
    return text;
  }
  try {
    if ('file' in source) return textOfFile(resolve(folder, source.file));
    const [program = '', ...args] = source.command;
    const limits = { timeout: commandMs, maxBuffer: mostBytes, killSignal: 'SIGKILL' } as const;
    const running = promisify(execFile)(program, args, { cwd: folder, ...limits });
    const stop = () => running.child.kill('SIGKILL');
    interrupt?.addEventListener('abort', stop);
    if (interrupt?.aborted) stop();
    const { stdout } = await running.finally(() => interrupt?.removeEventListener('abort', stop));
    return stdout;
  } catch (cause) {
    throw fault(`The ${what} cannot be read (${reasonOf(cause)})`, source);
  }
}

/** A pipe or a device could block the whole fleet. */
function textOfFile(file: string): string {
  const stats = statSync(file);
  if (!stats.isFile()) throw Object.assign(new Error(), { code: 'it is not a file' });
  if (stats.size > mostBytes) throw Object.assign(new Error(), { code: 'it is larger than 64 KB' });
  return readFileSync(file, 'utf8');
}

/** It contains no output of a command, which can be the secret. */
function reasonOf(cause: unknown): string {
  const { code, killed } = cause as { code?: string | number; killed?: boolean };
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'more than 64 KB of output';
  return killed ? 'it did not end in 60 seconds' : String(code ?? 'unknown reason');
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
