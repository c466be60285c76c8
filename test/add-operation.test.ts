import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { RunReport } from '../src/assess/run-report.js';
import type { Verdict } from '../src/domain/finding.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'okta-contracts-project-'));
afterAll(() => rmSync(project, { recursive: true, force: true }));

const operations = ['GET /api/v1/trustedOrigins', 'GET /api/v1/trustedOrigins/{trustedOriginId}'];
const implementation = 'reference-org/resources/trusted-origins.ts';

/** A resource that the project does not have: two operations, in the three places that CONTRIBUTING.md names. */
const files = {
  'contracts/trusted-origins/operations.json': JSON.stringify({
    $schema: '../meta/operations.schema.json',
    title: 'Trusted origins',
    operations: Object.fromEntries(
      ['trusted-origin.schema.json#/$defs/list', 'trusted-origin.schema.json'].map((schema, i) => [
        operations[i],
        { category: 'compatible', oauthScopes: ['okta.trustedOrigins.read'], answers: { 200: { schema } } },
      ]),
    ),
  }),
  'contracts/trusted-origins/trusted-origin.schema.json': JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://okta-contracts.example/trusted-origins/trusted-origin.schema.json',
    title: 'A trusted origin',
    type: 'object',
    required: ['id', 'name', 'status'],
    properties: {
      id: { $ref: '../shared/id.schema.json' },
      name: { type: 'string' },
      status: { type: 'string', enum: ['ACTIVE', 'INACTIVE'] },
    },
    unevaluatedProperties: false,
    $defs: { list: { type: 'array', items: { $ref: '#' } } },
  }),
  'contracts/trusted-origins/samples/trusted-origin.json': JSON.stringify({
    $schema: '../../meta/samples.schema.json',
    schema: 'trusted-origin.schema.json',
    valid: { 'an active origin': { id: 'tos0a1b2c3d4e5f6g7h8', name: 'Office', status: 'ACTIVE' } },
  }),
  'suites/trusted-origins.test.ts': `
import { suite } from '../src/vitest/suite.js';

suite('trusted-origins', ({ call, fixture }) => {
  const origin = fixture({ parameter: 'trustedOriginId', found: { operation: 'GET /api/v1/trustedOrigins' } });
  call('GET /api/v1/trustedOrigins');
  call('GET /api/v1/trustedOrigins/{trustedOriginId}', { on: origin });
});
`,
  [implementation]: `
import { repositoryOf } from '../repository.js';
import type { Resource } from '../resource.js';

/** Trusted origins. */
export const resource: Resource = {
  scope: 'okta.trustedOrigins',
  serve(routes, state) {
    const origins = repositoryOf(state, 'trustedOrigins', { idPrefix: 'tos', type: 'TrustedOrigin' });
    const present = ({ id, name, status }: ReturnType<typeof origins.get>) => ({ id, name, status });
    routes.on('GET /api/v1/trustedOrigins', () => ({ body: origins.list().map(present) }));
    routes.on('GET /api/v1/trustedOrigins/{id}', ({ ids }) => ({ body: present(origins.get(ids[0])) }));
    origins.add({ name: 'Office', status: 'ACTIVE' });
  },
};
`,
};

/** Copies the project. Its packages are links, so that only files of the copy are written. */
function copyProject(): void {
  const program = ['package.json', 'vitest.config.ts', 'bin', 'contracts', 'reference-org', 'schemas', 'src', 'suites'];
  for (const name of program) cpSync(join(root, name), join(project, name), { recursive: true });
  mkdirSync(join(project, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules')).filter((entry) => !entry.startsWith('.')))
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name));
}

/** Runs a suite of the copy on its reference org. */
async function verify(suite: string): Promise<{ code: number | null; output: string; report: RunReport }> {
  const child = spawn(process.execPath, [join(project, 'bin/okta-contracts.cjs'), 'verify', suite], {
    cwd: project,
    env: { PATH: process.env.PATH ?? '', HOME: project, NO_COLOR: '1' },
    timeout: 60_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const file = join(project, 'reports/report.json');
  if (!existsSync(file)) throw new Error(`The run wrote no report:\n${output}`);
  return { code, output, report: JSON.parse(readFileSync(file, 'utf8')) as RunReport };
}

/** The result of each operation: its verdict, or why it was not verified. */
function resultsOf({ operations }: RunReport): Record<string, string> {
  return Object.fromEntries(
    operations.map(({ operation, outcome }) => [
      operation,
      outcome.kind === 'verified' ? outcome.verdict : JSON.stringify(outcome),
    ]),
  );
}

/** The same result for all operations. */
function allOf(verdict: Verdict): Record<string, string> {
  return Object.fromEntries(operations.map((operation) => [operation, verdict]));
}

test('adding an operation of a new resource changes only its contract folder, its suite file and its reference-org file', async () => {
  copyProject();
  for (const [name, text] of Object.entries(files)) {
    expect(existsSync(join(project, name))).toBe(false);
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  }

  const passed = await verify('trusted-origins');
  expect(passed.code, passed.output).toBe(0);
  expect(resultsOf(passed.report)).toEqual(allOf('pass'));

  const source = files[implementation] ?? '';
  writeFileSync(join(project, implementation), source.replace("status: 'ACTIVE'", "status: 'UNKNOWN'"));
  const failed = await verify('trusted-origins');
  expect(failed.code, failed.output).toBe(1);
  expect(resultsOf(failed.report)).toEqual(allOf('violation'));
});
