import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ContractsError } from '../domain/errors.js';
import { unknownName } from '../io/suggest.js';
import { unknownOption } from './command.js';

/** Options that start something else than one run of the suites, or run them without the project's configuration. */
const unusable = new Set([
  ...['config', 'c', 'configLoader', 'root', 'r', 'dir', 'project', 'environment', 'dom', 'execArgv', 'experimental'],
  ...['watch', 'w', 'ui', 'api', 'standalone', 'browser', 'typecheck', 'listTags', 'clearCache', 'diff', 'expect'],
  // All tests run at the same time in one process. A test waits for rate limits; each request has its own timeout.
  ...['pool', 'maxConcurrency', 'testTimeout', 'hookTimeout'],
  // The suites have no tags.
  ...['tagsFilter', 'strictTags'],
]);

/** The built-in reporters of vitest. Any other is a file or a package. */
const reporters = [
  ...['default', 'agent', 'minimal', 'blob', 'verbose', 'dot', 'json', 'tap', 'tap-flat', 'junit', 'tree', 'html'],
  ...['hanging-process', 'github-actions'],
];

/** The path of vitest's program. */
export function vitestProgram(): string {
  return join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
}

/** The error in the value of an option, as a sentence; `undefined` if it is valid. */
const checks: Record<string, (value: string, option: string) => string | undefined> = {
  reporter: (value) =>
    /^[\w-]+$/.test(value) && !reporters.includes(value) && !isPackage(value)
      ? unknownName('reporter', value, reporters)
      : undefined,
  shard: (value, option) => (isShard(value) ? undefined : invalid(option, 'write --shard=1/2 for the first half')),
  silent: (value, option) =>
    ['', 'true', 'false', 'passed-only'].includes(value)
      ? undefined
      : invalid(option, 'use true, false or passed-only, after an equals sign'),
  t: checkPattern,
  testNamePattern: checkPattern,
};

/**
 * Checks options for vitest, which itself ends with a stack trace. Throws `INPUT` with one sentence.
 * @param others further known options
 */
export function checkVitestOptions(args: string[], others: string[]): void {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  if (!own.some((arg) => arg.startsWith('-'))) return;
  const known = vitestOptions();
  own.forEach((arg, i) => {
    if (!arg.startsWith('-')) return;
    const [option = '', value = own[i + 1]?.startsWith('-') ? undefined : own[i + 1]] = arg.split(/=(.*)/s);
    const fault = faultOf(option, value, known, others);
    if (fault) throw new ContractsError('INPUT', fault);
  });
}

function faultOf(
  option: string,
  value: string | undefined,
  { names, needsValue }: VitestOptions,
  others: string[],
): string | undefined {
  const name = nameOf(option);
  if (!names.has(name)) return unknownOption(option, [...names, ...others].filter(isLong));
  // `--no-watch` and `--watch=false` are the default.
  if (unusable.has(name) && !option.startsWith('--no-') && value !== 'false')
    return `Option \`${option}\` of vitest cannot be used here. See --help.`;
  if (needsValue.has(name) && !value) return `Option \`${option}\` needs a value. See --help.`;
  return checks[name]?.(value ?? '', option);
}

interface VitestOptions {
  names: Set<string>;
  needsValue: Set<string>;
}

/** The options of vitest, from its help. */
function vitestOptions(): VitestOptions {
  const { stdout } = spawnSync(process.execPath, [vitestProgram(), 'run', '--help', '--expand-help'], {
    encoding: 'utf8',
  });
  const names = new Set(['help', 'h', 'version', 'v']);
  const needsValue = new Set<string>();
  for (const [, short, long = '', value] of stdout.matchAll(/^ +(?:-(\w), )?--([\w.-]+) *(<)?/gm)) {
    for (const option of [short && `-${short}`, `--${long}`]) {
      if (!option) continue;
      names.add(nameOf(option));
      if (value && !long.includes('.')) needsValue.add(nameOf(option));
    }
  }
  return { names, needsValue };
}

/** vitest's name of an option: `fileParallelism` for `--no-file-parallelism`, `outputFile` for `--outputFile.junit`. */
function nameOf(option: string): string {
  if (!option.startsWith('--')) return option.charAt(1);
  const [top = ''] = option.slice(2).replace(/^no-/, '').split('.');
  return top.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function isPackage(name: string): boolean {
  try {
    createRequire(join(process.cwd(), 'package.json')).resolve(name);
    return true;
  } catch {
    return false;
  }
}

const isLong = (name: string): boolean => name.length > 1;

function isShard(value: string): boolean {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  return Number(index) >= 1 && Number(index) <= Number(count);
}

function checkPattern(value: string, option: string): string | undefined {
  try {
    new RegExp(value);
    return undefined;
  } catch {
    return invalid(option, 'write a regular expression, with a backslash before ( [ { and other special characters');
  }
}

const invalid = (option: string, advice: string): string => `Option \`${option}\` has an invalid value: ${advice}.`;
