import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Step {
  id?: string;
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  shell?: string;
  with?: Record<string, string>;
  env?: Record<string, string>;
  'working-directory'?: string;
  'continue-on-error'?: boolean;
}

export interface Action {
  name: string;
  description: string;
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { description: string; value: string }>;
  runs: { using: string; steps: Step[] };
}

export const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;

/** A job: its folder has `workspace`, `cache`, and `bin` for programs that replace those of the machine. */
export interface Job {
  folder: string;
  /** The folder of the action. */
  actionPath: string;
  inputs: Record<string, string>;
  env?: Record<string, string>;
  /** The number of the run, which is part of the key of the cache. */
  run?: number;
  /** The id of the step in which the job is cancelled. */
  cancelledIn?: string;
}

export interface StepResult {
  name: string;
  outcome: 'success' | 'failure' | 'skipped';
  code: number;
  output: string;
  outputs: Record<string, string>;
}

type Steps = Record<string, StepResult>;

/** Evaluates the expressions of a text. The operators that the action uses mean the same in JavaScript. */
function evaluate(text: string, job: Job, steps: Steps, isCancelled = false): string {
  const value = (path: string): string => {
    const [root, id = '', ...rest] = path.split('.');
    if (root === 'inputs') return job.inputs[id] ?? evaluate(action.inputs[id]?.default ?? '', job, steps);
    if (root === 'github') return { run_id: String(job.run ?? 1), run_attempt: '1', token: 'job-token' }[id] ?? '';
    if (root !== 'steps') throw new Error(`unknown context: ${path}`);
    const { outcome = '', outputs = {} } = steps[id] ?? {};
    return rest[0] === 'outcome' ? outcome : (outputs[rest[1] ?? ''] ?? '');
  };
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const code = expression.replace(/'[^']*'|\b(inputs|github|steps)\.[\w.-]+/g, (part) =>
      part.startsWith("'") ? part : `value(${JSON.stringify(part)})`,
    );
    const run = new Function('value', 'always', 'cancelled', `return ${code}`);
    return String(
      run(
        value,
        () => true,
        () => isCancelled,
      ),
    );
  });
}

/** Runs the steps of the action as a job would, with a cache in a folder. Other actions are only listed. */
export async function runAction(job: Job): Promise<{ steps: StepResult[]; code: number; summary: string }> {
  const results: StepResult[] = [];
  const byId: Steps = {};
  let failed = false;
  let isCancelled = false;
  for (const [index, step] of action.runs.steps.entries()) {
    const isDue =
      step.if === undefined ? !failed && !isCancelled : evaluate(step.if, job, byId, isCancelled) === 'true';
    const result = isDue ? await runStep(step, index, job, byId) : undefined;
    const name = step.name ?? step.uses ?? '';
    results.push(result ?? { name, outcome: 'skipped', code: 0, output: '', outputs: {} });
    if (result && step.id) byId[step.id] = result;
    if (result?.outcome === 'failure' && !step['continue-on-error']) failed = true;
    if (step.id !== undefined && step.id === job.cancelledIn) isCancelled = true;
  }
  const summary = join(job.folder, 'summary.md');
  return {
    steps: results,
    code: failed || isCancelled ? 1 : 0,
    summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '',
  };
}

async function runStep(step: Step, index: number, job: Job, steps: Steps): Promise<StepResult> {
  const filled = (values: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(values).map(([name, text]) => [name, evaluate(String(text), job, steps)]));
  const name = step.name ?? step.uses ?? '';
  if (step.uses) {
    useCache(step.uses, filled(step.with), job.folder);
    return { name, outcome: 'success', code: 0, output: '', outputs: filled(step.with) };
  }
  const script = join(job.folder, `step-${index}.sh`);
  const outputFile = join(job.folder, `output-${index}`);
  writeFileSync(script, step.run ?? '');
  writeFileSync(outputFile, '');
  // As the runner starts `shell: bash`.
  const child = spawn('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
    cwd: join(job.folder, 'workspace', evaluate(step['working-directory'] ?? '.', job, steps)),
    env: {
      PATH: `${join(job.folder, 'bin')}${delimiter}${process.env.PATH}`,
      HOME: job.folder,
      ...githubFiles(job, outputFile),
      ...job.env,
      ...filled(step.env),
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise<number>((resolve) => child.once('close', (ended) => resolve(ended ?? 1)));
  const lines = readFileSync(outputFile, 'utf8').split('\n').filter(Boolean);
  const outputs = Object.fromEntries(lines.map((line) => line.split('=', 2) as [string, string]));
  return { name, outcome: code === 0 ? 'success' : 'failure', code, output, outputs };
}

function githubFiles(job: Job, outputFile: string): Record<string, string> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION_PATH: job.actionPath,
    GITHUB_WORKSPACE: join(job.folder, 'workspace'),
    GITHUB_STEP_SUMMARY: join(job.folder, 'summary.md'),
    GITHUB_OUTPUT: outputFile,
    GITHUB_REPOSITORY: 'acme/identity',
  };
}

/** What actions/cache does: it saves paths below a key, and restores the newest key that begins with a text. */
function useCache(
  uses: string,
  { path = '', key = '', 'restore-keys': prefix = '' }: Record<string, string>,
  folder: string,
) {
  const [cache, workspace] = [join(folder, 'cache'), join(folder, 'workspace')];
  const named = (text: string) => encodeURIComponent(text);
  mkdirSync(cache, { recursive: true });
  const [from, to] = uses.startsWith('actions/cache/save@')
    ? [workspace, join(cache, named(key))]
    : [
        join(
          cache,
          readdirSync(cache)
            .filter((one) => one.startsWith(named(prefix)))
            .sort()
            .at(-1) ?? '',
        ),
        workspace,
      ];
  if (!uses.startsWith('actions/cache/') || from === join(cache, '')) return;
  for (const one of path.trim().split('\n')) {
    if (!existsSync(join(from, one))) continue;
    mkdirSync(dirname(join(to, one)), { recursive: true });
    cpSync(join(from, one), join(to, one), { recursive: true });
  }
}
