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
import { readCreatedKinds } from '../src/org/journal/created-kinds.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'okta-contracts-project-'));
afterAll(() => rmSync(project, { recursive: true, force: true }));

const operations = [
  'GET /api/v1/trustedOrigins',
  'POST /api/v1/trustedOrigins',
  'GET /api/v1/trustedOrigins/{trustedOriginId}',
  'DELETE /api/v1/trustedOrigins/{trustedOriginId}',
];
const contractOf = (access: string, answers: object) => ({
  category: 'compatible',
  oauthScopes: [`okta.trustedOrigins.${access}`],
  answers,
});
const implementation = 'reference-org/resources/trusted-origins.ts';

/** A resource that the project does not have, with created objects, in the three places that CONTRIBUTING.md names. */
const files = {
  'contracts/trusted-origins/operations.json': JSON.stringify({
    $schema: '../meta/operations.schema.json',
    title: 'Trusted origins',
    operations: {
      'GET /api/v1/trustedOrigins': contractOf('read', { 200: { schema: 'trusted-origin.schema.json#/$defs/list' } }),
      'POST /api/v1/trustedOrigins': {
        ...contractOf('manage', { 200: { schema: 'trusted-origin.schema.json' } }),
        request: 'trusted-origin.schema.json#/$defs/write',
      },
      'GET /api/v1/trustedOrigins/{trustedOriginId}': contractOf('read', {
        200: { schema: 'trusted-origin.schema.json' },
      }),
      'DELETE /api/v1/trustedOrigins/{trustedOriginId}': contractOf('manage', { 204: { body: 'empty' } }),
    },
  }),
  'contracts/trusted-origins/created-kinds.json': JSON.stringify([
    {
      kind: 'trusted-origins',
      find: { operation: 'GET /api/v1/trustedOrigins', name: '/name', id: 'id' },
      names: ['okta-contracts-{run}-{n}'],
      remove: [{ operation: 'DELETE /api/v1/trustedOrigins/{trustedOriginId}' }],
    },
  ]),
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
    $defs: {
      list: { type: 'array', items: { $ref: '#' } },
      write: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    },
  }),
  // Without evidence, a violation would be a warning only.
  'contracts/trusted-origins/evidence.json': JSON.stringify({
    $schema: '../meta/evidence.schema.json',
    operations: {},
    assertions: { 'trusted-origin.schema.json': { '/properties/status': { 'null type enum': 'both 12/12 3/3' } } },
  }),
  'contracts/trusted-origins/samples/trusted-origin.json': JSON.stringify({
    $schema: '../../meta/samples.schema.json',
    schema: 'trusted-origin.schema.json',
    valid: { 'an active origin': { id: 'tos0a1b2c3d4e5f6g7h8', name: 'Office', status: 'ACTIVE' } },
  }),
  'suites/trusted-origins.test.ts': `
import { suite } from '../src/vitest/suite.js';

suite('trusted-origins', ({ call, fixture }) => {
  const origin = fixture({
    parameter: 'trustedOriginId',
    make: { operation: 'POST /api/v1/trustedOrigins', body: ({ name }) => ({ name }) },
    found: { operation: 'GET /api/v1/trustedOrigins' },
    remove: ['DELETE /api/v1/trustedOrigins/{trustedOriginId}'],
    find: { path: '/api/v1/trustedOrigins', name: '/name' },
  });
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
    const origins = repositoryOf(state, 'trusted-origins', { idPrefix: 'tos', type: 'TrustedOrigin' });
    const present = ({ id, name, status }: ReturnType<typeof origins.get>) => ({ id, name, status });
    routes.on('GET /api/v1/trustedOrigins', () => ({ body: origins.list().map(present) }));
    routes.on('POST /api/v1/trustedOrigins', ({ body: { name } }) => ({ body: present(origins.add({ name, status: 'ACTIVE' })) }));
    routes.on('GET /api/v1/trustedOrigins/{id}', ({ ids }) => ({ body: present(origins.get(ids[0])) }));
    routes.on('DELETE /api/v1/trustedOrigins/{id}', ({ ids }) => {
      origins.remove(origins.get(ids[0]));
      return { status: 204 };
    });
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

/** The same result for all operations that return an object. */
function allOf(verdict: Verdict): Record<string, string> {
  return Object.fromEntries(
    operations.map((operation) => [operation, operation.startsWith('DELETE') ? 'pass' : verdict]),
  );
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
  // `sweep --all` removes the objects of the new resource, too.
  expect(readCreatedKinds(join(project, 'contracts')).map(({ kind }) => kind)).toContain('trusted-origins');

  const source = files[implementation] ?? '';
  writeFileSync(join(project, implementation), source.replaceAll("status: 'ACTIVE'", "status: 'UNKNOWN'"));
  const failed = await verify('trusted-origins');
  expect(failed.code, failed.output).toBe(1);
  expect(resultsOf(failed.report)).toEqual(allOf('violation'));
});
