import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The folders and files in src/, from the lowest to the highest layer: each imports only from layers before it in this list,
 * and from itself.
 */
const layers = [
  'domain',
  'io',
  'config',
  'contract',
  'sdk',
  'assess',
  'org',
  'engine',
  'recordings',
  'gateway',
  'report',
  'vitest',
  'cli',
  'library',
  'index.ts',
  'vitest.ts',
  'jest.ts',
];

/** The module graph of the compiler, including type imports: each file of the project with its imports. */
async function moduleGraph(): Promise<Map<string, Set<string>>> {
  const graph = new Map<string, Set<string>>();
  let file = '';
  // The page of a report is a project of its own: its code is for browsers.
  const lines = await Promise.all(['.', 'src/report/page'].map(explainFiles));
  for (const line of lines.flat()) {
    if (/^\S/.test(line)) file = line.trim();
    const importer = /^\s+Imported via .* from file '([^']+)'/.exec(line)?.[1];
    if (!isOwn(file)) continue;
    if (!graph.has(file)) graph.set(file, new Set());
    if (importer === undefined || !isOwn(importer)) continue;
    graph.set(importer, (graph.get(importer) ?? new Set()).add(file));
  }
  return graph;
}

/** The lines with which the compiler explains why a project has its files. */
async function explainFiles(project: string): Promise<string[]> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '--noEmit', '--explainFiles', '--project', project];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  return stdout.split('\n');
}

function isOwn(file: string): boolean {
  return /^(src|reference-org|suites)\//.test(file);
}

/** The layer of a file: its folder in src/, its name if it is directly in src/, or its top-level folder. */
function layerOf(file: string): string {
  const [top = '', ...below] = file.split('/');
  return top === 'src' ? (below[0] ?? '') : top;
}

/** Groups of files with circular imports. */
function cyclesIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const reach = new Map<string, Set<string>>();
  for (const file of graph.keys()) {
    const seen = new Set<string>();
    const next = [...(graph.get(file) ?? [])];
    for (let one = next.pop(); one !== undefined; one = next.pop()) {
      if (seen.has(one)) continue;
      seen.add(one);
      next.push(...(graph.get(one) ?? []));
    }
    reach.set(file, seen);
  }
  const inCycle = [...graph.keys()].filter((file) => reach.get(file)?.has(file));
  const groups = new Map<string, string[]>();
  for (const file of inCycle) {
    const group = inCycle.filter((other) => reach.get(file)?.has(other) && reach.get(other)?.has(file)).sort();
    groups.set(group.join(), group);
  }
  return [...groups.values()];
}

const graph = await moduleGraph();
const edges = [...graph].flatMap(([from, to]) => [...to].map((file) => ({ from, to: file })));
const between = (from: string, to: string) =>
  edges
    .filter((edge) => layerOf(edge.from) === from && layerOf(edge.to) === to)
    .map((edge) => `${edge.from} → ${edge.to}`);

test('the graph has every file of the program, and every kind of import', () => {
  const files = ['src', 'reference-org'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => `${folder}/${name}`),
  );
  expect([...graph.keys()].filter((file) => !file.startsWith('suites/')).sort()).toEqual(files.sort());
  // A value, a type, and a dynamic import.
  expect(graph.get('src/cli/main.ts')).toContain('src/domain/errors.ts');
  expect(graph.get('src/cli/main.ts')).toContain('src/cli/streams.ts');
  expect(graph.get('src/cli/main.ts')).toContain('src/cli/commands/verify.ts');
});

test('cycles are found', () => {
  const graph = new Map(
    Object.entries({ a: new Set(['b']), b: new Set(['c', 'd']), c: new Set(['a']), d: new Set<string>() }),
  );
  expect(cyclesIn(graph)).toEqual([['a', 'b', 'c']]);
});

test('no files import one another in a circle', () => {
  expect(cyclesIn(graph)).toEqual([]);
});

test('every folder and every top-level file of src/ has its place', () => {
  expect(readdirSync(join(root, 'src')).sort()).toEqual([...layers].sort());
});

test('imports go down only', () => {
  const up = edges.filter(
    ({ from, to }) =>
      from.startsWith('src/') && to.startsWith('src/') && layers.indexOf(layerOf(from)) < layers.indexOf(layerOf(to)),
  );
  expect(up.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

test('the reference org imports nothing of the program, and only what starts it imports it', () => {
  const foreign = edges.filter(({ from, to }) => layerOf(from) === 'reference-org' && layerOf(to) !== 'reference-org');
  expect(foreign.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  const users = edges.filter(({ from, to }) => layerOf(from) !== 'reference-org' && layerOf(to) === 'reference-org');
  expect([...new Set(users.map(({ from }) => from))].sort()).toEqual([
    'src/cli/commands/org.ts',
    'src/vitest/main-setup.ts',
  ]);
});

test('the reference org does not read contracts/', () => {
  const readers = [...graph.keys()].filter(
    (file) =>
      file.startsWith('reference-org/') &&
      /contracts\/|\.schema\.json|node:fs/.test(readFileSync(join(root, file), 'utf8')),
  );
  // It lists the files of resources/.
  expect(readers).toEqual(['reference-org/load-resources.ts']);
  expect(readFileSync(join(root, 'reference-org/load-resources.ts'), 'utf8')).not.toMatch(/contracts|readFile/);
});

test('suites import what they are written with, and no part that reports or commands', () => {
  const used = edges.filter(({ from, to }) => from.startsWith('suites/') && to.startsWith('src/'));
  expect([...new Set(used.map(({ to }) => layerOf(to)))].sort()).toEqual(['domain', 'engine', 'org', 'vitest']);
});

test('a check depends on nothing but the contracts', () => {
  for (const layer of ['org', 'engine', 'assess', 'report']) expect(between('contract', layer)).toEqual([]);
});

test('the org client gets its settings as arguments', () => {
  expect(
    between('org', 'config').filter((edge) => edge.endsWith('/load.ts') || edge.endsWith('/environment.ts')),
  ).toEqual([]);
});

test('only the configuration reads the environment', () => {
  const readers = [...graph.keys()].filter((file) =>
    /process\.env|process\s*\[|\benv\s*\}\s*(=|from)/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(readers.sort()).toEqual(['src/config/chosen-step.ts', 'src/config/environment.ts', 'src/config/load.ts']);
});
