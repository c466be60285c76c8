import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ContractsError } from '../domain/errors.js';
import { unknownName } from '../io/suggest.js';
import { unknownOption } from './command.js';

/** Options that start something else than one run of the suites, or run them without the project's configuration. */
const unusable = new Set([
  ...['config', 'c', 'configLoader', 'root', 'r', 'dir', 'project', 'environment', 'dom', 'execArgv', 'experimental'],
  ...['watch', 'w', 'ui', 'standalone', 'browser', 'typecheck', 'listTags', 'clearCache'],
]);

/** The reporters of vitest. Another one is a file or a package. */
const reporters = [
  ...['default', 'agent', 'minimal', 'blob', 'verbose', 'dot', 'json', 'tap', 'tap-flat', 'junit', 'tree', 'html'],
  ...['hanging-process', 'github-actions'],
];

/** The path of vitest's program. */
export function vitestProgram(): string {
  return join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
}

/**
 * Checks options for vitest, which itself ends with a stack trace. Throws `INPUT` with one sentence.
 * @param others options that are known besides
 */
export function checkVitestOptions(args: string[], others: string[]): void {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  if (!own.some((arg) => arg.startsWith('-'))) return;
  const { needsValue, names } = vitestOptions();
  own.forEach((arg, i) => {
    if (!arg.startsWith('-')) return;
    const [option = '', value = own[i + 1]?.startsWith('-') ? undefined : own[i + 1]] = arg.split(/=(.*)/s);
    const name = nameOf(option);
    if (!names.has(name))
      throw new ContractsError('INPUT', unknownOption(option, [...names, ...others].filter(isLong)));
    // `--no-watch` and `--watch=false` ask for what is done anyway.
    if (unusable.has(name) && !option.startsWith('--no-') && value !== 'false')
      throw new ContractsError('INPUT', `Option \`${option}\` of vitest cannot be used here. See --help.`);
    if (needsValue.has(name) && !value)
      throw new ContractsError('INPUT', `Option \`${option}\` needs a value. See --help.`);
    if (
      name === 'reporter' &&
      /^[\w-]+$/.test(value ?? '') &&
      !reporters.includes(value ?? '') &&
      !isPackage(value ?? '')
    )
      throw new ContractsError('INPUT', unknownName('reporter', value ?? '', reporters));
    if (name === 'shard' && !isShard(value ?? ''))
      throw new ContractsError('INPUT', 'Option `--shard` has an invalid value: write --shard=1/2 for the first half.');
  });
}

/** The options of vitest, as its help lists them, by their first name. */
function vitestOptions(): { names: Set<string>; needsValue: Set<string> } {
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

/** The name that vitest knows an option by: of `--no-file-parallelism` and `--outputFile.junit`, `fileParallelism` and `outputFile`. */
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
