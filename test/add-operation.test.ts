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
  'GET /api/v1/meetingRooms',
  'POST /api/v1/meetingRooms',
  'GET /api/v1/meetingRooms/{meetingRoomId}',
  'DELETE /api/v1/meetingRooms/{meetingRoomId}',
];
const contractOf = (access: string, answers: object) => ({
  category: 'compatible',
  oauthScopes: [`okta.meetingRooms.${access}`],
  answers,
});
const implementation = 'reference-org/resources/meeting-rooms.ts';

/** A resource that no org has, with created objects, in the three places that CONTRIBUTING.md names. */
const files = {
  'contracts/meeting-rooms/operations.json': JSON.stringify({
    $schema: '../meta/operations.schema.json',
    title: 'Meeting rooms',
    operations: {
      'GET /api/v1/meetingRooms': contractOf('read', { 200: { schema: 'meeting-room.schema.json#/$defs/list' } }),
      'POST /api/v1/meetingRooms': {
        ...contractOf('manage', { 200: { schema: 'meeting-room.schema.json' } }),
        request: 'meeting-room.schema.json#/$defs/write',
      },
      'GET /api/v1/meetingRooms/{meetingRoomId}': contractOf('read', {
        200: { schema: 'meeting-room.schema.json' },
      }),
      'DELETE /api/v1/meetingRooms/{meetingRoomId}': contractOf('manage', { 204: { body: 'empty' } }),
    },
  }),
  'contracts/meeting-rooms/created-kinds.json': JSON.stringify([
    {
      kind: 'meeting-rooms',
      find: { operation: 'GET /api/v1/meetingRooms', name: '/name', id: 'id' },
      names: ['okta-contracts-{run}-{n}'],
      remove: [{ operation: 'DELETE /api/v1/meetingRooms/{meetingRoomId}' }],
    },
  ]),
  'contracts/meeting-rooms/meeting-room.schema.json': JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://okta-contracts.example/meeting-rooms/meeting-room.schema.json',
    title: 'A meeting room',
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
  'contracts/meeting-rooms/evidence.json': JSON.stringify({
    $schema: '../meta/evidence.schema.json',
    operations: {},
    assertions: { 'meeting-room.schema.json': { '/properties/status': { 'null type enum': 'both 12/12 3/3' } } },
  }),
  'contracts/meeting-rooms/samples/meeting-room.json': JSON.stringify({
    $schema: '../../meta/samples.schema.json',
    schema: 'meeting-room.schema.json',
    valid: { 'an active room': { id: 'mrm0a1b2c3d4e5f6g7h8', name: 'Office', status: 'ACTIVE' } },
  }),
  'suites/meeting-rooms.test.ts': `
import { suite } from '../src/vitest/suite.js';

suite('meeting-rooms', ({ call, fixture }) => {
  const room = fixture({
    parameter: 'meetingRoomId',
    make: { operation: 'POST /api/v1/meetingRooms', body: ({ name }) => ({ name }) },
    found: { operation: 'GET /api/v1/meetingRooms' },
    remove: ['DELETE /api/v1/meetingRooms/{meetingRoomId}'],
    find: { path: '/api/v1/meetingRooms', name: '/name' },
  });
  call('GET /api/v1/meetingRooms');
  call('GET /api/v1/meetingRooms/{meetingRoomId}', { on: room });
});
`,
  [implementation]: `
import { repositoryOf } from '../repository.js';
import type { Resource } from '../resource.js';

/** Meeting rooms. */
export const resource: Resource = {
  scope: 'okta.meetingRooms',
  serve(routes, state) {
    const rooms = repositoryOf(state, 'meeting-rooms', { idPrefix: 'mrm', type: 'MeetingRoom' });
    const present = ({ id, name, status }: ReturnType<typeof rooms.get>) => ({ id, name, status });
    routes.on('GET /api/v1/meetingRooms', () => ({ body: rooms.list().map(present) }));
    routes.on('POST /api/v1/meetingRooms', ({ body: { name } }) => ({ body: present(rooms.add({ name, status: 'ACTIVE' })) }));
    routes.on('GET /api/v1/meetingRooms/{id}', ({ ids }) => ({ body: present(rooms.get(ids[0])) }));
    routes.on('DELETE /api/v1/meetingRooms/{id}', ({ ids }) => {
      rooms.remove(rooms.get(ids[0]));
      return { status: 204 };
    });
    rooms.add({ name: 'Office', status: 'ACTIVE' });
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

  const passed = await verify('meeting-rooms');
  expect(passed.code, passed.output).toBe(0);
  expect(resultsOf(passed.report)).toEqual(allOf('pass'));
  // `sweep --all` removes the objects of the new resource, too.
  expect(readCreatedKinds(join(project, 'contracts')).map(({ kind }) => kind)).toContain('meeting-rooms');

  const source = files[implementation] ?? '';
  writeFileSync(join(project, implementation), source.replaceAll("status: 'ACTIVE'", "status: 'UNKNOWN'"));
  const failed = await verify('meeting-rooms');
  expect(failed.code, failed.output).toBe(1);
  expect(resultsOf(failed.report)).toEqual(allOf('violation'));
});
