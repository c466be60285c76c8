import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { toolEnvironment } from '../config/environment.js';
import { ContractsError } from '../domain/errors.js';
import { ownFile } from '../io/files.js';
import { sentence } from './answers.js';
import type { SdkSpec } from './spec.js';

/** How the process of an adapter is started. */
export interface Launch {
  program: string;
  args: string[];
  /** Further variables of its environment. */
  env?: Record<string, string>;
}

const run = promisify(execFile);

/** Finds out how the adapter of an SDK is started. Throws `INPUT`. */
export async function launchOf(spec: SdkSpec): Promise<Launch> {
  const { language, path } = spec;
  // A name without a folder is a program of the PATH.
  const isName = language === 'exec' && !path?.includes('/');
  if (path !== undefined && !isName && !existsSync(path)) throw fault(spec, `${path} does not exist`);
  if (language === 'exec') return { program: isName ? (path ?? '') : resolve(path ?? ''), args: [] };
  if (language === 'python') return launchPython(spec);
  if (language === 'node')
    return { program: process.execPath, args: [adapterFile(spec, 'adapter.mjs'), resolve(path ?? '.')] };
  return prepared(spec);
}

/** An adapter that is compiled first: its own program does that, and names the result. */
async function prepared(spec: SdkSpec): Promise<Launch> {
  const args = [adapterFile(spec, 'prepare.mjs'), resolve(spec.path ?? '.')];
  const { stdout } = await run(process.execPath, args, { env: toolEnvironment(), timeout: 300_000 }).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  );
  const result = parsed(stdout.trim().split('\n').at(-1) ?? '');
  if (typeof result.error === 'string') throw fault(spec, sentence(result.error));
  const { program, args: rest } = result;
  if (typeof program !== 'string' || !Array.isArray(rest)) throw fault(spec, 'its adapter could not be prepared');
  return { program, args: rest.map(String) };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Python: the interpreter that the path names, or that of a venv; for a folder that contains the package, the one of the PATH. */
async function launchPython(spec: SdkSpec): Promise<Launch> {
  const script = adapterFile(spec, 'adapter.py');
  if (spec.path === undefined) return pythonOfPath(spec, script);
  const path = resolve(spec.path);
  if (statSync(path).isFile()) return { program: path, args: [script] };
  const program = ['bin/python3', 'bin/python', 'Scripts/python.exe'].map((name) => join(path, name)).find(existsSync);
  if (program !== undefined) return { program, args: [script] };
  const location = [path, ...(basename(path) === 'okta' ? [dirname(path)] : [])].find(hasPackage);
  if (location === undefined)
    throw fault(spec, `${spec.path} is no venv, no interpreter and no folder that contains the package okta`);
  const launch = await pythonOfPath(spec, script);
  return { ...launch, args: [...launch.args, location], env: { ...launch.env, PYTHONPATH: location } };
}

function hasPackage(folder: string): boolean {
  return existsSync(join(folder, 'okta', '__init__.py'));
}

/**
 * The interpreter of the PATH. It is asked for its own path, because a version manager finds it by the working directory, and for
 * the packages of the user, because HOME is empty later.
 */
async function pythonOfPath(spec: SdkSpec, script: string): Promise<Launch> {
  const question = ['-c', 'import site, sys; print(sys.executable); print(site.getuserbase())'];
  for (const name of ['python3', 'python'])
    try {
      const { stdout } = await run(name, question, { env: toolEnvironment(), timeout: 30_000 });
      const [program = name, base = ''] = stdout.trim().split(/\r?\n/);
      return { program, args: [script], env: { PYTHONUSERBASE: base } };
    } catch {
      // The next name.
    }
  throw fault(spec, 'there is no python3 on the PATH');
}

/** A file of the adapter of a language. */
function adapterFile(spec: SdkSpec, name: string): string {
  const file = ownFile('adapters', spec.language, name);
  if (!existsSync(file)) throw fault(spec, `this package has no adapter for ${spec.language}`);
  return file;
}

function fault({ text }: SdkSpec, why: string): ContractsError {
  return new ContractsError('INPUT', `The SDK ${text} cannot be used: ${why.replace(/\.$/, '')}.`);
}
