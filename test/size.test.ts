import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

const limits = { fileLines: 300, medianLines: 80, functionLines: 60, contractsBytes: 2_200_000 };

/** The files of a folder and its subfolders. */
function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => statSync(join(root, file)).isFile())
    .sort();
}

function linesOf(text: string): number {
  return text.trimEnd().split('\n').length;
}

interface Node {
  type: string;
  start: number;
  end: number;
}

function isNode(value: unknown): value is Node {
  return typeof (value as Node | null)?.type === 'string';
}

/** The functions of a source that have more lines than the limit, as `file:line (lines)`. */
function longFunctions(file: string, source: string): string[] {
  const found: string[] = [];
  const walk = (node: Node): void => {
    const lines = linesOf(source.slice(node.start, node.end));
    if (/Function/.test(node.type) && lines > limits.functionLines)
      found.push(`${file}:${linesOf(source.slice(0, node.start))} (${lines})`);
    for (const child of Object.values(node).flat()) if (isNode(child)) walk(child);
  };
  walk(parseAst(source, { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file) as unknown as Node);
  return found;
}

test.each(['src', 'reference-org'])('%s/ has short files and short functions', (folder) => {
  const sources = filesIn(folder)
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
  const lengths = sources.map(({ text }) => linesOf(text)).sort((a, b) => a - b);

  expect(sources.filter(({ text }) => linesOf(text) > limits.fileLines).map(({ file }) => file)).toEqual([]);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(limits.medianLines);
  expect(sources.flatMap(({ file, text }) => longFunctions(file, text))).toEqual([]);
});

test('a function that is too long is found', () => {
  const body = 'x();\n'.repeat(limits.functionLines);
  expect(longFunctions('a.ts', `const f = () => {\n${body}};`)).toEqual(['a.ts:1 (62)']);
});

test('contracts/ stays small', () => {
  const bytes = filesIn('contracts').reduce((sum, file) => sum + statSync(join(root, file)).size, 0);
  expect(bytes).toBeLessThan(limits.contractsBytes);
});
