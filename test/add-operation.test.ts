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
  'GET /api/v1/zones',
  'POST /api/v1/zones',
  'GET /api/v1/zones/{zoneId}',
  'DELETE /api/v1/zones/{zoneId}',
];
const contractOf = (access: string, answers: object) => ({
  category: 'compatible',
  oauthScopes: [`okta.networkZones.${access}`],
  answers,
});
const implementation = 'reference-org/resources/zones.ts';

/** A resource that the project does not have, with created objects, in the three places that CONTRIBUTING.md names. */
const files = {
  'contracts/zones/operations.json': JSON.stringify({
    $schema: '../meta/operations.schema.json',
    title: 'Network zones',
    operations: {
      'GET /api/v1/zones': contractOf('read', { 200: { schema: 'zone.schema.json#/$defs/list' } }),
      'POST /api/v1/zones': {
        ...contractOf('manage', { 200: { schema: 'zone.schema.json' } }),
        request: 'zone.schema.json#/$defs/write',
      },
      'GET /api/v1/zones/{zoneId}': contractOf('read', { 200: { schema: 'zone.schema.json' } }),
      'DELETE /api/v1/zones/{zoneId}': contractOf('manage', { 204: { body: 'empty' } }),
    },
  }),
  'contracts/zones/created-kinds.json': JSON.stringify([
    {
      kind: 'zones',
      find: { operation: 'GET /api/v1/zones', name: '/name', id: 'id' },
      names: ['okta-contracts-{run}-{n}'],
      remove: [{ operation: 'DELETE /api/v1/zones/{zoneId}' }],
    },
  ]),
  'contracts/zones/zone.schema.json': JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://okta-contracts.example/zones/zone.schema.json',
    title: 'A network zone',
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
  'contracts/zones/samples/zone.json': JSON.stringify({
    $schema: '../../meta/samples.schema.json',
    schema: 'zone.schema.json',
    valid: { 'an active zone': { id: 'nzo0a1b2c3d4e5f6g7h8', name: 'Office', status: 'ACTIVE' } },
  }),
  'suites/zones.test.ts': `
import { suite } from '../src/vitest/suite.js';

suite('zones', ({ call, fixture }) => {
  const zone = fixture({
    parameter: 'zoneId',
    make: { operation: 'POST /api/v1/zones', body: ({ name }) => ({ name }) },
    found: { operation: 'GET /api/v1/zones' },
    remove: ['DELETE /api/v1/zones/{zoneId}'],
    find: { path: '/api/v1/zones', name: '/name' },
  });
  call('GET /api/v1/zones');
  call('GET /api/v1/zones/{zoneId}', { on: zone });
});
`,
  [implementation]: `
import { repositoryOf } from '../repository.js';
import type { Resource } from '../resource.js';

/** Network zones. */
export const resource: Resource = {
  scope: 'okta.networkZones',
  serve(routes, state) {
    const zones = repositoryOf(state, 'zones', { idPrefix: 'nzo', type: 'NetworkZone' });
    const present = ({ id, name, status }: ReturnType<typeof zones.get>) => ({ id, name, status });
    routes.on('GET /api/v1/zones', () => ({ body: zones.list().map(present) }));
    routes.on('POST /api/v1/zones', ({ body: { name } }) => ({ body: present(zones.add({ name, status: 'ACTIVE' })) }));
    routes.on('GET /api/v1/zones/{id}', ({ ids }) => ({ body: present(zones.get(ids[0])) }));
    routes.on('DELETE /api/v1/zones/{id}', ({ ids }) => {
      zones.remove(zones.get(ids[0]));
      return { status: 204 };
    });
    zones.add({ name: 'Office', status: 'ACTIVE' });
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

  const passed = await verify('zones');
  expect(passed.code, passed.output).toBe(0);
  expect(resultsOf(passed.report)).toEqual(allOf('pass'));
  // `sweep --all` removes the objects of the new resource, too.
  expect(readCreatedKinds(join(project, 'contracts')).map(({ kind }) => kind)).toContain('zones');

  const source = files[implementation] ?? '';
  writeFileSync(join(project, implementation), source.replaceAll("status: 'ACTIVE'", "status: 'UNKNOWN'"));
  const failed = await verify('zones');
  expect(failed.code, failed.output).toBe(1);
  expect(resultsOf(failed.report)).toEqual(allOf('violation'));
});
